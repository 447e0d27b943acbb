const { CustomResource } = require("@pulumi/pulumi/resource");

/** As a program has it that loads no more of `@pulumi/pulumi` than it needs. */
class PurchaseState extends CustomResource {
  constructor(name) {
    super("tcss:index:PurchaseState", name, { purchaseState: undefined });
  }
}

exports.undefended = new PurchaseState("tcss").purchaseState.undefendCoresCnt;
