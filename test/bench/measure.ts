import { performance } from "node:perf_hooks";
import { type RunOptions, run as runCommand } from "../e2e/support/run";

/** Something whose time is compared with another's. */
export interface Case {
  readonly name: string;
  /** Does it once; its time counts only when this does not throw. */
  readonly once: () => Promise<void>;
  /** The most that its time may be, as a multiple of the first case's of the group. */
  readonly limit?: number;
}

/** What a case has cost. */
export interface Result {
  readonly name: string;
  /** Unit: seconds. */
  readonly median: number;
  /** Half of the runs took between these. Unit: seconds. */
  readonly quartiles: readonly [number, number];
  /** Median of the ratios to the first case of the group in the same round. */
  readonly ratio: number;
  readonly limit?: number;
}

/**
 * Runs the cases in turn, round after round, so that what else the machine does falls on all of them alike.
 * The first round is not counted: it fills caches.
 */
export async function measure(
  cases: readonly Case[],
  rounds: number,
  progress: (round: number) => void,
): Promise<Result[]> {
  const seconds = new Map<string, number[]>(cases.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    progress(round);
    for (const { name, once } of cases) {
      const start = performance.now();
      await once();
      if (round > 0) seconds.get(name)?.push((performance.now() - start) / 1000);
    }
  }
  const base = seconds.get(cases[0]?.name ?? "") ?? [];
  return cases.map(({ name, limit }) => {
    const times = seconds.get(name) ?? [];
    const ratio = quantile(
      times.map((time, round) => time / (base[round] ?? Number.NaN)),
      0.5,
    );
    const quartiles = [quantile(times, 0.25), quantile(times, 0.75)] as const;
    return {
      name,
      median: quantile(times, 0.5),
      quartiles,
      ratio,
      ...(limit === undefined ? {} : { limit }),
    };
  });
}

function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * part;
  const [below, above] = [sorted[Math.floor(position)] ?? 0, sorted[Math.ceil(position)] ?? 0];
  return below + (above - below) * (position % 1);
}

/** A case that runs a command, which must end with `code` and print what `shows` matches. */
export function commandCase(
  name: string,
  command: readonly [string, ...string[]],
  {
    code = 0,
    shows = /^/,
    limit,
    ...options
  }: RunOptions & { code?: number; shows?: RegExp; limit?: number },
): Case {
  const [executable, ...args] = command;
  const once = async (): Promise<void> => {
    const run = await runCommand(executable, args, options);
    if (run.code !== code || !shows.test(run.output))
      throw new Error(`${name} ended with ${run.code}, which says nothing about its time:\n${run.output}`);
  };
  return { name, once, ...(limit === undefined ? {} : { limit }) };
}
