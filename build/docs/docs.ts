// `npm run docs`: writes the pages that repeat information from the code, so that the code is the only source.
// `npm run docs -- --check`: writes nothing and fails when a page is out of date.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { GATE_SCHEMA } from "../../core/gate";
import { rules } from "../../core/rules";
import { ROOT } from "../root";
import { architecturePage } from "./architecture";
import { fieldMeanings, outputsPage } from "./outputs";
import { DOCS_FILE, docsText, packageSchema, SCHEMA_FILE } from "./pluginFiles";
import { rulePage, rulesPage } from "./rules";
import { TERRAFORM_PAGES, terraformPages } from "./terraformPages";

const RULES_FOLDER = "docs/rules";
/** The description of each field for the report's HTML page. */
const FIELDS_FILE = "report/src/formats/html/fields.generated.json";
/** For editors: `# yaml-language-server: $schema=…` in the first line of a `tcss.gate.yaml`. */
const GATE_SCHEMA_FILES = ["docs/tcss.gate.schema.json", "policy-pack/tcss.gate.schema.json"];

/** Every generated file: path below the repository's root, and text. */
export function pages(): ReadonlyMap<string, string> {
  return new Map([
    ["docs/architecture.md", architecturePage()],
    ["docs/outputs.md", outputsPage()],
    [FIELDS_FILE, jsonText(fieldMeanings())],
    [DOCS_FILE, docsText()],
    [SCHEMA_FILE, jsonText(packageSchema())],
    ...GATE_SCHEMA_FILES.map((file) => [file, jsonText(GATE_SCHEMA)] as const),
    ...terraformPages(),
    [`${RULES_FOLDER}/README.md`, rulesPage()],
    ...rules.map((rule) => [`${RULES_FOLDER}/${rule.id}.md`, rulePage(rule)] as const),
  ]);
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Paths of pages that are missing, outdated or superfluous. */
export function outdatedPages(): string[] {
  const expected = pages();
  const changed = [...expected].filter(([path, text]) => read(path) !== text).map(([path]) => path);
  return [...changed, ...strayPages(expected)];
}

function strayPages(expected: ReadonlyMap<string, string>): string[] {
  const folders = [RULES_FOLDER, `${TERRAFORM_PAGES}/data-sources`, `${TERRAFORM_PAGES}/functions`];
  return folders
    .flatMap((folder) => readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`))
    .filter((path) => !expected.has(path));
}

function read(path: string): string | undefined {
  try {
    return readFileSync(join(ROOT, path), "utf8");
  } catch {
    return undefined;
  }
}

function write(): void {
  // first, because the schema contains its text
  writeFileSync(join(ROOT, DOCS_FILE), docsText());
  const expected = pages();
  for (const [path, text] of expected) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), text);
  }
  for (const path of strayPages(expected)) rmSync(join(ROOT, path));
}

if (require.main === module) {
  if (process.argv.includes("--check")) {
    const outdated = outdatedPages();
    if (outdated.length > 0) console.error(`Out of date, run npm run docs: ${outdated.join(", ")}`);
    process.exitCode = outdated.length > 0 ? 1 : 0;
  } else write();
}
