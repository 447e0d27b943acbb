// what Pulumi itself takes for as many resources
const { ComponentResource } = require("@pulumi/pulumi/resource");

for (let n = 0; n < 100; n += 1) new ComponentResource("bench:index:Component", `component-${n}`);
