import { isAscii } from "node:buffer";
import * as fs from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { printable, TcssError, type TcssErrorKind } from "./errors";

/**
 * Text of bytes that came another way, such as standard input, decoded as {@link readRegularFile} decodes a file.
 * @throws TcssError for bytes that are no text; the error never quotes them.
 */
export function decodeText(bytes: Uint8Array, { what, kind, nextStep }: FileOptions): string {
  try {
    return decoded(bytes);
  } catch (error) {
    throw new TcssError(`${what} ${problemOf(error)}`, { kind: kind ?? "configuration", nextStep });
  }
}

/** How a file is read, and what an error about it says. */
export interface FileOptions {
  /** What the file is, for messages: "the gate's settings". */
  readonly what: string;
  /** A larger file is refused. Unit: bytes. Default: 1 MiB. */
  readonly maxBytes?: number;
  /** Kind of the errors. Default: `configuration`. */
  readonly kind?: TcssErrorKind;
  readonly nextStep?: string;
}

const DEFAULT_MAX_BYTES = 1024 * 1024;

/**
 * Text of a file that a user wrote: UTF-8 with or without a byte order mark, or UTF-16 with one (PowerShell writes it).
 * @returns undefined only where there is no such file.
 * @throws TcssError for everything else: a link to nothing, a pipe, a device, a folder, a file that is too large or
 * that may not be read, bytes that are no text. The error names the file and never quotes its content.
 */
export async function readRegularFile(path: string, options: FileOptions): Promise<string | undefined> {
  return inSteps(readingOf(path, options, decoded));
}

/** The bytes of a file, which is refused as {@link readRegularFile} refuses it, save for what its text may be. */
export async function readRegularBytes(path: string, options: FileOptions): Promise<Uint8Array | undefined> {
  return inSteps(readingOf(path, options, (bytes) => bytes));
}

async function inSteps<T>(reading: Steps<T | undefined>): Promise<T | undefined> {
  let step = reading.next();
  while (!step.done) {
    try {
      step = reading.next(await step.value(ASYNC));
    } catch (error) {
      step = reading.throw(error);
    }
  }
  return step.value;
}

/** {@link readRegularFile} for callers that cannot wait. */
export function readRegularFileSync(path: string, options: FileOptions): string | undefined {
  const reading = readingOf(path, options, decoded);
  let step = reading.next();
  while (!step.done) {
    try {
      step = reading.next(step.value(SYNC));
    } catch (error) {
      step = reading.throw(error);
    }
  }
  return step.value;
}

/** What is asked of the file system, in either way. */
interface FileSystem {
  lstat(path: string): fs.Stats;
  stat(path: string): fs.Stats;
  open(path: string): number;
  fstat(file: number): fs.Stats;
  read(file: number, buffer: Uint8Array, offset: number): number;
  close(file: number): void;
}

// without O_NONBLOCK, to open a pipe waits for its writer (Windows knows neither)
const FLAGS = fs.constants.O_RDONLY | (fs.constants.O_NONBLOCK ?? 0);

const SYNC: FileSystem = {
  lstat: (path) => fs.lstatSync(path),
  stat: (path) => fs.statSync(path),
  open: (path) => fs.openSync(path, FLAGS),
  fstat: (file) => fs.fstatSync(file),
  read: (file, buffer, offset) => fs.readSync(file, buffer, offset, buffer.length - offset, null),
  close: (file) => fs.closeSync(file),
};

const ASYNC: { readonly [K in keyof FileSystem]: (...args: Parameters<FileSystem[K]>) => unknown } = {
  lstat: promisify<string, fs.Stats>(fs.lstat),
  stat: promisify<string, fs.Stats>(fs.stat),
  open: (path) => promisify<string, number, number>(fs.open)(path, FLAGS),
  fstat: promisify<number, fs.Stats>(fs.fstat),
  read: async (file, buffer, offset) =>
    (await promisify(fs.read)(file, buffer, offset, buffer.length - offset, null)).bytesRead,
  close: promisify(fs.close),
};

type Step = (fileSystem: FileSystem | typeof ASYNC) => unknown;
type Steps<T> = Generator<Step, T, unknown>;

function* ask<T>(step: (fileSystem: FileSystem) => T): Steps<T> {
  return (yield step as Step) as T;
}

/** Why a file is refused, as the end of a sentence that starts with its name. */
class Refusal {
  readonly problem: string;

  constructor(problem: string) {
    this.problem = problem;
  }
}

