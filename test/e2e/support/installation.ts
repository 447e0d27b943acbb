import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mustRun } from "./run";
import { ROOT } from "./toolchain";

/** The packages that are published, by the folders that hold them. */
const PACKAGES = { "pulumi-tcss": "sdk", "pulumi-tcss-policy-pack": "policy-pack" } as const;

type PackageName = keyof typeof PACKAGES;

/** Tarballs as they would be published, by package name. */
export type Tarballs = Readonly<Record<PackageName, string>>;

/** Packs every published package into `folder`. They must be built. */
export async function packAll(folder: string): Promise<Tarballs> {
  mkdirSync(folder, { recursive: true });
  const packed = await Promise.all(
    Object.entries(PACKAGES).map(async ([name, source]) => {
      const { stdout } = await mustRun("npm", ["pack", "--silent", "--pack-destination", folder], {
        cwd: join(ROOT, source),
        env: process.env,
      });
      return [name, join(folder, stdout.trim())];
    }),
  );
  return Object.fromEntries(packed) as Tarballs;
}

interface Manifest {
  dependencies?: Record<string, string>;
  [key: string]: unknown;
}

/**
 * Installs what `folder`'s package.json asks for, this project's packages from their tarballs.
 * The package managers alone run with the machine's own environment: it says where the registry is.
 */
export async function install(manager: "npm" | "pnpm", folder: string, tarballs: Tarballs): Promise<void> {
  const file = join(folder, "package.json");
  const manifest = JSON.parse(readFileSync(file, "utf8")) as Manifest;
  const files = Object.fromEntries(Object.entries(tarballs).map(([name, path]) => [name, `file:${path}`]));
  const dependencies = Object.fromEntries(
    Object.entries(manifest.dependencies ?? {}).map(([name, range]) => [name, files[name] ?? range]),
  );
  // one package depends on another: that too comes from a tarball
  const overrides = manager === "npm" ? { overrides: files } : { pnpm: { overrides: files } };
  writeFileSync(file, JSON.stringify({ ...manifest, dependencies, ...overrides }, null, 2));
  const quiet = ["--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
  const [command, args] =
    manager === "npm"
      ? ["npm", ["install", ...quiet]]
      : [join(ROOT, "node_modules/.bin/pnpm"), ["install", "--prefer-offline", "--reporter=append-only"]];
  await mustRun(command, args, { cwd: folder, env: process.env });
}

/** Makes a folder with everything that an npm user of this project installs; programs below it find it there. */
export async function installForAll(folder: string, tarballs: Tarballs): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const manifest = {
    name: "tests",
    private: true,
    dependencies: {
      "pulumi-tcss": "*",
      "pulumi-tcss-policy-pack": "*",
      "@pulumi/pulumi": "^3.204.0",
      "@pulumi/policy": "^1.21.0",
      ...packagesAskedFor(),
    },
    devDependencies: { typescript: "^5.9.0", "ts-node": "^10.9.2", "@types/node": "^20.19.0" },
  };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  await install("npm", folder, tarballs);
}

/** Versions that a run of the matrix is for, by package: TCSS_TEST_PACKAGES, such as `@pulumi/pulumi@3.270.0`. */
export function packagesAskedFor(): Record<string, string> {
  const specs = (process.env["TCSS_TEST_PACKAGES"] ?? "").split(" ").filter((spec) => spec !== "");
  return Object.fromEntries(
    specs.map((spec) => [spec.slice(0, spec.lastIndexOf("@")), spec.slice(spec.lastIndexOf("@") + 1)]),
  );
}

const LEFT_BEHIND =
  /[/\\](node_modules|deployed|sdks|venv|__pycache__|package-lock\.json|pnpm-lock\.yaml|Pulumi\.[^/\\]+\.yaml)$/;

/** Copies a folder of the checkout, without what running it there may have left. */
export function copyOut(source: string, target: string): void {
  cpSync(join(ROOT, source), target, {
    recursive: true,
    filter: (path) => !LEFT_BEHIND.test(path),
  });
}
