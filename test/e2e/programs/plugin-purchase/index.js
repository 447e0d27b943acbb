const pulumi = require("@pulumi/pulumi");

// as an SDK that Pulumi generates from the schema would register it
const { purchaseState } = new pulumi.CustomResource("tcss:index:PurchaseState", "tcss", {
  purchaseState: undefined,
});
exports.purchaseState = purchaseState;
exports.undefended = purchaseState.apply((values) => values.undefendCoresCnt);
exports.readNow = pulumi.runtime
  .invoke("tcss:index:getPurchaseState", {})
  .then((values) => values.undefendCoresCnt);
