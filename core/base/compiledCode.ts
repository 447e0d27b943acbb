// A compile cache for one file, for Node 20, which has none of its own.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire, wrap } from "node:module";
import { dirname, join } from "node:path";
import { Script } from "node:vm";

export interface CodeCache {
  /** A folder into which nobody else can write: who writes there can run code here. */
  readonly folder: string;
  /** When the code is written: by that time the functions that the process uses are compiled. One that ends earlier by itself writes it at its end. Unit: milliseconds. */
  readonly writtenAfter: number;
  /** Whether the process has used what later ones will use; it writes nothing before. Default: always. */
  readonly isWorthKeeping?: (() => boolean) | undefined;
}

const SUFFIX = ".code";
/** How many files a folder keeps: one for each version of Node and of a command that was started last. */
const KEPT_FILES = 8;

/** Loads a CommonJS module as `require` does, with its compiled code from the cache where there is some. */
export function loadCompiled(
  file: string,
  { folder, writtenAfter, isWorthKeeping = () => true }: CodeCache,
): unknown {
  const bytes = readFileSync(file);
  // V8 itself compares no more than its version, its flags and the length of the source
  const digest = createHash("sha256").update(bytes).digest("hex");
  const cached = join(folder, `${process.version}-${process.arch}-${digest}${SUFFIX}`);
  const cachedData = readIfThere(cached);
  const script = new Script(wrap(bytes.toString()), { filename: file, ...(cachedData && { cachedData }) });
  if (cachedData === undefined || script.cachedDataRejected)
    keepLater({ cached, script, isWorthKeeping }, writtenAfter);
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(file), module, file, dirname(file));
  return module.exports;
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** Code that is to be written. */
interface Unwritten {
  /** Where it is kept. */
  readonly cached: string;
  readonly script: Script;
  readonly isWorthKeeping: () => boolean;
}

/** Writes the code once: after a time, or when the process ends. */
function keepLater({ cached, script, isWorthKeeping }: Unwritten, after: number): void {
  const write = (): void => {
    if (!isWorthKeeping()) return;
    process.removeListener("exit", write);
    clearTimeout(timer);
    keep(cached, script);
  };
  const timer = setTimeout(write, after).unref();
  process.once("exit", write);
}

/** A file appears in the cache when it is complete: another process may read it at any time. */
function keep(cached: string, script: Script): void {
  const unfinished = `${cached}.${process.pid}`;
  try {
    writeFileSync(unfinished, script.createCachedData(), { mode: 0o600, flag: "wx" });
    renameSync(unfinished, cached);
    removeOldest(dirname(cached));
  } catch {
    // a full disk: the next start compiles again
    rmSync(unfinished, { force: true });
  }
}

function removeOldest(folder: string): void {
  const files = readdirSync(folder)
    .filter((name) => name.includes(SUFFIX))
    .map((name) => join(folder, name))
    .map((file) => ({ file, modified: statSync(file).mtimeMs }))
    .sort((a, b) => b.modified - a.modified);
  for (const { file } of files.slice(KEPT_FILES)) rmSync(file, { force: true });
}
