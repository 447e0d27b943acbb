const tcss = require("pulumi-tcss");

const published = tcss.PurchaseState.fromStack("published", { stack: "organization/purchase/dev" });
exports.undefended = published.undefendCoresCnt;
