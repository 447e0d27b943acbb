// serializes the provider as pulumi.dynamic.Resource does, and registers nothing
const pulumi = require("@pulumi/pulumi");
require("pulumi-tcss");

const { shell } = require(process.env.PROVIDER_SHELL);
exports.length = pulumi.runtime
  .serializeFunction(() => shell, { allowSecrets: true })
  .then(({ text }) => text.length);
