const pulumi = require("@pulumi/pulumi");

/** As an SDK that Pulumi generates from the schema has it. */
class PurchaseState extends pulumi.CustomResource {
  constructor(name) {
    super("tcss:index:PurchaseState", name, { purchaseState: undefined });
  }
}

const count = Number(process.env.RESOURCES ?? 1);
const [first] = Array.from({ length: count }, (_, n) => new PurchaseState(`tcss-${n}`));
exports.undefended = first.purchaseState.undefendCoresCnt;
