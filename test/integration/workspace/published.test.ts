import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, relative } from "node:path";
import { build } from "esbuild";

const ROOT = join(__dirname, "../../..");

interface Published {
  readonly folder: string;
  /** What runs or is loaded, as paths in the package. */
  readonly starts: readonly string[];
  /** Upper bound of the files' size, in MB (millions of bytes): a little more than it is. */
  readonly megabytes: number;
  /** What npm installs with it, the package itself included and Pulumi's own packages apart. */
  readonly packages: readonly string[];
  /** Packages of Pulumi's that it takes from the project around it. */
  readonly peers: readonly string[];
}

/** What the installation of each package costs. */
const PUBLISHED: Record<string, Published> = {
  "pulumi-tcss": {
    folder: "sdk",
    starts: [
      "dist/lib/sdk.js",
      "dist/lib/core.js",
      "dist/lib/internal.js",
      "dist/lib/provider.js",
      "dist/plugin/pulumi-resource-tcss",
    ],
    megabytes: 4.5,
    packages: ["pulumi-tcss"],
    peers: ["@pulumi/pulumi"],
  },
  "pulumi-tcss-policy-pack": {
    folder: "policy-pack",
    starts: ["bin/tcss-gate", "dist/tcss-gate.js", "dist/tcss-guard.js"],
    megabytes: 3,
    packages: ["pulumi-tcss-policy-pack"],
    peers: ["@pulumi/policy", "@pulumi/pulumi"],
  },
  "pulumi-tcss-report": {
    folder: "report",
    starts: ["bin/tcss"],
    megabytes: 3,
    packages: ["pulumi-tcss-report"],
    peers: [],
  },
  "pulumi-tcss-emulator": {
    folder: "emulator",
    starts: ["bin/tcss-emulator", "dist/index.js"],
    megabytes: 0.5,
    packages: ["pulumi-tcss-emulator", "commander"],
    peers: [],
  },
};

interface Manifest {
  readonly dependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
  readonly peerDependenciesMeta?: Record<string, { readonly optional?: boolean }>;
}

