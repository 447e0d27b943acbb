// Packages that many runs do without. Each is a file of its own: even what is never called has to be read.
import { join } from "node:path";
import type { Plugin, StdinOptions } from "esbuild";
import { ROOT } from "../root";
import { checks } from "./checks";

/** Which folder's package.json names each of them. */
const PACKAGES: Readonly<Record<string, string>> = {
  "tencentcloud-sdk-nodejs/tencentcloud/services/tcss/v20201101/tcss_client": "sdk",
  "tencentcloud-sdk-nodejs/tencentcloud/services/sts/v20180813/sts_client": "sdk",
  "tencentcloud-sdk-nodejs/tencentcloud/services/cvm/v20170312/cvm_client": "sdk",
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

/** The file of one of them, below the bundle's folder. */
export function apartFile(name: string): string {
  return `./apart/${name.replaceAll("/", "-")}.js`;
}

/** The packages that each read of an account needs, and the checks. */
export const READING: readonly string[] = [
  "tencentcloud-sdk-nodejs/tencentcloud/services/tcss/v20201101/tcss_client",
  "tencentcloud-sdk-nodejs/tencentcloud/common/sign",
  "p-limit",
  "luxon",
  CHECKS,
];

/**
 * @param used gathers the names of what the bundle wants apart.
 * @param inside what goes into the bundle itself.
 */
export function apart(used: Set<string>, inside: readonly string[] = []): Plugin {
  return {
    name: "apart",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^[^.]|^\.\/compile$/ }, ({ path, importer }) => {
        const isChecks = path === "./compile" && /core[/\\]schema[/\\]schema\.js$/.test(importer);
        const name = isChecks ? CHECKS : path;
        if (name !== CHECKS && !Object.hasOwn(PACKAGES, name)) return undefined;
        if (inside.includes(name)) return name === CHECKS ? { path, namespace: CHECKS } : undefined;
        used.add(name);
        return { path: apartFile(name), external: true };
      });
      onLoad({ filter: /.*/, namespace: CHECKS }, checks);
    },
  };
}

/** What the file of one of them is made from. */
export function apartSource(name: string): StdinOptions {
  return name === CHECKS
    ? checks()
    : {
        contents: `module.exports = require(${JSON.stringify(name)});`,
        resolveDir: join(ROOT, PACKAGES[name] ?? ""),
      };
}
