import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const ROOT = join(__dirname, "../../..");
const CRUISER = join(ROOT, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");

interface Dependency {
  readonly module: string;
  readonly resolved: string;
  readonly dependencyTypes: readonly string[];
  readonly rules?: readonly { readonly name: string }[];
}

interface Module {
  readonly source: string;
  readonly dependencies: readonly Dependency[];
}

/** Who imports whom below `folder`, and which rules of the workspace that breaks. */
async function cruise(folder: string, targets: readonly string[]): Promise<Module[]> {
  const args = [CRUISER, "--config", ".dependency-cruiser.cjs", "--output-type", "json", ...targets];
  const run = promisify(execFile)(process.execPath, args, { cwd: folder, maxBuffer: 64 * 1024 * 1024 });
  const { stdout } = await run.catch((error) => error as { stdout: string; stderr: string });
  assert.notEqual(stdout, "", "dependency-cruiser prints a result");
  return JSON.parse(stdout).modules;
}

function brokenRules({ dependencies }: Module): string[] {
  return [...new Set(dependencies.flatMap(({ rules = [] }) => rules.map(({ name }) => name)))].sort();
}

/** `@scope/name` of `@scope/name/some/file`. */
function packageOf(module: string): string {
  return module
    .split("/")
    .slice(0, module.startsWith("@") ? 2 : 1)
    .join("/");
}

function manifestIn(folder: string): {
  readonly name: string;
  readonly devDependencies: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
} {
  return JSON.parse(readFileSync(join(ROOT, folder, "package.json"), "utf8"));
}

const { forbidden } = require(join(ROOT, ".dependency-cruiser.cjs")) as {
  readonly forbidden: readonly { readonly name: string }[];
};

const ROOMS = [
  "core",
  "provider",
  "sdk",
  "policy-pack",
  "report",
  "emulator",
  "toolchain",
  "build",
  "scripts",
];

describe("who may import whom", function () {
  this.timeout(120_000);

  describe("in the workspace", () => {
    let modules: Module[];
    before(async () => {
      modules = await cruise(ROOT, [...ROOMS, "examples", "test", "index.ts"]);
    });

    it("is kept to by every file", () => {
      const broken = modules.filter((module) => brokenRules(module).length > 0);
      assert.deepEqual(
        broken.map((module) => [module.source, ...brokenRules(module)]),
        [],
      );
      for (const room of ["core", "provider", "sdk", "policy-pack"])
        assert.ok(
          modules.some(({ source }) => source.startsWith(`${room}/`)),
          room,
        );
    });

    /** Folders of each package that is published as bundles, by the one that holds its package.json. */
    const bundled: Record<string, RegExp> = {
      sdk: /^(core|provider|sdk)\//,
      "policy-pack": /^policy-pack\//,
      report: /^report\//,
    };

    for (const [folder, sources] of Object.entries(bundled))
      it(`lets the package of ${folder}/ need just what its package.json lists`, () => {
        const { devDependencies, peerDependencies } = manifestIn(folder);
        const used = modules
          .filter(({ source }) => sources.test(source) && !source.includes("/dist/"))
          .flatMap((module) => module.dependencies)
          // a package's own name resolves into its own folder
          .filter(({ module }) => packageOf(module) !== manifestIn(folder).name)
          // a sister package resolves into its folder
          .filter(
            ({ module, dependencyTypes }) =>
              packageOf(module) === "pulumi-tcss" || dependencyTypes.some((type) => type.startsWith("npm")),
          )
          // the types of SARIF, which are no package of code
          .filter(({ module }) => module !== "sarif")
          .map(({ module }) => packageOf(module));
        const listed = Object.keys({ ...devDependencies, ...peerDependencies });
        assert.deepEqual([...new Set(used)].sort(), listed.sort());
      });
  });

  describe("is enforced", () => {
    /** A file in each room of core/ that breaks the order there: no room but `gate` may import `gate`. */
    const INSIDE_CORE = forbidden
      .map(({ name }) => ({ name, room: /^core-(\w+)-imports-only-/.exec(name)?.[1] }))
      .flatMap(({ name, room }): [file: string, imports: string[], broken: string[]][] =>
        room === undefined
          ? []
          : [
              [`core/${room}/any.ts`, [], []],
              [`core/${room}/upwards.ts`, [room === "gate" ? "../pulumiFormat/any" : "../gate/any"], [name]],
            ],
      );

    /** Files that break a rule, each with what it imports and the rules broken; none for what is allowed. */
    const files: [file: string, imports: string[], broken: string[]][] = [
      ["core/base/a.ts", ["./b"], []],
      ["core/internal.ts", ["./base/a"], []],
      ["core/index.ts", ["./roomless"], ["every-file-of-core-has-a-room"]],
      ["core/roomless.ts", [], []],
      ...INSIDE_CORE,
      ["core/base/b.ts", ["node:fs"], []],
      ["core/base/toProvider.ts", ["../../provider/ok"], ["core-imports-only-itself"]],
      ["core/base/toSdk.ts", ["../../sdk/ok"], ["core-imports-only-itself"]],
      ["core/base/toPulumi.ts", ["@pulumi/pulumi"], ["core-knows-no-pulumi"]],
      ["core/base/toBuild.ts", ["../../build/ok"], ["core-imports-only-itself"]],
      ["core/base/circleA.ts", ["./circleB"], ["no-circles"]],
      ["core/base/circleB.ts", ["./circleA"], ["no-circles"]],
      ["provider/ok.ts", ["../core/internal", "@pulumi/pulumi", "pulumi-tcss/provider"], []],
      ["provider/toSdk.ts", ["../sdk/ok"], ["provider-imports-only-core-and-sdk-dist-provider"]],
      ["provider/toPublished.ts", ["pulumi-tcss"], ["provider-imports-only-core-and-sdk-dist-provider"]],
      ["sdk/ok.ts", ["../core/internal", "../provider/dynamic/ok", "@pulumi/pulumi"], []],
      ["sdk/toPlugin.ts", ["../provider/plugin/ok"], ["sdk-imports-only-core-and-provider-dynamic"]],
      ["provider/toPartOfCore.ts", ["../core/base/a"], ["one-core-for-all-parts"]],
      ["provider/resource/ok.ts", ["../../core/internal"], []],
      ["provider/resource/toDynamic.ts", ["../dynamic/ok"], ["resource-knows-no-wire"]],
      ["provider/dynamic/ok.ts", ["../resource/ok"], []],
      ["provider/dynamic/toPlugin.ts", ["../plugin/ok"], ["wires-do-not-know-each-other"]],
      ["provider/plugin/ok.ts", ["../resource/ok"], []],
      ["provider/plugin/toDynamic.ts", ["../dynamic/ok"], ["wires-do-not-know-each-other"]],
      ["sdk/toPartOfCore.ts", ["../core/base/a"], ["one-core-for-all-parts"]],
      ["sdk/toPack.ts", ["../policy-pack/src/ok"], ["sdk-imports-only-core-and-provider-dynamic"]],
      ["sdk/toTest.ts", ["../test/x"], ["sdk-imports-only-core-and-provider-dynamic"]],
      ["policy-pack/src/ok.ts", ["pulumi-tcss/internal", "@pulumi/policy"], []],
      ["policy-pack/src/toSdk.ts", ["pulumi-tcss"], ["policy-pack-imports-only-sdk-dist-core-internal"]],
      [
        "policy-pack/src/toProvider.ts",
        ["pulumi-tcss/provider"],
        ["policy-pack-imports-only-sdk-dist-core-internal"],
      ],
      [
        "policy-pack/src/toPublicCore.ts",
        ["pulumi-tcss/core"],
        ["policy-pack-imports-only-sdk-dist-core-internal"],
      ],
      [
        "policy-pack/src/toCore.ts",
        ["../../core/base/a"],
        ["policy-pack-imports-only-sdk-dist-core-internal"],
      ],
      ["policy-pack/src/toHoisted.ts", ["hoisted"], ["every-package-is-named"]],
      ["core/base/toNowhere.ts", ["not-installed"], ["every-import-is-there"]],
      ["report/src/ok.ts", ["pulumi-tcss/internal", "commander"], []],
      ["report/src/toCore.ts", ["../../core/base/a"], ["report-imports-only-sdk-dist-core-internal"]],
      ["report/src/toSdk.ts", ["pulumi-tcss"], ["report-imports-only-sdk-dist-core-internal"]],
      ["report/src/toHoisted.ts", ["hoisted"], ["every-package-is-named"]],
      ["emulator/src/ok.ts", ["node:http", "commander"], []],
      ["emulator/src/toCore.ts", ["../../core/base/a"], ["emulator-imports-only-itself"]],
      ["emulator/src/toPublished.ts", ["pulumi-tcss/core"], ["emulator-imports-only-itself"]],
      ["emulator/src/toDev.ts", ["mocha"], ["published-code-does-not-need-dev-dependencies"]],
      ["toolchain/src/ok.ts", ["node:path"], []],
      ["toolchain/src/named.ts", ["semver"], []],
      ["toolchain/src/toHoisted.ts", ["hoisted"], ["every-package-is-named"]],
      ["toolchain/src/toCore.ts", ["../../core/base/a"], ["toolchain-imports-only-itself"]],
      ["build/ok.ts", ["../core/base/a", "../scripts/ok.mjs", "../policy-pack/src/ok", "semver"], []],
      ["examples/one/index.ts", ["@pulumi/pulumi", "pulumi-tcss"], []],
      ["examples/one/toCore.ts", ["../../core/base/a"], ["examples-import-only-published-names"]],
      ["examples/one/toOther.ts", ["../two/index"], ["examples-import-only-published-names"]],
      ["examples/one/toInternal.ts", ["pulumi-tcss/internal"], ["examples-import-only-published-names"]],
      ["examples/two/index.ts", [], []],
      ["build/toTest.ts", ["../test/x"], ["build-imports-no-tests"]],
      ["build/toHoisted.ts", ["hoisted"], ["every-package-is-named"]],
      ["scripts/ok.mjs", ["node:fs"], []],
      ["scripts/toBuild.mjs", ["../build/ok"], ["scripts-import-only-node"]],
      ["scripts/toPackage.mjs", ["semver"], ["scripts-import-only-node"]],
      ["test/x.ts", ["../core/base/a", "../sdk/ok", "../policy-pack/src/ok"], []],
    ];

    let folder: string;
    let modules: Module[];
    before(async () => {
      folder = realpathSync(mkdtempSync(join(tmpdir(), "tcss-rooms-test-")));
      const write = (file: string, text: string): void => {
        mkdirSync(dirname(join(folder, file)), { recursive: true });
        writeFileSync(join(folder, file), text);
      };
      for (const [file, imports] of files)
        write(file, `${imports.map((name, index) => `export * as x${index} from "${name}";`).join("\n")}\n`);
      const manifests = ["sdk", "policy-pack", "report", "emulator"].map((name) => `${name}/package.json`);
      for (const file of [".dependency-cruiser.cjs", "tsconfig.base.json", "package.json", ...manifests])
        cpSync(join(ROOT, file), join(folder, file));
      for (const name of ["@pulumi/pulumi", "@pulumi/policy", "mocha", "commander", "semver", "hoisted"]) {
        write(`node_modules/${name}/package.json`, JSON.stringify({ name, main: "index.js" }));
        write(`node_modules/${name}/index.js`, "");
      }
      for (const entry of ["core/index", "core/internal", "provider/index", "sdk/index"])
        write(`sdk/dist/${entry}.d.ts`, "export {};\n");
      symlinkSync("../sdk", join(folder, "node_modules/pulumi-tcss"), "dir");
      modules = await cruise(folder, [...ROOMS, "examples", "test"]);
    });
    after(() => rmSync(folder, { recursive: true }));

    for (const [file, imports, broken] of files)
      it(`${file} ${broken.length === 0 ? "may" : "must not"} import ${imports.join(", ") || "nothing"}`, () => {
        const module = modules.find(({ source }) => source === file) ?? assert.fail(`${file} was not seen`);
        assert.equal(module.dependencies.length, imports.length);
        assert.deepEqual(brokenRules(module), broken);
      });

    it("by every rule there is", () => {
      const proved = new Set(files.flatMap(([, , broken]) => broken));
      const names = forbidden.map(({ name }) => name);
      assert.deepEqual([...proved].sort(), names.sort());
    });
  });
});
