// How a bundle includes our own modules: completely, on demand, or from another bundle.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "esbuild";
import { ROOT } from "../root";

/**
 * The modules that list the core's exports: each exported module is loaded on first use, not together with the list.
 */
export const onDemand: Plugin = {
  name: "on-demand",
  setup({ onLoad }) {
    onLoad({ filter: /sdk[/\\]dist[/\\]core[/\\](internal|gate[/\\]index)\.js$/ }, ({ path }) => {
      const modules = new Map<string, string>();
      const lists = readFileSync(path, "utf8").replace(
        /^var (\w+) = (require\("[^"]+"\));\n/gm,
        (_, name: string, load: string) => {
          modules.set(name, load);
          return "";
        },
      );
      return { contents: lists.replace(/\b\w+(?=\.)/g, (name) => modules.get(name) ?? name) };
    });
  },
};

/**
 * Our other packages include the source of `pulumi-tcss/internal` instead of the published module, so that the bundle
 * is one file.
 */
export const ownCore: Plugin = {
  name: "own-core",
  setup({ onResolve }) {
    onResolve({ filter: /^pulumi-tcss\/internal$/ }, () => ({
      path: join(ROOT, "sdk/dist/core/internal.js"),
    }));
  },
};

/** In a team's own pack, gRPC must be the copy that its `@pulumi/policy` uses: there, this module is not replaced. */
export const theirGrpc: Plugin = {
  name: "their-grpc",
  setup({ onLoad }) {
    onLoad({ filter: /policy-pack[/\\]dist[/\\]grpc\.js$/ }, ({ path }) => ({
      contents: readFileSync(path),
    }));
  },
};

/** The parts of `pulumi-tcss` share one core, so that `instanceof TcssError` works wherever the error was thrown. */
export const sharedCore: Plugin = {
  name: "shared-core",
  setup({ onResolve }) {
    onResolve({ filter: /^(\.|(\.\.\/)+core)\/internal$/ }, () => ({
      path: "./internal.js",
      external: true,
    }));
  },
};

/**
 * Terraform's provider has its methods in a separate file, which is loaded when a host asks for more than the schema.
 */
export const ownAnswers: Plugin = {
  name: "own-answers",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\/answers$/ }, ({ path }) => ({ path, namespace: "own-answers" }));
    onResolve({ filter: /\.js$/, namespace: "own-answers" }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /.*/, namespace: "own-answers" }, () => ({
      // a process that only validates has compiled half of what one that reads needs
      contents: `module.exports = require("./compileCache.js").loadKeepingCode(
        require.resolve("./answers.js"), process.env, undefined, () => module.exports.hasRead?.() ?? false);`,
    }));
  },
};
