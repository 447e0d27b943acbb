const { CustomResource } = require("@pulumi/pulumi/resource");

/** As a program has it that loads no more of `@pulumi/pulumi` than it needs. */
class PurchaseState extends CustomResource {
  constructor(name) {
    super("tcss:index:PurchaseState", name, { purchaseState: undefined });
  }
}

const count = Number(process.env.RESOURCES ?? 1);
const [first] = Array.from({ length: count }, (_, n) => new PurchaseState(`tcss-${n}`));
exports.undefended = first.purchaseState.undefendCoresCnt;
