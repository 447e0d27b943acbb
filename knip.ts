// What nothing uses: exports, files and dependencies. Packages that no package.json names are dependency-cruiser's.
import type { KnipConfig } from "knip";

/** How modules are loaded on demand, `(require("./x") as typeof import("./x")).y`, in the words that knip follows. */
function followed(text: string): string {
  return text
    .replaceAll(/\(require\(("[^"]+")\) as typeof import\(\1\)\)/g, "(await import($1))")
    .replaceAll(/ as typeof import\("[^"]+"\)/g, "");
}

const config: KnipConfig = {
  rules: { unlisted: "off", binaries: "off", optionalPeerDependencies: "off" },
  compilers: { ts: followed },
  ignoreExportsUsedInFile: { interface: true, type: true },
  ignoreIssues: {
    // loaded on demand, or by the bundler from the compiled file
    "core/base/hidden.ts": ["exports"],
    "core/schema/compile.ts": ["exports"],
  },
  workspaces: {
    ".": {
      entry: [
        "build/*/{bundle,docs,package,sdks,matrix,apiReport,retiredWords}.ts",
        // esbuild puts it into the single executable
        "build/release/embedded.ts",
        "scripts/*.{mjs,cjs}",
        "test/**/*.test.ts",
        "test/integration/policy-pack/types/*.ts",
        // started as a process of its own
        "test/{integration,e2e}/support/{read,preparePackages}.ts",
        "toolchain/src/cli.ts",
        "test/*/programs/**/*.js",
      ],
      project: ["{build,scripts,toolchain,test}/**/*.{ts,mjs,cjs,js}", "!**/dist/**"],
      // commands, a release of Pulumi that tests name in a text, and types that another package's types need
      ignoreDependencies: ["c8", "pnpm", "pulumi-highest", "@types/markdown-it"],
    },
    sdk: {
      entry: ["../provider/plugin/main.ts", "../provider/terraform/main.ts", "../core/base/compileCache.ts"],
      project: ["**/*.ts", "../core/**/*.ts", "../provider/**/*.ts"],
      // core/ and provider/ belong to this package, but stand outside its folder
      ignoreDependencies: [
        "@msgpack/msgpack",
        "ajv",
        "luxon",
        "lru-cache",
        "p-limit",
        "tencentcloud-sdk-nodejs",
        "yaml",
      ],
    },
    "policy-pack": { entry: ["src/index.ts", "src/main.ts", "src/usage.ts"], project: ["src/**/*.ts"] },
    report: { entry: ["src/main.ts"], project: ["src/**/*.ts"] },
    emulator: { entry: ["src/cli.ts"], project: ["src/**/*.ts"] },
  },
};

export default config;
