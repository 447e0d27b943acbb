// cspell:disable
// Finds words and phrases that this project no longer writes, in code, comments, messages and documents.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");

/** What is searched: everything in git that a person writes. */
const SEARCHED = /\.(md|ts|mjs|cjs|yaml|yml|py)$|\/bin\//;
/** Written by tools, a list of the retired words itself, or what tells that a word was replaced. */
const LEFT_OUT = /generated|^test\/golden\/|^build\/lint\/retiredWords|^CHANGELOG/;

/** Each retired phrase, and what to write. */
export const RETIRED: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\banew\b/i, "again"],
  [/\bwhoever\b/i, "say who"],
  [/\bcannot be told\b/i, "is unknown, or: could not be determined"],
  [/\bkeep(s|ing)? silent\b/i, "does not fire, or: is skipped"],
  [/\bkept silent\b/i, "did not fire, or: was skipped"],
  [/\bfor good\b/i, "permanently"],
  [/\bof old\b(?! \w)/i, "old, earlier"],
  [/\bheed(s|ed)?\b/i, "follow, or: take into account"],
  [/\b(the|a|its|of|at|from) begin\b|\bbegin of\b/i, "start"],
  [/, too($|[.,;:!?)`"])/i, "also"],
  [/\bis none that\b/i, "is not a documented value"],
  [/\bwhich no count can be\b/i, "must not be negative"],
  [/; known (is|are)\b/i, "Valid values: …"],
  [/(?<!there )\bis no (policy|rule|setting|command|option)\b/i, 'unknown policy "x"'],
  [/\bthe other side\b/i, "the server"],
  [/\bnothing listens\b/i, "connection refused: no server is listening"],
  [/\btold honestly\b/i, "known limitations"],
  [/\b(judgement|judgment)\b/i, "evaluation"],
  [/\b(not|to be) whole\b/i, "incomplete, complete"],
];

export interface RetiredWord {
  readonly file: string;
  readonly line: number;
  readonly found: string;
  readonly instead: string;
}

/** The retired words in a text, line by line. */
export function retiredIn(file: string, text: string): RetiredWord[] {
  return text.split("\n").flatMap((content, index) =>
    RETIRED.flatMap(([pattern, instead]) => {
      const found = pattern.exec(content)?.[0];
      return found === undefined ? [] : [{ file, line: index + 1, found, instead }];
    }),
  );
}

function main(): void {
  const files = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: ROOT,
    encoding: "utf8",
  }).split("\0");
  const found = files
    .filter((file) => SEARCHED.test(file) && !LEFT_OUT.test(file))
    .flatMap((file) => retiredIn(file, readFileSync(join(ROOT, file), "utf8")));
  for (const { file, line, found: word, instead } of found)
    console.error(`${file}:${line}: "${word}". Write: ${instead}`);
  if (found.length > 0) process.exitCode = 1;
}

if (require.main === module) main();
