import { statSync } from "node:fs";
import {
  configurationError,
  decodeText,
  parseJson,
  printable,
  readRegularFile,
  TcssError,
  timestamp,
} from "pulumi-tcss/internal";

import type { Observation } from "../document";
import { observationsIn } from "./parse";
import type { ParseContext } from "./stored";

/**
 * Reads a saved reply, outputs or a state.
 * @param file path, or `-` for standard input.
 * @throws TcssError of kind `configuration` for a file that cannot be read or holds no purchase state.
 */
export async function readFile(
  file: string,
  context: Omit<ParseContext, "observedAt">,
): Promise<Observation[]> {
  const piped = file === "-";
  const name = piped ? "standard input" : file;
  const shown = printable(name);
  const content = piped ? await standardInput(shown) : await textOf(file, shown);
  const origin = { kind: piped ? "stdin" : "file", name } as const;
  // a reply says nothing of when it was given: it is at least as old as the file
  const observedAt = piped ? undefined : timestamp(statSync(file).mtime);
  return observationsIn(jsonIn(content, shown), origin, { ...context, observedAt });
}

/** A larger file holds something else; a stack's whole state can be read with --stack. */
const MAX_BYTES = 64 * 1024 * 1024;

async function standardInput(name: string): Promise<string> {
  const bytes = await standardInputBytes(name, { maxBytes: MAX_BYTES, expected: EXPECTED });
  return decodeText(bytes, { what: name, nextStep: EXPECTED });
}

/**
 * What is piped to the command.
 * @param expected what it should be, for errors.
 * @throws TcssError of kind `configuration` for a terminal, and for more than `maxBytes`.
 */
export async function standardInputBytes(
  name: string,
  { maxBytes, expected }: { readonly maxBytes: number; readonly expected: string },
): Promise<Uint8Array> {
  if (process.stdin.isTTY)
    throw configurationError("-", `${name} is a terminal`, "Pipe something to it, or name a file.");
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > maxBytes)
        throw configurationError("-", `${name} is larger than ${maxBytes / 1024 / 1024} MiB`, expected);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof TcssError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? "unknown reason";
    throw configurationError(
      "-",
      `${name} cannot be read (${code})`,
      "Pipe something to it, or name a file.",
    );
  }
  return Buffer.concat(chunks);
}

async function textOf(file: string, name: string): Promise<string> {
  const content = await readRegularFile(file, {
    what: "--file",
    maxBytes: MAX_BYTES,
    nextStep: "Name a file that you may read, or pipe it: - is standard input.",
  });
  if (content === undefined)
    throw configurationError(name, `${name} cannot be read (ENOENT)`, "Check the path.");
  return content;
}

const EXPECTED =
  "It should be a reply of DescribePurchaseStateInfo, or what pulumi stack output --json or pulumi stack export prints.";

function jsonIn(content: string, name: string): unknown {
  if (content.trim() === "") throw configurationError(name, `${name} is empty`, EXPECTED);
  const parsed = parseJson(content);
  if ("value" in parsed) return parsed.value;
  throw configurationError(name, `${name} ${parsed.problem}`, EXPECTED);
}
