import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import ts from "typescript";

const ROOT = join(__dirname, "../../..");

/** A program that touches every entry point of the packages. */
const PROGRAM = `import * as tcss from "pulumi-tcss";
import { assess, parsePurchaseState, PULUMI_WORDS, rules, sentencesOf, TcssError } from "pulumi-tcss/core";
import { figure } from "pulumi-tcss/internal";
import { provider } from "pulumi-tcss/provider";

const purchase = new tcss.PurchaseState("tcss", { profile: "production" });
export const undefended = purchase.undefendCoresCnt;
export const all = tcss.getPurchaseStateOutput({}).apply((value) => value.allCoresCnt);
export const figures: string = figure(1200);
export const ids: string[] = rules.map(({ id }) => id);
export const messages: string[] = assess({ reading: parsePurchaseState({ State: 3 }) }, {}, new Date()).map(
  (finding) => sentencesOf(finding, { timeZone: "UTC", vocabulary: PULUMI_WORDS }).message,
);
export const { check } = provider;
export const isOurs = (error: unknown): boolean => error instanceof TcssError;
`;
const PACK = `import { TcssGuard, type TcssGuardArgs } from "pulumi-tcss-policy-pack";

const args: TcssGuardArgs = {
  all: "advisory",
  "no-undefended-cores": { enforcementLevel: "mandatory", maxUndefendedCores: 8 },
};
export const guard = () => new TcssGuard("acme", args);
`;
const EMULATOR = `import { startEmulator, verifySignature } from "pulumi-tcss-emulator";

export const emulator = startEmulator({ scenario: "healthy" });
export const verify = verifySignature;
`;

const RESOLUTIONS: Record<string, ts.CompilerOptions> = {
  node: { module: ts.ModuleKind.CommonJS, moduleResolution: ts.ModuleResolutionKind.Node10 },
  node16: { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 },
  nodenext: { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
  bundler: { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
};

interface Packed {
  readonly name: string;
  readonly files: readonly { readonly path: string }[];
}

describe("a project that compiles against the packages, strictly and with their declarations", function () {
  this.timeout(180_000);
  let folder: string;

  before(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "tcss-consumers-")));
    const stdout = execFileSync("npm", ["pack", "--dry-run", "--json", "--workspaces"], {
      cwd: ROOT,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      maxBuffer: 64 * 1024 * 1024,
      shell: process.platform === "win32",
    });
    // copies, from which no package of the workspace is found
    for (const { name, files } of JSON.parse(stdout) as Packed[])
      for (const { path } of files) {
        const target = join(folder, "node_modules", name, path);
        mkdirSync(dirname(target), { recursive: true });
        cpSync(join(realpathSync(join(ROOT, "node_modules", name)), path), target);
      }
    symlinkSync(join(ROOT, "node_modules/@pulumi"), join(folder, "node_modules/@pulumi"), "dir");
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const [name, options] of Object.entries(RESOLUTIONS))
    it(`needs nothing that is not installed, with moduleResolution ${name} and target es2020`, () => {
      const files = { "program.ts": PROGRAM, "pack.ts": PACK, "emulator.ts": EMULATOR };
      assert.deepEqual(problemsOf(files, options), []);
    });

  it("needs no types of Node's for the emulator, and is told what is wrong", () => {
    const wrong = EMULATOR.replace('"healthy"', "1");
    assert.deepEqual(problemsOf({ "emulator.ts": wrong }, RESOLUTIONS["nodenext"] ?? {}), [
      "emulator.ts: Type 'number' is not assignable to type 'string | Fields | undefined'.",
    ]);
  });

  function problemsOf(texts: Record<string, string>, options: ts.CompilerOptions): string[] {
    const files = Object.entries(texts).map(([name, text]) => {
      const file = join(folder, name);
      writeFileSync(file, text);
      return file;
    });
    const program = ts.createProgram(files, {
      ...options,
      target: ts.ScriptTarget.ES2020,
      strict: true,
      skipLibCheck: false,
      noEmit: true,
      types: [],
    });
    return ts
      .getPreEmitDiagnostics(program)
      .filter(({ file }) => file === undefined || !/[/\\]@pulumi[/\\]policy[/\\]/.test(file.fileName))
      .map(({ file, messageText }) => {
        const text = ts.flattenDiagnosticMessageText(messageText, " ");
        return file === undefined ? text : `${relative(folder, file.fileName)}: ${text}`;
      });
  }
});
