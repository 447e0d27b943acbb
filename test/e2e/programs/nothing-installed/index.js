// in this folder only @pulumi/pulumi is found
const pulumi = require("@pulumi/pulumi");

new pulumi.ComponentResource("demo:index:Part", "part");
