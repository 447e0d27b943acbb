const pulumi = require("@pulumi/pulumi");
const tcss = require("pulumi-tcss");

// the function by both of its names, one at a time: the first failure ends a program
module.exports = async () =>
  new pulumi.Config().getBoolean("asOutput")
    ? { state: tcss.getPurchaseStateOutput().state }
    : { state: (await tcss.getPurchaseState()).state };
