import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { isMap, parseAllDocuments } from "yaml";
import { REPOSITORY } from "../../../core/internal";

const ROOT = join(__dirname, "../../..");

/** Every file of the repository, by its path there. */
const FILES = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: ROOT,
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => file !== "" && existsSync(join(ROOT, file)));
const DOCUMENTS = FILES.filter((file) => file.endsWith(".md"));
/** What npm shows of a package, where no other file of the repository stands beside it. */
const OF_PACKAGES = ["sdk", "policy-pack", "report", "emulator"].map((folder) => `${folder}/README.md`);

/** A command of ours under a name that is another's on npm, where it is run without ours being installed. */
const STRANGER =
  /(?:\bnpx|\bnpm exec|\bpnpm dlx|\bpnpx|\byarn dlx|\bbunx|\bbun x)((?:\s+-\S+)*)\s+(tcss[\w-]*|pulumi-tcss)(?![\w-])/g;
/** Options with which nothing is fetched, or which name the package themselves. */
const HARMLESS = /--no-install|--no\b|--offline|--package|(?:^|\s)-p\b/;

describe("commands in documents and messages", () => {
  for (const [text, wrong] of [
    ["npx tcss status", true],
    ["npx tcss", true],
    ["npx --yes tcss check", true],
    ["npx tcss-emulator --port 1", true],
    ["npx tcss-gate", true],
    ["pnpm dlx tcss", true],
    ["bunx tcss", true],
    ["npm exec tcss -- status", true],
    ["npx --no-install tcss status", false],
    ["npx --package pulumi-tcss-report tcss status", false],
    ["npx pulumi-tcss-report status", false],
    ["npx pulumi-tcss-emulator", false],
    ["node_modules/.bin/tcss status", false],
  ] as const)
    it(`"${text}" ${wrong ? "may run a stranger's package" : "runs ours, or nothing"}`, () => {
      assert.equal(strangersIn(text).length > 0, wrong);
    });

  it("never have npx fetch a stranger's package", () => {
    const found = FILES.filter((file) => !/\.(png|lock)$|^package-lock\.json$/.test(file))
      // the cases above
      .filter((file) => file !== "test/integration/workspace/documents.test.ts")
      .flatMap((file) => strangersIn(textOf(file)).map((command) => `${file}: ${command}`));
    assert.deepEqual(found, []);
  });

  it("show how to install a package only where they say that it is not released yet", () => {
    for (const file of DOCUMENTS) {
      const text = textOf(file);
      if (!/npm install [^\n`]*\bpulumi-tcss/.test(text) || file === "README.md") continue;
      assert.match(text, /README\.md#installing|not released on npm yet/, file);
    }
    assert.match(
      textOf("README.md"),
      /^## Installing\n\n\*\*The packages are not released on npm yet\.\*\*/m,
    );
  });

  it("name tarballs of the version that is packed", () => {
    const { version } = JSON.parse(textOf("package.json")) as { version: string };
    for (const file of DOCUMENTS)
      for (const [tarball, name] of textOf(file).matchAll(/(pulumi-tcss[a-z-]*)-\d+\.\d+\.\d+\.tgz/g))
        assert.equal(tarball, `${name}-${version}.tgz`, file);
  });

  it("name scripts of package.json that are there", () => {
    const { scripts } = JSON.parse(textOf("package.json")) as { scripts: Record<string, string> };
    for (const file of DOCUMENTS.filter((name) => !name.startsWith("examples/")))
      for (const [command, name = ""] of textOf(file).matchAll(/\bnpm run (?:--silent )?([a-z][\w:-]*)/g))
        assert.ok(name in scripts, `${file}: ${command}`);
  });
});

describe("links in documents", () => {
  for (const file of DOCUMENTS)
    it(`of ${file} lead to files and sections that are there`, () => {
      for (const target of linksIn(textOf(file))) {
        const own = ownPath(file, target);
        if (own === undefined) continue;
        const [path = "", section] = own.split("#");
        const full = join(ROOT, path);
        assert.ok(existsSync(full), `${file}: ${target}`);
        if (section === undefined || statSync(full).isDirectory() || !path.endsWith(".md")) continue;
        assert.ok(headingsOf(textOf(path)).includes(section), `${file}: ${target}`);
      }
    });

  for (const file of OF_PACKAGES)
    it(`of ${file}, which npm shows alone, need no file that is not in the package`, () => {
      for (const target of linksIn(textOf(file)))
        assert.ok(/^https:|^#|^(?!\.\.)[\w.-]+$/.test(target), target);
    });
});

describe("snippets in documents", () => {
  for (const file of DOCUMENTS)
    for (const { language, text, line } of snippetsIn(textOf(file)))
      if (language === "json")
        it(`${file}:${line} is JSON`, () => {
          assert.doesNotThrow(() => JSON.parse(text));
        });
      else if (language === "yaml")
        it(`${file}:${line} is YAML without a key given twice`, () => {
          for (const document of parseAllDocuments(text)) {
            assert.deepEqual("errors" in document ? document.errors : [], []);
            assert.ok("contents" in document && document.contents !== null);
          }
        });

  it("of GitHub Actions are workflows with jobs, or steps", () => {
    const workflows = DOCUMENTS.flatMap((file) => snippetsIn(textOf(file)))
      .filter(({ language, text }) => language === "yaml" && /\buses: actions\/checkout@/.test(text))
      .flatMap(({ text }) => parseAllDocuments(text));
    assert.ok(workflows.length > 0);
    for (const workflow of workflows) {
      assert.ok("contents" in workflow && isMap(workflow.contents));
      const { on, jobs } = workflow.toJS() as {
        on?: unknown;
        jobs?: Record<string, { "runs-on"?: string; steps?: { uses?: string; run?: string }[] }>;
      };
      assert.ok(on !== undefined && jobs !== undefined);
      for (const job of Object.values(jobs)) {
        assert.equal(typeof job["runs-on"], "string");
        for (const step of job.steps ?? assert.fail("a job without steps"))
          assert.equal(Number("uses" in step) + Number("run" in step), 1, JSON.stringify(step));
      }
    }
  });
});

function textOf(file: string): string {
  return readFileSync(join(ROOT, file), "utf8");
}

function strangersIn(text: string): string[] {
  return [...text.matchAll(STRANGER)]
    .filter(([, options = ""]) => !HARMLESS.test(options))
    .map(([command]) => command);
}

/** Targets of the links in a document, outside code. */
function linksIn(text: string): string[] {
  const prose = text.replace(/^```.*?^```/gms, "").replace(/`[^`\n]*`/g, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
}

/** The path in the repository, with its section, that a link leads to; undefined for another site's. */
function ownPath(file: string, target: string): string | undefined {
  const prefix = new RegExp(`^${REPOSITORY}/(?:blob|tree)/main/`);
  if (prefix.test(target)) return target.replace(prefix, "");
  if (/^[a-z]+:/.test(target)) return undefined;
  if (target.startsWith("#")) return file + target;
  return normalize(join(dirname(file), target)).replaceAll("\\", "/");
}

/** As GitHub names the sections of a document. */
function headingsOf(text: string): string[] {
  return [...text.replace(/^```.*?^```/gms, "").matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

function snippetsIn(text: string): { language: string; text: string; line: number }[] {
  return [...text.matchAll(/^( *)```(\w+)\n(.*?)^\1```/gms)].map(
    ({ 1: indent = "", 2: language = "", 3: body = "", index }) => ({
      language,
      text: body.replace(new RegExp(`^${indent}`, "gm"), ""),
      line: text.slice(0, index).split("\n").length,
    }),
  );
}
