const pulumi = require("@pulumi/pulumi");

// What exists once it was created, and no longer once it was deleted: a file beside the program.
class TextFile extends pulumi.dynamic.Resource {
  constructor(name) {
    const provider = {
      create: async ({ path }) => {
        require("node:fs").writeFileSync(path, "created");
        return { id: path, outs: { path } };
      },
      delete: async (path) => require("node:fs").rmSync(path),
    };
    super(provider, name, { path: `${name}.effect` });
  }
}

// it knows nothing of TCSS
new TextFile("file-1");
new TextFile("file-2");
