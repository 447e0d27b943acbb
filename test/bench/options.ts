import { parseArgs } from "node:util";

export interface Options {
  /** The groups to measure; undefined: those that run unasked. */
  readonly only: readonly string[] | undefined;
  readonly rounds: number | undefined;
  /** File for the results; `-` is standard output. */
  readonly json: string | undefined;
  readonly markdown: boolean;
  readonly check: boolean;
  readonly record: boolean;
  readonly help: boolean;
}

/** @throws Error that says which option is wrong. */
export function readOptions(args: readonly string[], groups: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: "string" },
      rounds: { type: "string" },
      json: { type: "string" },
      markdown: { type: "boolean", default: false },
      check: { type: "boolean", default: false },
      record: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.json === "-" && values.markdown)
    throw new Error("--json - and --markdown both want standard output: give --json a file");
  return {
    ...values,
    only: values.only === undefined ? undefined : groupsIn(values.only, groups),
    rounds: values.rounds === undefined ? undefined : roundsIn(values.rounds),
    json: values.json,
  };
}

function groupsIn(text: string, groups: readonly string[]): string[] {
  const wanted = text.split(",").map((name) => name.trim());
  const unknown = wanted.find((name) => !groups.includes(name));
  if (unknown !== undefined)
    throw new Error(`--only: there is no group "${unknown}"; there are ${groups.join(", ")}`);
  return groups.filter((name) => wanted.includes(name));
}

function roundsIn(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`--rounds takes a whole number from 1, not "${text}"`);
  return Number(text);
}
