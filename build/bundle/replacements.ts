// Replaces modules of other packages that a bundle would contain only because some code imports them, with the parts
// that are used.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Plugin } from "esbuild";
import { ROOT } from "../root";

const { version } = JSON.parse(readFileSync(join(ROOT, "sdk/package.json"), "utf8")) as { version: string };

/** Stubbed: imported but never called. */
const NEVER_CALLED: readonly string[] = [
  // serialize the closures of dynamic providers
  "typescript",
  "@npmcli/arborist",
  // the Tencent SDK's HTTP client, which ours replaces
  "node-fetch",
  "https-proxy-agent",
  "form-data",
  // describes gRPC's own services, channelz and ORCA, which our servers do not offer
  "@grpc/proto-loader",
];

/** A module that throws a clear error if it is called. */
function stub(name: string): string {
  const message = JSON.stringify(`${name} is not part of this bundle`);
  return `const refuse = () => { throw new Error(${message}); };
module.exports = new Proxy(class {}, { get: (_, key) => (key === "prototype" ? {} : key === "__esModule" ? false : module.exports), apply: refuse, construct: refuse });`;
}

const fromPolicy = createRequire(
  createRequire(join(ROOT, "policy-pack/package.json")).resolve("@pulumi/policy"),
);

/** The parts of `@pulumi/pulumi` that `@pulumi/policy` uses, without the runtime of programs. */
const USED_OF_PULUMI: Readonly<Record<string, () => string>> = {
  "@pulumi/pulumi": () =>
    `exports.asset = require("@pulumi/pulumi/asset");
exports.Output = { isInstance: (value) => value?.__pulumiOutput === true };`,
  "@pulumi/pulumi/runtime/rpc": () => {
    const marks = Object.entries(fromPolicy("@pulumi/pulumi/runtime/rpc") as object).filter(([name]) =>
      /^special\w+$/.test(name),
    );
    return marks.map(([name, mark]) => `exports.${name} = ${JSON.stringify(mark)};`).join("\n");
  },
};

/** The parts of gRPC that a server needs; most other parts are for clients. */
const GRPC_SERVER = `const { Server } = require("@grpc/grpc-js/build/src/server");
// channelz off: it costs time at each call
exports.Server = class extends Server { constructor(options) { super({ ...options, "grpc.enable_channelz": 0 }); } };
exports.ServerCredentials = require("@grpc/grpc-js/build/src/server-credentials").ServerCredentials;
exports.status = require("@grpc/grpc-js/build/src/constants").Status;
exports.makeGenericClientConstructor = () => undefined;
// our servers listen on 127.0.0.1, so no name must be resolved
require("@grpc/grpc-js/build/src/resolver-ip").setup();
require("@grpc/grpc-js/build/src/resolver").registerDefaultScheme("ipv4");`;

/** Parts of gRPC that a server loads but does not use: clients, and reports of calls and load. */
const GRPC_UNUSED: Readonly<Record<string, string>> = {
  "./make-client": "exports.makeClientConstructor = () => undefined;",
  "./orca": "exports.PerRequestMetricRecorder = class {};",
  "./channelz": `class Off { addTrace() {} refChild() {} unrefChild() {} addCallStarted() {} addCallSucceeded() {} addCallFailed() {} }
exports.ChannelzTraceStub = exports.ChannelzCallTrackerStub = exports.ChannelzChildrenTrackerStub = Off;
exports.registerChannelzServer = exports.registerChannelzSocket = (name, _, isOn) => {
  if (isOn) throw new Error("channelz is not part of this bundle");
  return { id: 0, name, kind: "off" };
};
exports.unregisterChannelzRef = () => {};`,
};

/** How gRPC writes an address. This avoids Node's own `isIPv6`, which first compiles a long pattern. */
const ADDRESS_KINDS = `exports.isIPv6 = (host) => host.includes(":");
exports.isIP = require("node:net").isIP;`;

/** The parts of gRPC and protobuf that the plugin uses. */
const PLUGIN_WIRE = `exports.grpc = require("@grpc/grpc-js");
exports.Struct = require("google-protobuf/google/protobuf/struct_pb.js").Struct;
exports.Empty = require("google-protobuf/google/protobuf/empty_pb.js").Empty;
exports.version = ${JSON.stringify(version)};`;

/** Replaces a module with another, in every bundle. */
export const replacements: Plugin = {
  name: "replacements",
  setup({ onLoad, onResolve }) {
    const names = NEVER_CALLED.map((name) => name.replaceAll("/", "\\/"));
    onResolve({ filter: new RegExp(`^(${names.join("|")})$`) }, ({ path }) => ({
      path,
      namespace: "never-used",
    }));
    onLoad({ filter: /.*/, namespace: "never-used" }, ({ path }) => ({ contents: stub(path) }));

    onResolve({ filter: /^\.\/(make-client|orca|channelz)$/ }, ({ path, importer }) =>
      /@grpc[/\\]grpc-js[/\\]/.test(importer) ? { path, namespace: "grpc-unused" } : undefined,
    );
    onLoad({ filter: /.*/, namespace: "grpc-unused" }, ({ path }) => ({ contents: GRPC_UNUSED[path] ?? "" }));
    onResolve({ filter: /^net$/ }, ({ path, importer }) =>
      importer.endsWith("subchannel-address.js") ? { path, namespace: "address-kinds" } : undefined,
    );
    onLoad({ filter: /.*/, namespace: "address-kinds" }, () => ({ contents: ADDRESS_KINDS }));

    onResolve({ filter: /^@grpc\/grpc-js$/ }, ({ path, resolveDir }) => ({
      path,
      namespace: "grpc-server",
      pluginData: resolveDir,
    }));
    onLoad({ filter: /.*/, namespace: "grpc-server" }, ({ pluginData }) => ({
      contents: GRPC_SERVER,
      resolveDir: pluginData as string,
    }));

    // the Tencent SDK creates its response parser in advance; we use our own
    onResolve({ filter: /^json-bigint$/ }, ({ path }) => ({ path, namespace: "json" }));
    onLoad({ filter: /.*/, namespace: "json" }, () => ({ contents: "module.exports = () => JSON;" }));

    onResolve({ filter: /^@pulumi\/pulumi(\/runtime\/rpc)?$/ }, ({ path, importer }) =>
      /@pulumi[/\\]policy[/\\][^/\\]+$/.test(importer) ? { path, namespace: "of-pulumi" } : undefined,
    );
    onLoad({ filter: /.*/, namespace: "of-pulumi" }, ({ path }) => ({
      contents: USED_OF_PULUMI[path]?.() ?? "",
      resolveDir: dirname(fromPolicy.resolve("@pulumi/pulumi")),
    }));

    // a bundle has one copy of gRPC: the copy of @pulumi/policy or, in the plugin, of @pulumi/pulumi
    onLoad({ filter: /policy-pack[/\\]dist[/\\]grpc\.js$/ }, ({ path }) => ({
      contents: 'exports.grpcServer = () => require("@grpc/grpc-js").Server;',
      resolveDir: dirname(createRequire(path).resolve("@pulumi/policy")),
    }));
    onLoad({ filter: /provider[/\\]terraform[/\\]version\.js$/ }, () => ({
      contents: `exports.version = ${JSON.stringify(version)};`,
    }));
    onLoad({ filter: /provider[/\\]plugin[/\\]grpc\.js$/ }, ({ path }) => ({
      contents: PLUGIN_WIRE,
      resolveDir: dirname(createRequire(path).resolve("@pulumi/pulumi")),
    }));
  },
};
