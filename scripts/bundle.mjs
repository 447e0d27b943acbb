// Makes one file of each command that must start fast: loading hundreds of small files takes longer than what
// they do. Runs after the compiler (npm run build).
import { cpSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { build } from "esbuild";

const ROOT = resolve(import.meta.dirname, "..");
const { version } = JSON.parse(readFileSync(join(ROOT, "sdk/package.json"), "utf8"));
/** The folder that users name in Pulumi.yaml. */
const PLUGIN = "sdk/dist/plugin";

/** Modules that are loaded by what is used, and never used themselves. */
const NEVER_USED = [
  // serialize the closures of dynamic providers
  "typescript",
  "@npmcli/arborist",
  // the Tencent SDK's own way of sending, which ours replaces
  "node-fetch",
  "https-proxy-agent",
  "form-data",
];

const fromPolicy = createRequire(
  createRequire(join(ROOT, "policy-pack/package.json")).resolve("@pulumi/policy"),
);

/** What `@pulumi/policy` takes of `@pulumi/pulumi`, without the rest, which is the runtime of programs. */
const OF_PULUMI = {
  "@pulumi/pulumi": () =>
    `exports.asset = require("@pulumi/pulumi/asset");
exports.Output = { isInstance: (value) => value?.__pulumiOutput === true };`,
  "@pulumi/pulumi/runtime/rpc": () => {
    const marks = Object.entries(fromPolicy("@pulumi/pulumi/runtime/rpc")).filter(([name]) =>
      /^special\w+$/.test(name),
    );
    return marks.map(([name, mark]) => `exports.${name} = ${JSON.stringify(mark)};`).join("\n");
  },
};

/** Puts a module in the place of another. */
const replacements = {
  name: "replacements",
  setup({ onLoad, onResolve }) {
    const names = NEVER_USED.map((name) => name.replaceAll("/", "\\/"));
    onResolve({ filter: new RegExp(`^(${names.join("|")})$`) }, ({ path }) => ({
      path,
      namespace: "never-used",
    }));
    onLoad({ filter: /.*/, namespace: "never-used" }, ({ path }) => ({ contents: neverUsed(path) }));
    onResolve({ filter: /^@pulumi\/pulumi(\/runtime\/rpc)?$/ }, ({ path, importer }) =>
      /@pulumi[/\\]policy[/\\][^/\\]+$/.test(importer) ? { path, namespace: "of-pulumi" } : undefined,
    );
    onLoad({ filter: /.*/, namespace: "of-pulumi" }, ({ path }) => ({
      contents: OF_PULUMI[path](),
      resolveDir: dirname(fromPolicy.resolve("@pulumi/pulumi")),
    }));
    // in a bundle there is one copy of gRPC: the one that @pulumi/policy finds
    onLoad({ filter: /policy-pack[/\\]dist[/\\]grpc\.js$/ }, ({ path }) => ({
      contents: 'exports.grpcServer = () => require("@grpc/grpc-js").Server;',
      resolveDir: dirname(createRequire(path).resolve("@pulumi/policy")),
    }));
    // likewise for the plugin: the one that @pulumi/pulumi finds
    onLoad({ filter: /provider[/\\]plugin[/\\]outside\.js$/ }, ({ path }) => ({
      contents: `exports.grpc = require("@grpc/grpc-js");
exports.Struct = require("google-protobuf/google/protobuf/struct_pb.js").Struct;
exports.Empty = require("google-protobuf/google/protobuf/empty_pb.js").Empty;
exports.version = ${JSON.stringify(version)};`,
      resolveDir: dirname(createRequire(path).resolve("@pulumi/pulumi")),
    }));
  },
};

/** A module that says what is wrong when it is used after all. */
function neverUsed(name) {
  const message = JSON.stringify(`${name} is not part of this bundle`);
  return `const refuse = () => { throw new Error(${message}); };
module.exports = new Proxy(class {}, { get: (_, key) => (key === "prototype" ? {} : key === "__esModule" ? false : module.exports), apply: refuse, construct: refuse });`;
}

/**
 * Packages that many runs of `tcss` do without, and which folder's package.json names them. Each is a file of its
 * own: even what is never called has to be read.
 */
const APART = {
  "tencentcloud-sdk-nodejs/tencentcloud/services/tcss/v20201101/tcss_client": "sdk",
  "tencentcloud-sdk-nodejs/tencentcloud/services/sts/v20180813/sts_client": "sdk",
  "tencentcloud-sdk-nodejs/tencentcloud/common/sign": "sdk",
  undici: "sdk",
  cockatiel: "sdk",
  "p-limit": "sdk",
  ajv: "sdk",
  yaml: "sdk",
  "cli-table3": "report",
  "csv-stringify/sync": "report",
  "prom-client": "report",
  xmlbuilder2: "report",
};

const fileOf = (name) => `./apart/${name.replaceAll("/", "-")}.js`;

const apart = {
  name: "apart",
  setup({ onResolve }) {
    onResolve({ filter: /^[^.]/ }, ({ path }) =>
      Object.hasOwn(APART, path) ? { path: fileOf(path), external: true } : undefined,
    );
  },
};

const bundles = [
  { from: "policy-pack/dist/cli.js", to: "policy-pack/dist/tcss-gate.js" },
  { from: "report/dist/main.js", to: "report/dist/tcss.js", plugins: [apart] },
  { from: "sdk/dist/provider/plugin/main.js", to: `${PLUGIN}/tcss-plugin.js` },
];

const OPTIONS = {
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  // a file that stands apart has no named exports for import()
  supported: { "dynamic-import": false },
  // names of classes tell errors apart across copies
  minifySyntax: true,
  minifyWhitespace: true,
  keepNames: true,
  legalComments: "linked",
  logLevel: "warning",
};

for (const { from, to, plugins = [] } of bundles)
  await build({
    ...OPTIONS,
    entryPoints: [join(ROOT, from)],
    outfile: join(ROOT, to),
    plugins: [...plugins, replacements],
  });

for (const [name, folder] of Object.entries(APART))
  await build({
    ...OPTIONS,
    stdin: { contents: `module.exports = require(${JSON.stringify(name)});`, resolveDir: join(ROOT, folder) },
    outfile: join(ROOT, "report/dist", fileOf(name)),
    plugins: [replacements],
  });

for (const file of ["bin/pulumi-resource-tcss", "schema.json"])
  cpSync(join(ROOT, "provider/plugin", file), join(ROOT, PLUGIN, basename(file)));
