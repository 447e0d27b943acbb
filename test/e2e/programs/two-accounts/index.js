const pulumi = require("@pulumi/pulumi");
const tcss = require("pulumi-tcss");

for (const profile of new pulumi.Config().requireObject("profiles"))
  exports[profile] = new tcss.PurchaseState(profile, { profile, account: profile }).allCoresCnt;
