// `npm run bench`: what things cost in time, as ratios of things that are measured in the same run.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { commandCases } from "./command";
import { engineCases } from "./engine";
import { type Case, measure, type Result } from "./measure";

const HELP = `Usage: npm run bench [-- OPTIONS]

Measures the tcss command against node, and previews with the gate and the resource against a bare preview. Build
first (npm run build).

Options:
  --only GROUP   command or engine
  --rounds N     counted runs of each case; default 11 for command, 7 for engine
  --json FILE    write the results there, too
  --check        exit with 1 when a limit is passed, or a ratio is more than a tenth above the recorded one
  --record       write the ratios to test/bench/recorded.json
  --help         show this text`;

const RECORDED = join(__dirname, "recorded.json");
const TOLERANCE = 1.1;
const ROUNDS = { command: 11, engine: 7 } as const;
type Group = keyof typeof ROUNDS;
type Ratios = Record<string, number>;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: "string" },
      rounds: { type: "string" },
      json: { type: "string" },
      check: { type: "boolean", default: false },
      record: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(HELP);
  const groups = (Object.keys(ROUNDS) as Group[]).filter((group) =>
    [undefined, group].includes(values.only as Group),
  );
  if (groups.length === 0) throw new Error(`there is no group ${values.only}`);
  const results: Record<string, Result[]> = {};
  for (const group of groups) {
    results[group] = await measured(group, Number(values.rounds ?? ROUNDS[group]));
    print(group, results[group]);
  }
  const ratios = Object.fromEntries(
    Object.values(results).flatMap((each) => each.map(({ name, ratio }) => [name, Number(ratio.toFixed(3))])),
  );
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(results, null, 2));
  if (values.record) writeFileSync(RECORDED, `${JSON.stringify({ ...recorded(), ...ratios }, null, 2)}\n`);
  const problems = values.check ? problemsOf(Object.values(results).flat()) : [];
  for (const problem of problems) console.log(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
}

async function measured(group: Group, rounds: number): Promise<Result[]> {
  const { cases, close } = await casesOf(group);
  try {
    return await measure(cases, rounds, (round) => console.error(`${group}: round ${round} of ${rounds}`));
  } finally {
    await close();
  }
}

async function casesOf(group: Group): Promise<{ cases: Case[]; close: () => Promise<void> }> {
  return group === "engine" ? engineCases() : { cases: commandCases(), close: async () => {} };
}

function print(group: string, results: readonly Result[]): void {
  console.log(`\n${group}`);
  const width = Math.max(...results.map(({ name }) => name.length));
  console.log(`${"".padEnd(width)}  median s   quartiles        ratio  limit`);
  for (const { name, median, quartiles, ratio, limit } of results) {
    const spread = quartiles.map((value) => value.toFixed(3)).join(" - ");
    console.log(
      `${name.padEnd(width)}  ${median.toFixed(3).padStart(8)}   ${spread}   ${ratio.toFixed(2).padStart(6)}  ${limit ?? ""}`,
    );
  }
}

function recorded(): Ratios {
  return JSON.parse(readFileSync(RECORDED, "utf8")) as Ratios;
}

function problemsOf(results: readonly Result[]): string[] {
  const before = recorded();
  return results.flatMap(({ name, ratio, limit }) => {
    const earlier = before[name];
    return [
      ...(limit !== undefined && ratio > limit
        ? [`${name} costs ${ratio.toFixed(2)}, and may cost ${limit}`]
        : []),
      ...(earlier !== undefined && ratio > earlier * TOLERANCE
        ? [`${name} costs ${ratio.toFixed(2)}, and cost ${earlier} when it was recorded`]
        : []),
    ];
  });
}

main().catch((error: Error) => {
  console.error(`bench: ${error.message}`);
  process.exitCode = 2;
});
