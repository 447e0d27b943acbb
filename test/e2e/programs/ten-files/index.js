const pulumi = require("@pulumi/pulumi");
const tcss = require("pulumi-tcss");

// What exists once it was created: a file beside the program.
class TextFile extends pulumi.dynamic.Resource {
  constructor(name) {
    const provider = {
      create: async ({ path }) => {
        require("node:fs").writeFileSync(path, "created");
        return { id: path, outs: { path } };
      },
    };
    super(provider, name, { path: `${name}.effect` });
  }
}

for (let number = 1; number <= 10; number += 1) new TextFile(`file-${number}`);

// last, and nothing depends on it
new tcss.PurchaseState("tcss");
