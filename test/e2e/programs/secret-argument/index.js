const pulumi = require("@pulumi/pulumi");
const tcss = require("pulumi-tcss");

// what nobody should do: the arguments of a resource are kept in state
const given = new pulumi.Config().requireObject("given");
new tcss.PurchaseState("tcss", given);
