const pulumi = require("@pulumi/pulumi");

const other = new pulumi.ProviderResource("tcss", "other", {
  secretId: process.env.OTHER_SECRET_ID,
  secretKey: process.env.OTHER_SECRET_KEY,
  endpoint: process.env.TENCENTCLOUD_TCSS_ENDPOINT,
});
const register = (name, opts) =>
  new pulumi.CustomResource("tcss:index:PurchaseState", name, { purchaseState: undefined }, opts);

exports.own = register("own").purchaseState.apply((values) => values.undefendCoresCnt);
exports.others = register("others", { provider: other }).purchaseState.apply(
  (values) => values.undefendCoresCnt,
);