function* readingOf<T>(
  path: string,
  options: FileOptions,
  contentOf: (bytes: Uint8Array) => T,
): Steps<T | undefined> {
  let file: number | undefined;
  try {
    if (!(yield* isThere(path))) return undefined;
    assertRegular(yield* ask(({ stat }) => stat(path)));
    const opened = yield* ask(({ open }) => open(path));
    file = opened;
    // another file may stand there by now
    assertRegular(yield* ask(({ fstat }) => fstat(opened)));
    return contentOf(yield* bytesOf(opened, options.maxBytes ?? DEFAULT_MAX_BYTES));
  } catch (error) {
    const { what, kind = "configuration", nextStep = "Check the file and its permissions." } = options;
    throw new TcssError(`${what}: ${printable(path, 1024)} ${problemOf(error)}`, { kind, nextStep });
  } finally {
    if (file !== undefined) {
      const opened = file;
      yield* ask(({ close }) => close(opened));
    }
  }
}

/** Whether something stands at `path`; a link does, also when what it points to is missing. */
function* isThere(path: string, problem = "is a link to a file that does not exist"): Steps<boolean> {
  try {
    const found = yield* ask(({ lstat }) => lstat(path));
    if (found.isSymbolicLink()) yield* assertTarget(path, problem);
    return true;
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  const parent = dirname(path);
  // a file that is missing because its folder is a link to nothing was meant to be there
  if (parent !== path)
    yield* isThere(parent, `stands in ${printable(parent)}, a link to a folder that does not exist`);
  return false;
}

function* assertTarget(link: string, problem: string): Steps<void> {
  try {
    yield* ask(({ stat }) => stat(link));
  } catch (error) {
    throw isMissing(error) ? new Refusal(problem) : error;
  }
}

function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ENOENT" || code === "ENOTDIR";
}

function assertRegular(stats: fs.Stats): void {
  if (stats.isFile()) return;
  if (stats.isDirectory()) throw new Refusal("cannot be read (EISDIR): it is a folder");
  if (stats.isFIFO()) throw new Refusal("is a named pipe, not a file");
  if (stats.isSocket()) throw new Refusal("is a socket, not a file");
  throw new Refusal("is a device, not a file");
}

function* bytesOf(file: number, maxBytes: number): Steps<Uint8Array> {
  // the size is not asked: some file systems say 0
  let buffer = Buffer.alloc(Math.min(16 * 1024, maxBytes + 1));
  let length = 0;
  for (;;) {
    const [into, offset] = [buffer, length];
    const read = yield* ask((fileSystem) => fileSystem.read(file, into, offset));
    if (read === 0) return buffer.subarray(0, length);
    length += read;
    if (length > maxBytes) throw new Refusal(`is larger than ${sizeText(maxBytes)}`);
    if (length === buffer.length) buffer = Buffer.concat([buffer], Math.min(buffer.length * 4, maxBytes + 1));
  }
}

function sizeText(bytes: number): string {
  const mebibytes = bytes / (1024 * 1024);
  return mebibytes >= 1 ? `${mebibytes} MiB` : `${bytes} bytes`;
}

const BYTE_ORDER_MARKS: readonly (readonly [mark: readonly number[], encoding: string])[] = [
  // before UTF-16, whose mark it begins with
  [[0xff, 0xfe, 0, 0], "utf-32"],
  [[0xff, 0xfe], "utf-16le"],
  [[0xfe, 0xff], "utf-16be"],
];

function decoded(bytes: Uint8Array): string {
  const encoding =
    BYTE_ORDER_MARKS.find(([mark]) => mark.every((byte, i) => bytes[i] === byte))?.[1] ?? "utf-8";
  if (encoding === "utf-32") throw new Refusal("is UTF-32. Save it as UTF-8");
  let text: string;
  try {
    // most files are plain, and a decoder takes longer to make than they do to read
    text = isAscii(bytes)
      ? Buffer.from(bytes).toString("latin1")
      : new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal(`holds bytes that are not ${encoding.toUpperCase()} text. Save it as UTF-8`);
  }
  if (text.includes("\0"))
    throw new Refusal(
      "holds NUL characters: it is no text, or UTF-16 without a byte order mark. Save it as UTF-8",
    );
  return text;
}

function problemOf(error: unknown): string {
  if (error instanceof Refusal) return error.problem;
  const { code } = error as NodeJS.ErrnoException;
  return code === "EACCES" || code === "EPERM"
    ? `cannot be read: permission denied (${code})`
    : `cannot be read (${code ?? "unknown reason"})`;
}
