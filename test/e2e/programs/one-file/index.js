const { join } = require("node:path");
const pulumi = require("@pulumi/pulumi");

// What exists once it was created: a file beside the program.
const provider = {
  create: async ({ path }) => {
    require("node:fs").writeFileSync(path, "created");
    return { id: path, outs: { path } };
  },
};
class TextFile extends pulumi.dynamic.Resource {}
new TextFile(provider, "file", { path: join(process.cwd(), "one.effect") });
