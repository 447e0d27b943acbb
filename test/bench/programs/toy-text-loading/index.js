// what pulumi.dynamic.Resource registers, with a text that loads the real provider and does not use it
const pulumi = require("@pulumi/pulumi/resource");

const provider = `exports.handler = () => ({
  check: async (_, inputs) => (require("pulumi-tcss/provider"), { inputs }),
  create: async () => ({ id: "toy", outs: {} }),
});`;
new pulumi.CustomResource("pulumi-nodejs:dynamic:Resource", "toy", { __provider: provider });
