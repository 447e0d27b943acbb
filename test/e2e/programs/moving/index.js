// One account as the dynamic resource or as the plugin's, and a resource that depends on its values.
const pulumi = require("@pulumi/pulumi");
const tcss = require("pulumi-tcss");

const config = new pulumi.Config();
const former = config.get("formerType");
const args = { account: "production" };
const options = former === undefined ? {} : { aliases: [{ type: former }] };

const { purchaseState } =
  config.require("form") === "plugin"
    ? new pulumi.CustomResource(
        "tcss:index:PurchaseState",
        "tcss",
        { ...args, purchaseState: undefined },
        options,
      )
    : new tcss.PurchaseState("tcss", args, options);

const memory = { create: async (inputs) => ({ id: "note", outs: inputs }) };
class Note extends pulumi.dynamic.Resource {}
new Note(memory, "note", { text: purchaseState.apply((values) => `${values.undefendCoresCnt} undefended`) });

exports.purchaseState = purchaseState;
exports.undefended = purchaseState.apply((values) => values.undefendCoresCnt);
