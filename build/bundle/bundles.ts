import type { Plugin } from "esbuild";
import { READING } from "./apart";
import { ownAnswers, ownCore, sharedCore, theirGrpc } from "./ownModules";

/** A file that contains a module and everything that it imports; paths are relative to the repository. */
export interface Bundle {
  readonly from: string;
  readonly to: string;
  /** Whether programs load the file; otherwise it is a command. */
  readonly isLibrary?: boolean;
  readonly plugins?: readonly Plugin[];
  /** Packages that the user installs. */
  readonly external?: readonly string[];
  /** What goes into the file although other bundles have it apart (apart.ts). */
  readonly inside?: readonly string[];
}

/** The folder that users name in Pulumi.yaml. */
export const PLUGIN_FOLDER = "sdk/dist/plugin";

/** The folder of the provider for Terraform. */
export const TERRAFORM_FOLDER = "sdk/dist/terraform";

/** The modules that run first, before the rest of a command is loaded. */
const COMPILE_CACHE = "sdk/dist/core/base/compileCache.js";

/** One of the entry points of `pulumi-tcss`. */
function part(name: string): Bundle {
  return { from: `sdk/dist/${name}/index.js`, to: `sdk/dist/lib/${name}.js`, isLibrary: true };
}

/** In build order: the pack loads the library of the core. */
export const BUNDLES: readonly Bundle[] = [
  { from: "sdk/dist/core/internal.js", to: "sdk/dist/lib/internal.js", isLibrary: true },
  { ...part("core"), plugins: [sharedCore] },
  { ...part("provider"), plugins: [sharedCore] },
  { ...part("sdk"), plugins: [sharedCore], external: ["@pulumi/pulumi"] },
  {
    from: "policy-pack/dist/index.js",
    to: "policy-pack/dist/tcss-guard.js",
    isLibrary: true,
    plugins: [ownCore, theirGrpc],
    external: ["@pulumi/policy", "@pulumi/pulumi"],
  },
  { from: "policy-pack/dist/main.js", to: "policy-pack/dist/tcss-gate.js", plugins: [ownCore] },
  { from: "report/dist/main.js", to: "report/dist/tcss.js", plugins: [ownCore] },
  { from: "sdk/dist/provider/plugin/main.js", to: `${PLUGIN_FOLDER}/tcss-plugin.js` },
  {
    from: "sdk/dist/provider/terraform/main.js",
    to: `${TERRAFORM_FOLDER}/tcss-terraform.js`,
    plugins: [ownAnswers],
  },
  {
    from: "sdk/dist/provider/terraform/answers.js",
    to: `${TERRAFORM_FOLDER}/answers.js`,
    // its compiled code is kept as one file
    inside: READING,
  },
  { from: COMPILE_CACHE, to: "policy-pack/dist/compileCache.js" },
  { from: COMPILE_CACHE, to: "report/dist/compileCache.js" },
  { from: COMPILE_CACHE, to: `${PLUGIN_FOLDER}/compileCache.js` },
  { from: COMPILE_CACHE, to: `${TERRAFORM_FOLDER}/compileCache.js` },
];
