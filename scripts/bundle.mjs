// Makes one file of each command, and of each part of pulumi-tcss, since they must start fast: loading hundreds of
// small files takes longer than what they do. Runs after the compiler (npm run build).
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { build } from "esbuild";
import { declarationsFrom } from "./declarations.mjs";
import { licencesOf } from "./licenses.mjs";

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
  // describes gRPC's own services, channelz and ORCA, which nobody serves
  "@grpc/proto-loader",
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

/** What a server needs of gRPC; the rest, and most of it, are clients. */
const GRPC_SERVER = `const { Server } = require("@grpc/grpc-js/build/src/server");
// channelz would describe it, to nobody, at every call
exports.Server = class extends Server { constructor(options) { super({ ...options, "grpc.enable_channelz": 0 }); } };
exports.ServerCredentials = require("@grpc/grpc-js/build/src/server-credentials").ServerCredentials;
exports.status = require("@grpc/grpc-js/build/src/constants").Status;
exports.makeGenericClientConstructor = () => undefined;
// reads the address to listen on
require("@grpc/grpc-js/build/src/resolver-dns").setup();`;

/** Parts of gRPC that a server loads for services which nobody asks for: channelz, and reports of load. */
const GRPC_CLIENT = {
  "./make-client": "exports.makeClientConstructor = () => undefined;",
  "./orca": "exports.PerRequestMetricRecorder = class {};",
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
    onResolve({ filter: /^\.\/(make-client|orca)$/ }, ({ path, importer }) =>
      /@grpc[/\\]grpc-js[/\\]/.test(importer) ? { path, namespace: "grpc-client" } : undefined,
    );
    onLoad({ filter: /.*/, namespace: "grpc-client" }, ({ path }) => ({ contents: GRPC_CLIENT[path] }));
    onResolve({ filter: /^@grpc\/grpc-js$/ }, ({ path, resolveDir: pluginData }) => ({
      path,
      namespace: "grpc-server",
      pluginData,
    }));
    onLoad({ filter: /.*/, namespace: "grpc-server" }, ({ pluginData: resolveDir }) => ({
      contents: GRPC_SERVER,
      resolveDir,
    }));
    // the Tencent SDK makes its reader of replies in advance; ours reads them
    onResolve({ filter: /^json-bigint$/ }, ({ path }) => ({ path, namespace: "json" }));
    onLoad({ filter: /.*/, namespace: "json" }, () => ({ contents: "module.exports = () => JSON;" }));
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
 * Packages that many runs do without, and which folder's package.json names them. Each is a file of its own:
 * even what is never called has to be read.
 */
const APART = {
  "tencentcloud-sdk-nodejs/tencentcloud/services/tcss/v20201101/tcss_client": "sdk",
  "tencentcloud-sdk-nodejs/tencentcloud/services/sts/v20180813/sts_client": "sdk",
  "tencentcloud-sdk-nodejs/tencentcloud/common/sign": "sdk",
  "p-limit": "sdk",
  yaml: "sdk",
  luxon: "sdk",
  "cli-table3": "report",
  "csv-stringify/sync": "report",
  "prom-client": "report",
  xmlbuilder2: "report",
};

/** The checks by JSON schema, compiled beforehand: Ajv takes longer to do so than many a command takes for all. */
const CHECKS = "checks";

const fileOf = (name) => `./apart/${name.replaceAll("/", "-")}.js`;

/** @param used gathers the names of what the bundle wants apart. */
const apart = (used) => ({
  name: "apart",
  setup({ onResolve }) {
    onResolve({ filter: /^[^.]|^\.\/compile$/ }, ({ path, importer }) => {
      const name = /core[/\\]schema[/\\]schema\.js$/.test(importer) && path === "./compile" ? CHECKS : path;
      if (name !== CHECKS && !Object.hasOwn(APART, name)) return undefined;
      used.add(name);
      return { path: fileOf(name), external: true };
    });
  },
});

/** The lists of what the core exports: what is named there is loaded when it is used, not when the list is. */
const onDemand = {
  name: "on-demand",
  setup({ onLoad }) {
    onLoad({ filter: /sdk[/\\]dist[/\\]core[/\\](internal|gate)\.js$/ }, ({ path }) => {
      const modules = new Map();
      const lists = readFileSync(path, "utf8").replace(
        /^var (\w+) = (require\("[^"]+"\));\n/gm,
        (_, name, load) => {
          modules.set(name, load);
          return "";
        },
      );
      return { contents: lists.replace(/\b\w+(?=\.)/g, (name) => modules.get(name) ?? name) };
    });
  },
};

/** Other packages of ours take what is published as `pulumi-tcss/internal` from its source, to become one file with it. */
const ownCore = {
  name: "own-core",
  setup({ onResolve }) {
    onResolve({ filter: /^pulumi-tcss\/internal$/ }, () => ({
      path: join(ROOT, "sdk/dist/core/internal.js"),
    }));
  },
};

/** In a pack of a team's own, gRPC is the copy that its `@pulumi/policy` uses: this module is itself there. */
const theirGrpc = {
  name: "their-grpc",
  setup({ onLoad }) {
    onLoad({ filter: /policy-pack[/\\]dist[/\\]grpc\.js$/ }, ({ path }) => ({
      contents: readFileSync(path),
    }));
  },
};

/** The parts of `pulumi-tcss` share one core, so that a `TcssError` is one wherever it was thrown. */
const sharedCore = {
  name: "shared-core",
  setup({ onResolve }) {
    onResolve({ filter: /^(\.|(\.\.\/)+core)\/internal$/ }, () => ({
      path: "./internal.js",
      external: true,
    }));
  },
};

/** What programs load. */
const library = (from, to) => ({ from, to, isLibrary: true });

/**
 * A library ends with the list of its names: ES modules find them in it alone. The module is loaded for that, when
 * its turn comes: the pack loads the library of the core, which is made first.
 */
function libraryOptions(from) {
  const names = Object.keys(createRequire(import.meta.url)(join(ROOT, from)));
  return {
    footer: { js: `0 && (module.exports = { ${names.join(", ")} });` },
    // what Node.js looks for the list with does not understand all that this makes
    minifySyntax: false,
  };
}

/** One of the parts of `pulumi-tcss`. */
const part = (name) => library(`sdk/dist/${name}/index.js`, `sdk/dist/lib/${name}.js`);

const bundles = [
  library("sdk/dist/core/internal.js", "sdk/dist/lib/internal.js"),
  { ...part("core"), plugins: [sharedCore] },
  { ...part("provider"), plugins: [sharedCore] },
  { ...part("sdk"), plugins: [sharedCore], external: ["@pulumi/pulumi"] },
  {
    ...library("policy-pack/dist/index.js", "policy-pack/dist/tcss-guard.js"),
    plugins: [ownCore, theirGrpc],
    external: ["@pulumi/policy", "@pulumi/pulumi"],
  },
  { from: "policy-pack/dist/cli.js", to: "policy-pack/dist/tcss-gate.js", plugins: [ownCore] },
  { from: "report/dist/main.js", to: "report/dist/tcss.js", plugins: [ownCore] },
  { from: "sdk/dist/provider/plugin/main.js", to: `${PLUGIN}/tcss-plugin.js` },
  { from: "sdk/dist/core/base/compileCache.js", to: "policy-pack/dist/compileCache.js" },
  { from: "sdk/dist/core/base/compileCache.js", to: `${PLUGIN}/compileCache.js` },
];

const OPTIONS = {
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  // a file that stands apart has no named exports for import()
  supported: {
    "dynamic-import": false,
    // they become calls: a pattern of Unicode classes takes long to read, even in a function that never runs
    "regexp-unicode-property-escapes": false,
  },
  minifySyntax: true,
  minifyWhitespace: true,
  // the whole licenses go beside the bundles
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
};

/** The modules that went into each folder's bundles. */
const modules = new Map();
/** The files that stand apart: bundles of one folder share them. */
const made = new Set();

for (const { from, to, isLibrary = false, plugins = [], ...options } of bundles) {
  const used = new Set();
  const outfile = join(ROOT, to);
  await bundled({
    ...options,
    ...(isLibrary ? libraryOptions(from) : {}),
    entryPoints: [join(ROOT, from)],
    outfile,
    // what Node.js finds the names of a library by does not understand it
    plugins: [...plugins, apart(used), ...(isLibrary ? [] : [onDemand]), replacements],
    folder: dirname(outfile),
  });
  for (const name of used) {
    const file = join(dirname(outfile), fileOf(name));
    if (made.has(file)) continue;
    made.add(file);
    await bundled({
      stdin: name === CHECKS ? checks() : packageAlone(name),
      outfile: file,
      plugins: [replacements],
      folder: dirname(outfile),
    });
  }
}

for (const [folder, inputs] of modules)
  writeFileSync(join(folder, "THIRD-PARTY-LICENSES.txt"), licencesOf(inputs, ROOT));

// the pack's types with those of the core that it holds, so that it needs no other package for them
const types = join(ROOT, "policy-pack/dist/types");
rmSync(types, { recursive: true, force: true });
const declarations = declarationsFrom(join(ROOT, "policy-pack/dist/index.d.ts"), {
  "pulumi-tcss/internal": join(ROOT, "sdk/dist/core/internal.d.ts"),
});
for (const [name, text] of declarations) {
  mkdirSync(dirname(join(types, name)), { recursive: true });
  writeFileSync(join(types, name), text);
}

cpSync(join(ROOT, "provider/plugin/bin"), join(ROOT, PLUGIN), { recursive: true });
cpSync(join(ROOT, "provider/plugin/schema.json"), join(ROOT, PLUGIN, "schema.json"));

/** Builds one file, and notes what of for the licenses in `folder`. */
async function bundled({ folder, ...options }) {
  const { metafile } = await build({ ...OPTIONS, absWorkingDir: ROOT, ...options });
  const inputs = modules.get(folder) ?? new Set();
  // those of a namespace are ours
  for (const input of Object.keys(metafile.inputs)) if (!/^[\w-]+:/.test(input)) inputs.add(input);
  modules.set(folder, inputs);
}

function packageAlone(name) {
  return {
    contents: `module.exports = require(${JSON.stringify(name)});`,
    resolveDir: join(ROOT, APART[name]),
  };
}

/** What stands in the place of core/schema/compile.ts: the same, with every check as source text. */
function checks() {
  const fromCore = createRequire(join(ROOT, "sdk/dist/core/index.js"));
  fromCore("./index");
  const { checkedSchemas } = fromCore("./schema/schema");
  const { optionsFor } = fromCore("./schema/compile");
  const { Ajv, _ } = fromCore("ajv");
  const standalone = fromCore("ajv/dist/standalone").default;
  const parts = [true, false].map((texts) => {
    const ajv = new Ajv({ ...optionsFor({ texts }), code: { source: true, formats: _`formats` } });
    const schemas = checkedSchemas.filter((each) => each.texts === texts).map(({ schema }) => schema);
    for (const name of formatsIn(schemas)) ajv.addFormat(name, () => true);
    const names = schemas.map((schema, index) => {
      ajv.addSchema(schema, `check${index}`);
      return [JSON.stringify(schema), `check${index}`];
    });
    return `${texts}: (formats) => {
const exports = {};
${standalone(ajv, Object.fromEntries(names.map(([, name]) => [name, name])))}
return new Map(${JSON.stringify(names)}.map(([schema, name]) => [schema, exports[name]]));
}`;
  });
  return {
    contents: `const made = {};
const make = { ${parts.join(",\n")} };
exports.compile = ({ schema, texts }, formats) => {
  made[texts] ??= make[texts](formats);
  return made[texts].get(JSON.stringify(schema));
};`,
    resolveDir: join(ROOT, "sdk"),
  };
}

function formatsIn(schemas) {
  return new Set([...JSON.stringify(schemas).matchAll(/"format":"([^"]+)"/g)].map(([, name]) => name));
}