interface Packed {
  readonly name: string;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

function manifestIn(folder: string): Manifest {
  return JSON.parse(readFileSync(join(ROOT, folder, "package.json"), "utf8"));
}

describe("what is published", function () {
  this.timeout(60_000);
  let packed: ReadonlyMap<string, Packed>;
  before(() => {
    const stdout = execFileSync("npm", ["pack", "--dry-run", "--json", "--workspaces"], {
      cwd: ROOT,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      maxBuffer: 64 * 1024 * 1024,
      shell: process.platform === "win32",
    });
    packed = new Map((JSON.parse(stdout) as Packed[]).map((each) => [each.name, each]));
  });

  it("is the four packages", () => {
    assert.deepEqual([...packed.keys()].sort(), Object.keys(PUBLISHED).sort());
  });

  for (const [name, { folder, starts, megabytes, packages, peers }] of Object.entries(PUBLISHED)) {
    it(`${name} has at most ${megabytes} MB`, () => {
      const size = (packed.get(name)?.unpackedSize ?? Number.POSITIVE_INFINITY) / 1e6;
      assert.ok(size <= megabytes, `${size.toFixed(2)} MB`);
    });

    it(`${name} brings ${packages.length} npm package${packages.length === 1 ? "" : "s"}, itself included`, () => {
      const { dependencies = {}, peerDependencies = {} } = manifestIn(folder);
      assert.deepEqual([name, ...Object.keys(dependencies)].sort(), [...packages].sort());
      for (const dependency of Object.keys(dependencies))
        assert.deepEqual(
          Object.keys(JSON.parse(readFileSync(manifestOf(dependency), "utf8")).dependencies ?? {}),
          [],
          `${dependency} has no dependencies of its own`,
        );
      assert.deepEqual(Object.keys(peerDependencies).sort(), [...peers].sort());
    });

    for (const start of starts)
      it(`${name} holds all that ${start} loads, or names it`, async () => {
        const { dependencies = {}, peerDependencies = {} } = manifestIn(folder);
        const files = new Set(packed.get(name)?.files.map(({ path }) => path));
        const { own, outside } = await loadedBy(join(ROOT, folder), start);
        assert.ok(own.length > 0);
        assert.deepEqual(
          own.filter((path) => !files.has(path)),
          [],
        );
        const there = new Set([name, ...Object.keys(dependencies), ...Object.keys(peerDependencies)]);
        assert.deepEqual(
          outside.filter((module) => !there.has(module)),
          [],
        );
      });
  }

  it("the executable gate, the command and the plugin load nothing but what stands beside them", async () => {
    for (const [folder, start] of [
      ["policy-pack", "bin/tcss-gate"],
      ["report", "bin/tcss"],
      ["sdk", "dist/plugin/pulumi-resource-tcss"],
    ] as const)
      assert.deepEqual((await loadedBy(join(ROOT, folder), start)).outside, [], start);
  });

  it("the policy pack's executable does not make npm install Pulumi's packages", () => {
    const { peerDependencies = {}, peerDependenciesMeta = {} } = manifestIn("policy-pack");
    for (const name of Object.keys(peerDependencies))
      assert.equal(peerDependenciesMeta[name]?.optional, true, name);
  });

  it("no test or source goes with it, and no declaration that leads nowhere", () => {
    for (const { name, files } of packed.values()) {
      const { folder } = PUBLISHED[name] ?? assert.fail(name);
      const paths = new Set(files.map(({ path }) => path));
      for (const path of paths) {
        assert.doesNotMatch(path, /\.test\.|\.tsbuildinfo$|(?<!\.d)\.ts$/, `${name}: ${path}`);
        if (!path.endsWith(".d.ts")) continue;
        const text = readFileSync(join(ROOT, folder, path), "utf8");
        for (const [, target = ""] of text.matchAll(/\b(?:from\s*|import\s*\(\s*)"(\.[^"]+)"/g)) {
          const file = join(path, "..", target).replaceAll("\\", "/");
          assert.ok(
            paths.has(`${file}.d.ts`) || paths.has(`${file}/index.d.ts`),
            `${name}: ${path}: ${target}`,
          );
        }
      }
    }
  });
});

function manifestOf(dependency: string): string {
  return join(ROOT, "node_modules", dependency, "package.json");
}

/** The files of the package in `folder` that `start` leads to, and the names of other packages. */
async function loadedBy(folder: string, start: string): Promise<{ own: string[]; outside: string[] }> {
  const { metafile } = await build({
    entryPoints: [join(folder, start)],
    absWorkingDir: folder,
    outdir: folder,
    write: false,
    bundle: true,
    metafile: true,
    platform: "node",
    packages: "external",
    // executables have no ending
    loader: { "": "js" },
    logLevel: "silent",
  });
  const inputs = Object.entries(metafile.inputs);
  const external = inputs.flatMap(([file, { imports }]) =>
    imports.filter((each) => each.external === true).map(({ path }) => ({ file, path })),
  );
  // a file of the package that is found by require.resolve
  const resolved = external
    .filter(({ path }) => path.startsWith("."))
    .map(({ file, path }) => join(dirname(file), path));
  const outside = external
    .map(({ path }) => path)
    .filter((path) => !/^(\.|node:)/.test(path) && !builtinModules.includes(path))
    .map(packageOf);
  return {
    own: [...inputs.map(([path]) => path), ...resolved].map((path) =>
      relative(folder, join(folder, path)).replaceAll("\\", "/"),
    ),
    outside: [...new Set(outside)].sort(),
  };
}

/** `@scope/name` of `@scope/name/some/file`. */
function packageOf(module: string): string {
  return module
    .split("/")
    .slice(0, module.startsWith("@") ? 2 : 1)
    .join("/");
}
