const tcss = require("pulumi-tcss");

// the whole as one output, and a field by its accessor
const purchase = new tcss.PurchaseState("tcss");
exports.purchaseState = purchase.purchaseState;
exports.undefended = purchase.undefendCoresCnt;
