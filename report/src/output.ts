import { randomBytes } from "node:crypto";
import { readlinkSync, realpathSync, renameSync, rmSync, type Stats, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { configurationError, printable } from "pulumi-tcss/internal";
import type { ReportDocument } from "./document";
import { type FormatName, formatted } from "./formats";
import type { FormatOptions } from "./formats/format";
import type { CommonOptions, OutputOptions, PlanSelection, Target } from "./options";
import { formatOptions } from "./terminal";

const STANDARD_OUTPUT = "-";

/**
 * The file of each format, by `--format` and `--output`.
 * @param fallback the format where none is named; absent: then nothing is written.
 * @throws TcssError of kind `configuration`, before anything is read, where two formats have the same target, or one
 * would overwrite a file that is read.
 */
export function targetsOf<Name extends string = FormatName>(
  options: OutputOptions<Name> & CommonOptions,
  fallback?: Name,
): Target<Name>[] {
  const { format: formats = [], output } = options;
  const targets = toOutput(formats.length === 0 ? named(fallback, output) : formats, output).map(
    ({ format, file }): Target<Name> =>
      file === undefined || file === STANDARD_OUTPUT ? { format } : { format, file },
  );
  const onStandardOutput = targets.filter(({ file }) => file === undefined).map(({ format }) => format);
  if (onStandardOutput.length > 1)
    throw configurationError(
      "--format",
      `${onStandardOutput.join(" and ")} cannot both go to standard output`,
      "Name a file for all but one: --format NAME=FILE.",
    );
  const taken = new Map<string, string>(
    inputsOf(options).map((file) => [identityOf(file), `${printable(file)} is read`]),
  );
  for (const { format, file } of targets) {
    if (file === undefined) continue;
    const identity = identityOf(file);
    const clash = taken.get(identity);
    if (clash !== undefined && !isDevice(file))
      throw configurationError(
        "--format",
        `${format} cannot be written to ${printable(file)}: ${clash}`,
        "Name another file.",
      );
    taken.set(identity, `${format} is written there`);
  }
  return targets;
}

/** The files that are read. */
function inputsOf({
  file = [],
  plan = [],
  policyPackConfig,
  gateConfig,
  prices,
}: CommonOptions & PlanSelection): string[] {
  const named = [...[...file, ...plan].filter((name) => name !== "-"), policyPackConfig, gateConfig, prices];
  return named.filter((name) => name !== undefined);
}

function named<Name extends string>(
  fallback: Name | undefined,
  output: string | undefined,
): readonly Target<Name>[] {
  if (fallback !== undefined) return [{ format: fallback }];
  // every command has a table
  return output === undefined ? [] : [{ format: "table" as Name }];
}

function toOutput<Name extends string>(
  targets: readonly Target<Name>[],
  output: string | undefined,
): readonly Target<Name>[] {
  if (output === undefined) return targets;
  if (output === "")
    throw configurationError("--output", "--output names no file", "Name a file, or - for standard output.");
  const [only, ...others] = targets;
  if (only === undefined || others.length > 0 || only.file !== undefined)
    throw configurationError(
      "--output",
      "--output names the file of one --format that has none",
      "Name a file for each format instead: --format NAME=FILE.",
    );
  return [{ format: only.format, file: output }];
}

/** The same text for the same file, by whatever name. */
function identityOf(file: string): string {
  try {
    const { dev, ino } = statSync(file);
    return `${dev}:${ino}`;
  } catch {
    return join(realOf(dirname(resolve(file))), basename(file));
  }
}

function realOf(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}

/**
 * Writes `report` to every target.
 * @throws TcssError of kind `configuration` for a file that cannot be written.
 */
export function writeReport(report: ReportDocument, targets: readonly Target[]): Promise<void> {
  return writeFormats(targets, (format, options) => formatted(format, report, options));
}

/**
 * Writes the text of each target's format. Files are written under temporary names and renamed when all of them are complete: nobody
 * reads half a file, and a failure changes none.
 * @throws TcssError of kind `configuration` for a file that cannot be written.
 */
export async function writeFormats<Name extends string>(
  targets: readonly Target<Name>[],
  textOf: (format: Name, options: FormatOptions) => Promise<string>,
): Promise<void> {
  const texts = await Promise.all(
    targets.map(({ format, file }) => textOf(format, { ...formatOptions(file), isFile: file !== undefined })),
  );
  const written: Written[] = [];
  try {
    for (const [index, { file }] of targets.entries())
      if (file !== undefined) written.push(writeBeside(file, texts[index] ?? ""));
    for (const { rename } of written) rename();
  } finally {
    for (const { discard } of written) discard();
  }
  for (const [index, { file }] of targets.entries())
    if (file === undefined) process.stdout.write(texts[index] ?? "");
}

/** A complete file that does not have its name yet. */
interface Written {
  rename(): void;
  /** Removes it, unless it has its name. */
  discard(): void;
}

function writeBeside(file: string, text: string): Written {
  if (isDevice(file)) {
    // a pipe or a terminal has nothing to replace
    attempt(file, () => writeFileSync(file, text));
    return { rename: () => {}, discard: () => {} };
  }
  const path = targetOf(file);
  const beside = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}.tmp`);
  const mode = statsOf(path)?.mode;
  attempt(file, () => {
    if (statsOf(path)?.isDirectory()) throw Object.assign(new Error(), { code: "EISDIR" });
    writeFileSync(beside, text, { flag: "wx", ...(mode === undefined ? {} : { mode: mode & 0o777 }) });
  });
  return {
    rename: () => attempt(file, () => renameSync(beside, path)),
    discard: () => rmSync(beside, { force: true }),
  };
}

function attempt(file: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown";
    throw configurationError(
      "--output",
      `${printable(file)} cannot be written (${code})`,
      "Name a file in a folder that exists and that you may write to.",
    );
  }
}

/** The target of a link: the link itself stays. */
function targetOf(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return linkTarget(file) ?? file;
  }
}

/** The target of a link, where it does not exist yet. */
function linkTarget(file: string): string | undefined {
  try {
    return resolve(dirname(file), readlinkSync(file));
  } catch {
    return undefined;
  }
}

/** Whether text is written into what has no content of its own: a pipe, a terminal, /dev/null. */
function isDevice(file: string): boolean {
  const stats = statsOf(file);
  return stats !== undefined && !stats.isFile() && !stats.isDirectory();
}

function statsOf(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch {
    return undefined; // writing there fails as well, with the reason
  }
}
