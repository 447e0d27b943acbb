import { readdirSync, realpathSync, statSync } from "node:fs";
import { dirname, extname, join, resolve } from "node:path";
import { configurationError, printable, type TcssError } from "../base/errors";
import { readRegularFileSync } from "../base/files";
import { editDistance } from "../base/likely";
import { GATE_FILE, type GateSettingsArgs } from "./settings";

const CORRECT = "Correct the file; the gate blocks until then.";

/** Upper bound for the size of the file: larger than a real file, and small enough to be parsed quickly. */
const MAX_BYTES = 64 * 1024;

/** A file of settings, and what it holds. */
export interface GateFile {
  readonly file: string;
  readonly settings: GateSettingsArgs;
}

/**
 * Reads the file of settings in a folder.
 * @returns undefined where there is none.
 * @throws TcssError of kind `configuration` for a file that cannot be read, is not YAML, or holds a key or value
 * that is not allowed; and for one whose name looks like {@link GATE_FILE}.
 */
export function readGateFolder(folder: string, except?: string): GateFile | undefined {
  const names = gateFilesIn(folder).filter((name) => !isSameFile(join(folder, name), except));
  const wrong = names.find((name) => name !== GATE_FILE);
  if (wrong !== undefined) throw misnamed(folder, wrong);
  // opened even where the listing does not show it: a file system may hide names
  const file = join(folder, GATE_FILE);
  if (isSameFile(file, except)) return undefined;
  const text = readText(file);
  return text === undefined ? undefined : { file, settings: settingsIn(file, text) };
}

/** Reads the file of settings that a user names. */
export function readNamedGateFile(file: string, named: string): GateFile {
  const text = readText(file);
  if (text === undefined)
    throw configurationError(
      file,
      `the gate's settings: ${printable(file)}, which ${named} names, does not exist`,
      `Correct ${named}, or unset it; the gate blocks until then.`,
    );
  return { file, settings: settingsIn(file, text) };
}

function readText(file: string): string | undefined {
  return readRegularFileSync(file, { what: "the gate's settings", maxBytes: MAX_BYTES, nextStep: CORRECT });
}

function misnamed(folder: string, name: string): TcssError {
  return configurationError(
    name,
    `${printable(join(folder, name))} is not read: the gate's settings are in a file that is called ${GATE_FILE}`,
    `Rename it to ${GATE_FILE}, or remove it; the gate blocks until then.`,
  );
}

/** Where a program's settings are. */
export interface ProgramFolder {
  /** That of Pulumi.yaml, upwards from where the program runs. */
  readonly folder: string;
  /** Whether there is a Pulumi.yaml. */
  readonly hasProject: boolean;
  /** Other folders of the program in which a user may have put a file of settings by mistake. */
  readonly others: readonly string[];
}

const PROJECT_FILES = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];

/** Finds the program that runs in `start`; without a Pulumi.yaml that is the folder itself. */
export function programFolderOf(start: string): ProgramFolder {
  const from = resolve(start);
  for (let folder = from; ; folder = dirname(folder)) {
    const project = PROJECT_FILES.map((name) => join(folder, name)).find(isFile);
    if (project !== undefined) {
      const others = new Set([from, mainFolderOf(project)].filter((each) => !isSameFile(each, folder)));
      return { folder, hasProject: true, others: [...others] };
    }
    if (dirname(folder) === folder) return { folder: from, hasProject: false, others: [] };
  }
}

/** The folder in which the program of a project runs: that of its `main`. */
function mainFolderOf(project: string): string {
  const folder = dirname(project);
  const main = mainIn(project);
  if (main === undefined) return folder;
  const path = resolve(folder, main);
  try {
    return statSync(path).isDirectory() ? path : dirname(path);
  } catch {
    return dirname(path);
  }
}

function mainIn(project: string): string | undefined {
  try {
    const text = readRegularFileSync(project, { what: "Pulumi's project" }) ?? "";
    // most have none, and the parser takes time to load
    if (!/\bmain["']?\s*:/.test(text)) return undefined;
    const { parse } = require("yaml") as typeof import("yaml");
    const { main } = (parse(text) ?? {}) as { readonly main?: unknown };
    return typeof main === "string" && main !== "" ? main : undefined;
  } catch {
    return undefined; // Pulumi itself reports what is wrong with it
  }
}

/** Refuses a file of settings in a folder of the program's in which none is read. */
export function assertNoGateFileIn(folder: string, program: string, except?: string): void {
  const name = gateFilesIn(folder).find((each) => !isSameFile(join(folder, each), except));
  if (name === undefined) return;
  throw configurationError(
    join(folder, name),
    `${printable(join(folder, name))} is not read: the gate's settings of a program are in the folder of its Pulumi.yaml, ${printable(program)}`,
    `Move them to ${GATE_FILE} there; the gate blocks until then.`,
  );
}

/** Names in a folder of the file of settings, and of files that look like it. */
export function gateFilesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.name === GATE_FILE || (!entry.isDirectory() && looksLikeGateFile(entry.name)))
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw configurationError(
      folder,
      `the gate's settings: the folder ${printable(folder)} cannot be read (${code ?? "unknown reason"})`,
      "Check its permissions; the gate blocks until then.",
    );
  }
}

