const pulumi = require("@pulumi/pulumi");

exports.undefended = pulumi.runtime
  .invoke("tcss:index:getPurchaseState", {})
  .then(({ undefendCoresCnt }) => undefendCoresCnt);
