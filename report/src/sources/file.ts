import { readFileSync, statSync } from "node:fs";
import { text } from "node:stream/consumers";
import { configurationError, printable } from "pulumi-tcss/core";
import { type Observation, timestamp } from "../document";
import { observationsIn, type ParseContext } from "./parse";

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
  const content = piped ? await standardInput() : textOf(file, shown);
  const origin = { kind: piped ? "stdin" : "file", name } as const;
  // a reply says nothing of when it was given: it is at least as old as the file
  const observedAt = piped ? undefined : timestamp(statSync(file).mtime);
  return observationsIn(jsonIn(content, shown), origin, { ...context, observedAt });
}

async function standardInput(): Promise<string> {
  if (!process.stdin.isTTY) return text(process.stdin);
  throw configurationError("-", "standard input is a terminal", "Pipe something to it, or name a file.");
}

function textOf(file: string, name: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown";
    const nextStep = code === "ENOENT" ? "Check the path." : "Check that it is a file that you may read.";
    throw configurationError(name, `${name} cannot be read (${code})`, nextStep);
  }
}

function jsonIn(content: string, name: string): unknown {
  const nextStep =
    "It should be a reply of DescribePurchaseStateInfo, or what pulumi stack output --json or pulumi stack export prints.";
  if (content.trim() === "") throw configurationError(name, `${name} is empty`, nextStep);
  try {
    return JSON.parse(content.replace(/^\uFEFF/, ""));
  } catch {
    // the parser's own message would quote the text
    throw configurationError(name, `${name} is not JSON`, nextStep);
  }
}