/** What people, editors and shells put behind a file of settings' name. */
const EXTENSIONS = new Set([".yaml", ".yml", ".yam", ".json", ".jsonc", ".json5", ".toml", ".txt", ".ini"]);
const PLAIN_NAME = "tcssgate";

/** Whether a file's name suggests that the gate reads it. */
function looksLikeGateFile(name: string): boolean {
  // what macOS keeps beside files on other file systems
  if (name === GATE_FILE || name.startsWith("._")) return false;
  let stem = name.toLowerCase().trim();
  let extensions = 0;
  for (let ending = extname(stem); EXTENSIONS.has(ending); ending = extname(stem)) {
    stem = stem.slice(0, -ending.length);
    extensions += 1;
  }
  // an executable may well be called tcss-gate
  if (extensions === 0 && !/^\.?tcss\.gate$/.test(stem)) return false;
  const plain = stem.replace(/[\s._-]+/g, "").replace(/(config|settings|conf)$/, "");
  return plain !== "" && Math.min(editDistance(plain, PLAIN_NAME), editDistance(plain, "gatetcss")) <= 1;
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Whether two paths lead to the same file; false where one of them is missing. */
export function isSameFile(one: string, other: string | undefined): boolean {
  if (other === undefined) return false;
  try {
    return realpathSync(one) === realpathSync(other);
  } catch {
    return false;
  }
}

function settingsIn(file: string, text: string): GateSettingsArgs {
  const settings = parsed(file, text);
  // loaded on demand: most programs have no file, and the engine waits for the start
  const { problemsOfGateSettings } = require("./gateSchema") as typeof import("./gateSchema");
  const [problem] = problemsOfGateSettings(settings);
  if (problem === undefined) return settings as GateSettingsArgs;
  throw configurationError(
    problem.property,
    `the gate's settings in ${printable(file)} are wrong: ${problem.property === "" ? "the file" : problem.property} ${problem.problem}`,
    CORRECT,
  );
}

/** What a file holds, by the core schema of YAML 1.2, without the parts of YAML that parsers read differently. */
function parsed(file: string, text: string): unknown {
  const refuse = (problem: string): TcssError =>
    configurationError(file, `the gate's settings in ${printable(file)} ${problem}`, CORRECT);
  try {
    // loaded where there is a file to read
    const { parseDocument, visit, isAlias, isCollection, isScalar } =
      require("yaml") as typeof import("yaml");
    const document = parseDocument(text, {
      version: "1.2",
      schema: "core",
      merge: false,
      uniqueKeys: true,
      prettyErrors: false, // each would count its lines from the start
    });
    const [error] = [...document.errors, ...document.warnings];
    if (error?.code === "MULTIPLE_DOCS") throw refuse("hold several documents: keep one");
    if (error !== undefined)
      throw refuse(`are not YAML: ${firstLine(error.message)} ${positionOf(text, error.pos[0])}`);
    if (document.directives?.yaml.explicit === true)
      throw refuse("start with a %YAML directive: remove it, they are read as YAML 1.2");
    visit(document, {
      Node(_, node) {
        const special =
          (isAlias(node) && "an alias (*name)") ||
          ((isScalar(node) || isCollection(node)) &&
            ((node.anchor !== undefined && "an anchor (&name)") ||
              (node.tag !== undefined && "a tag (!name)")));
        if (special) throw refuse(`hold ${special}, which is not supported: write the value itself`);
      },
    });
    if (document.contents === null || (isScalar(document.contents) && document.contents.value === null))
      throw refuse("are empty: nothing in the file is a setting");
    return document.toJS();
  } catch (error) {
    if ((error as Error).name === "TcssError") throw error;
    throw refuse(`are not YAML: ${firstLine((error as Error).message)}`);
  }
}

function positionOf(text: string, offset: number): string {
  const lines = text.slice(0, offset).split("\n");
  return `at line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
}

function firstLine(message: string): string {
  return (message.split("\n")[0] ?? "").replace(/:$/, "");
}
