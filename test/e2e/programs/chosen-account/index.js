const pulumi = require("@pulumi/pulumi");
const tcss = require("pulumi-tcss");

// What exists once it was created: a file beside the program. Its text is not known at preview.
class TextFile extends pulumi.dynamic.Resource {
  constructor(name, text, options) {
    const provider = {
      create: async ({ path, text }) => {
        require("node:fs").writeFileSync(path, text);
        return { id: path, outs: { path, written: text } };
      },
    };
    super(provider, name, { path: `${name}.effect`, text, written: undefined }, options);
  }
}

// which account is read is known only once the first file is there
const chosen = new TextFile("chosen", "other");
const purchase = new tcss.PurchaseState("tcss", { profile: chosen.written });
new TextFile("guarded", "guarded", { dependsOn: purchase });
