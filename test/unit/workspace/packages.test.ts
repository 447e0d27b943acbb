import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { REPOSITORY } from "../../../core/internal";

const ROOT = join(__dirname, "../../..");

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly engines?: Record<string, string>;
  readonly files?: readonly string[];
  readonly bin?: Record<string, string>;
  readonly main?: string;
  readonly types?: string;
  readonly homepage?: string;
  readonly bugs?: string;
  readonly repository?: { readonly type: string; readonly url: string; readonly directory?: string };
  readonly dependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
}

function textOf(...path: string[]): string {
  return readFileSync(join(ROOT, ...path), "utf8");
}

function manifestIn(folder: string): Manifest {
  return JSON.parse(textOf(folder, "package.json"));
}

const root = manifestIn(".") as Manifest & { readonly workspaces: readonly string[] };
const packages = root.workspaces.map((folder) => ({ folder, manifest: manifestIn(folder) }));

describe("the packages", () => {
  it("are those of the design, under its names", () => {
    const published: Record<string, string> = {
      sdk: "pulumi-tcss",
      "policy-pack": "pulumi-tcss-policy-pack",
      report: "pulumi-tcss-report",
      emulator: "pulumi-tcss-emulator",
    };
    for (const { folder, manifest } of packages) assert.equal(manifest.name, published[folder]);
  });

  for (const { folder, manifest } of packages) {
    it(`${manifest.name} has the version, the license and the Node range of the workspace`, () => {
      assert.equal(manifest.version, root.version);
      assert.equal(manifest.license, root.license);
      assert.deepEqual(manifest.engines, { node: ">=20.19.0" });
      assert.deepEqual(root.engines, manifest.engines);
    });

    it(`${manifest.name} takes Pulumi from the program, in a wide range`, () => {
      const own = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
      if (manifest.bin !== undefined && manifest.main === undefined)
        assert.equal(manifest.peerDependencies, undefined, "a command needs no program around it");
      assert.deepEqual(
        own.filter((name) => name.startsWith("@pulumi/")),
        [],
      );
      const peers = manifest.peerDependencies ?? {};
      assert.deepEqual(
        Object.keys(peers).filter((name) => !name.startsWith("@pulumi/")),
        [],
      );
      if (peers["@pulumi/pulumi"] !== undefined) assert.equal(peers["@pulumi/pulumi"], ">=3.204.0 <4");
    });

    it(`${manifest.name} needs its sisters in the version of the workspace`, () => {
      const sisters = new Set(packages.map((other) => other.manifest.name));
      for (const [name, range] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }))
        if (sisters.has(name)) assert.equal(range, root.version, name);
    });

    it(`${manifest.name} publishes compiled files, and the commands that it lists are there`, () => {
      assert.ok(manifest.files?.some((file) => file.startsWith("dist")));
      for (const command of Object.values(manifest.bin ?? {})) {
        const file = join(ROOT, folder, command);
        assert.ok(existsSync(file), command);
        assert.match(readFileSync(file, "utf8"), /^#!\/usr\/bin\/env node\n/);
        assert.ok(manifest.files?.includes("bin"));
      }
    });
  }

  for (const { folder, manifest } of [{ folder: ".", manifest: root }, ...packages])
    it(`${manifest.name} names the repository, its own page there and the issues`, () => {
      const page = folder === "." ? REPOSITORY : `${REPOSITORY}/tree/main/${folder}`;
      assert.deepEqual(
        { homepage: manifest.homepage, bugs: manifest.bugs, repository: manifest.repository },
        {
          homepage: `${page}#readme`,
          bugs: `${REPOSITORY}/issues`,
          repository: {
            type: "git",
            url: `git+${REPOSITORY}.git`,
            ...(folder !== "." && { directory: folder }),
          },
        },
      );
    });

  for (const { folder, manifest } of packages) {
    it(`${manifest.name} names as its entry points files that are there`, () => {
      for (const file of [manifest.main, manifest.types].filter((file) => file !== undefined))
        assert.ok(existsSync(join(ROOT, folder, file)), file);
    });

    // npx PACKAGE runs the command of the package's own name; another name may be a stranger's package
    if (manifest.bin !== undefined && manifest.name !== "pulumi-tcss-policy-pack")
      it(`npx ${manifest.name} runs its command`, () => {
        const own = manifest.bin?.[manifest.name];
        assert.ok(own !== undefined);
        assert.deepEqual([...new Set(Object.values(manifest.bin ?? {}))], [own]);
      });
  }

  for (const { folder, manifest } of packages)
    it(`${manifest.name} carries the license`, () => {
      assert.equal(textOf(folder, "LICENSE"), textOf(".", "LICENSE"));
    });

  // npm makes a .cmd for each `bin`, but these Pulumi starts by their paths
  for (const executable of ["provider/plugin/bin/pulumi-resource-tcss", "policy-pack/bin/tcss-gate"])
    it(`${executable} is started by a batch file on Windows, with its arguments`, () => {
      assert.equal(textOf(`${executable}.cmd`), `@node "%~dp0${basename(executable)}" %*\r\n`);
    });

  it("are tested with the lowest Pulumi that they take", () => {
    assert.match(root.devDependencies?.["pulumi-lowest"] ?? "", /^npm:@pulumi\/pulumi@\W?3\.204\.0$/);
    assert.equal(
      (require("pulumi-lowest/package.json") as Manifest).version,
      "3.204.0",
      "the lockfile holds the lowest release itself",
    );
  });
});
