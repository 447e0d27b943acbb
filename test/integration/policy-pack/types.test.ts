import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";

const FOLDER = join(__dirname, "types");
const WRONG_LINES = 21;
const EXPECTED = /^\s*\/\/ @ts-expect-error .+$/;

describe("the types of TcssGuard", function () {
  this.timeout(60_000);

  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    exactOptionalPropertyTypes: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    skipLibCheck: true,
    types: ["node"],
  };
  const parsed = new Map<string, ts.SourceFile | undefined>();

  /** What the compiler says about a fixture after `edit`, by line. */
  function complaints(
    name: string,
    edit = (text: string): string => text,
  ): [line: number, message: string][] {
    const file = join(FOLDER, name);
    const host = ts.createCompilerHost(options);
    const { getSourceFile } = host;
    host.getSourceFile = (path, version, ...rest) => {
      if (resolve(path) === file) return ts.createSourceFile(path, edit(readFileSync(file, "utf8")), version);
      // the same for each fixture, and most of the time that it takes
      if (!parsed.has(path)) parsed.set(path, getSourceFile(path, version, ...rest));
      return parsed.get(path);
    };
    return ts
      .getPreEmitDiagnostics(ts.createProgram([file], options, host))
      .map(({ file: source, start = 0, messageText }) => [
        source === undefined ? 0 : ts.getLineAndCharacterOfPosition(source, start).line + 1,
        ts.flattenDiagnosticMessageText(messageText, " "),
      ]);
  }

  it("allow what is right", () => {
    assert.deepEqual(complaints("right.ts"), []);
  });

  it("refuse each wrong line, and no other", () => {
    assert.deepEqual(complaints("wrong.ts"), []);
    const lines = readFileSync(join(FOLDER, "wrong.ts"), "utf8").split("\n");
    const wrong = lines.flatMap((line, index) => (EXPECTED.test(line) ? [index + 2] : []));
    assert.equal(wrong.length, WRONG_LINES);
    // any one error would satisfy a comment: here each line has its own, and these are there
    const found = complaints("wrong.ts", (text) => text.replaceAll("@ts-expect-error", ""));
    assert.deepEqual(
      found.map(([line]) => line),
      wrong,
      found.map(([line, message]) => `${line}: ${message}`).join("\n"),
    );
  });

  describe("tell an editor", () => {
    const text = `import { TcssGuard } from "pulumi-tcss-policy-pack";
new TcssGuard("acme", {
  all: "advisory",
  "no-undefended-cores": { enforcementLevel: "mandatory", maxUndefendedCores: 8 },
  rules: { "expiring-soon": { minDaysLeft: 30 } },
  waivers: [{ rule: "TCSS004", reason: "by hand", expires: "2027-03-31" }],
  programSettings: "stricter",
  policies: [],
});
`;
    let service: ts.LanguageService;
    const file = join(FOLDER, "hover.ts");
    before(() => {
      const host = ts.createCompilerHost(options);
      service = ts.createLanguageService({
        getCurrentDirectory: () => FOLDER,
        getDefaultLibFileName: (given) => host.getDefaultLibFileName(given),
        getCompilationSettings: () => options,
        getScriptFileNames: () => [file],
        getScriptVersion: () => "1",
        getScriptSnapshot: (path) => {
          const content = path === file ? text : host.readFile(path);
          return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
        },
        fileExists: (path) => path === file || host.fileExists(path),
        readFile: host.readFile,
      });
    });

    const hovers: [what: string, after: string, says: RegExp][] = [
      ["the constructor", "new ", /@param|name.*args|the pack's name/s],
      ["all", "  ", /default level: it applies to every rule without a level here/],
      ["a rule", '"advisory",\n  ', /TCSS002: every core .* `maxUndefendedCores`.*`mandatory`/],
      ["its level", '"no-undefended-cores": { ', /`mandatory` stops the deployment/],
      ["its setting", '"mandatory", ', /Undefended cores that are accepted/],
      ["rules", "8 },\n  ", /Levels and settings of the rules/],
      ["a rule below rules", "rules: { ", /TCSS003: /],
      ["waivers", "30 } },\n  ", /Findings that are accepted for a time/],
      ["a waiver's rule", "waivers: [{ ", /Id \(`TCSS002`\) or policy name/],
      ["programSettings", " }],\n  ", /`"stricter"`, only where it is stricter/],
      ["policies", '"stricter",\n  ', /The pack's other policies/],
    ];
    for (const [what, after, says] of hovers)
      it(`what ${what} is about`, () => {
        const at =
          text.indexOf(after, after === "  " ? text.indexOf("{\n") : text.indexOf("\n")) + after.length;
        const info = service.getQuickInfoAtPosition(file, at);
        const told = [info?.documentation, ...(info?.tags ?? []).map((tag) => tag.text)]
          .map((parts) => ts.displayPartsToString(parts))
          .join("\n");
        assert.match(told, says);
      });
  });

  it("are there at all: without them nothing would be refused", () => {
    const untyped = (text: string): string =>
      text.replace(
        /^import .+$/m,
        "declare const TcssGuard: any; type TcssGuardArgs = any; type GuardArgs = any;",
      );
    assert.equal(complaints("wrong.ts", untyped).length, WRONG_LINES);
  });
});
