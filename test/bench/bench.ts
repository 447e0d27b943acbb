// `npm run bench`: what things cost, as ratios of things that are measured in the same run and as bytes.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { problemsOf, type Recorded, recordOf, statusOf } from "./check";
import { GROUPS } from "./groups";
import { described, type Machine, thisMachine } from "./machine";
import { measure, type Result } from "./measure";
import { type Options, readOptions } from "./options";
import { Surroundings } from "./support/Surroundings";
import { markdownTable, textTable } from "./tables";

const UNASKED = Object.keys(GROUPS).filter((name) => !GROUPS[name]?.onRequest);

const HELP = `Usage: npm run bench [-- OPTIONS]

Measures the tcss command and the starts of the gate and the plugin against node, and previews with the gate and the
resource against a bare preview; the provider for Terraform against node and against a data source that starts node; peak
memory, bytes in state and API calls. Build first (npm run build).

Options:
  --only GROUP,…  some of ${Object.keys(GROUPS).join(", ")}
                  default: ${UNASKED.join(", ")}
  --rounds N      counted rounds of each group; default: seven or more
  --json FILE     also write the results there; - is standard output
  --markdown      print tables in Markdown
  --check         exit with 1 when a figure is more than a tenth above the recorded one, or passes a limit that it
                  kept then
  --record        write ratios and figures to test/bench/recorded.json
  --help          show this text

Exit status: 0, 1 (see --check), 2 when something failed, or could not be measured although --only named it, 130 after
an interruption.`;

const RECORDED = join(__dirname, "recorded.json");

type Results = Record<string, Result[]>;

class Interrupted extends Error {}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), Object.keys(GROUPS));
  if (options.help) return console.log(HELP);
  const surroundings = new Surroundings();
  const interruption = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"])
    process.on(signal, () => interruption.abort(new Interrupted(`interrupted by ${signal}; cleaning up`)));
  try {
    const results: Results = {};
    const missing: string[] = [];
    for (const name of options.only ?? UNASKED) {
      const measured = await resultsOf(name, options, surroundings, interruption.signal);
      results[name] = measured.results;
      missing.push(...measured.missing);
    }
    const problems = publish(results, thisMachine(new Date(), await surroundings.versions()), options);
    process.exitCode = statusOf({
      ...{ problems, isCheck: options.check },
      ...{ missing, isNamed: options.only !== undefined },
    });
  } catch (error) {
    // Pulumi is interrupted as well and fails: that is not the reason
    throw interruption.signal.aborted ? interruption.signal.reason : error;
  } finally {
    await surroundings.close();
  }
}

async function resultsOf(
  name: string,
  { rounds }: Options,
  surroundings: Surroundings,
  interrupted: AbortSignal,
): Promise<{ results: Result[]; missing: readonly string[] }> {
  const group = GROUPS[name];
  if (group === undefined) throw new Error(`there is no group ${name}`);
  console.error(`${name}: preparing`);
  interrupted.throwIfAborted();
  const opened = await group.open(surroundings, interrupted);
  const { steps, missing = [] } = opened;
  for (const reason of missing) console.error(`${name}: ${reason}`);
  const { warmUp, counted } = { ...group.rounds, ...(rounds === undefined ? {} : { counted: rounds }) };
  const progress = new Progress(name, steps.length, warmUp, counted);
  const results = await measure(opened, { warmUp, counted }, (round) => {
    interrupted.throwIfAborted();
    progress.step(round);
  });
  return { results, missing };
}

/** Says on standard error how far a group is. */
class Progress {
  readonly #start = performance.now();
  #done = 0;

  constructor(
    readonly name: string,
    readonly steps: number,
    readonly warmUp: number,
    readonly counted: number,
  ) {}

  /** Before each step. */
  step(round: number): void {
    if (this.#done % this.steps === 0) {
      const which = round < 1 ? "round that does not count" : `round ${round} of ${this.counted}`;
      console.error(`${this.name}: ${which}${this.#remaining()}`);
    }
    this.#done += 1;
  }

  #remaining(): string {
    if (this.#done === 0) return "";
    const left = this.steps * (this.warmUp + this.counted) - this.#done;
    const seconds = (((performance.now() - this.#start) / 1000) * left) / this.#done;
    return `, about ${Math.ceil(seconds)} s left in this group`;
  }
}

/** @returns the problems. */
function publish(
  results: Results,
  machine: Machine,
  { json, markdown, check, record }: Options,
): readonly string[] {
  // standard output belongs to the JSON alone
  const print = json === "-" ? console.error : console.log;
  print(described(machine));
  for (const [name, each] of Object.entries(results))
    if (each.length > 0)
      print(`\n${(markdown ? markdownTable : textTable)(GROUPS[name]?.title ?? name, each)}`);
  const problems = Object.entries(results).flatMap(([name, each]) => problemsOf(name, each, recorded()));
  const text = `${JSON.stringify({ machine, problems, results }, null, 2)}\n`;
  if (json === "-") process.stdout.write(text);
  else if (json !== undefined) writeFileSync(json, text);
  if (record) writeRecord(results);
  if (check) for (const problem of problems) console.error(problem);
  return problems;
}

function recorded(): Recorded {
  return JSON.parse(readFileSync(RECORDED, "utf8")) as Recorded;
}

function writeRecord(results: Results): void {
  const measured = Object.entries(results).filter(([, each]) => each.length > 0);
  const fresh = Object.fromEntries(measured.map(([name, each]) => [name, recordOf(each)]));
  writeFileSync(RECORDED, `${JSON.stringify({ ...recorded(), ...fresh }, null, 2)}\n`);
}

main().catch((error: Error) => {
  console.error(`bench: ${error.message}`);
  process.exitCode = error instanceof Interrupted ? 130 : 2;
});
