import { quantile } from "./statistics";

/** What a figure counts: seconds, megabytes (10^6 bytes), bytes, or calls of the API. */
export type Unit = "s" | "MB" | "bytes" | "calls";

/** One figure that is taken in every round. */
export interface Row {
  readonly name: string;
  readonly unit: Unit;
  /** The most that may come out: of the ratio where the group has one, of the figure itself elsewhere. */
  readonly limit?: number;
  /** How often the API was asked, where the step has made sure of that. */
  readonly calls?: number;
  /** The row whose figures are 1, where it is another than the group's. */
  readonly base?: string;
}

/** Something that is done once in every round. */
export interface Step {
  readonly rows: readonly Row[];
  /** @returns one figure for each row. @throws Error when what it did is not what it should do: then no figure counts. */
  readonly once: () => Promise<readonly number[]>;
}

/** A figure made from others of the same round. */
export interface Part {
  readonly name: string;
  readonly of: readonly string[];
  readonly without: readonly string[];
}

export interface Group {
  readonly steps: readonly Step[];
  /** The row whose figures are 1. Absent: the figures stand for themselves. */
  readonly base?: string;
  /** Another row to compare with: what most programs pay in any case. */
  readonly usual?: string;
  readonly parts?: readonly Part[];
  /** Why rows are missing that belong to it: each says what is not there. */
  readonly missing?: readonly string[];
}

/** What has been measured for one row. */
export interface Result extends Row {
  readonly median: number;
  /** Half of the rounds lie between these. */
  readonly quartiles: readonly [number, number];
  /** Median of the ratios to the base of the same round. */
  readonly ratio?: number;
  /** The same to the usual row. */
  readonly ratioToUsual?: number;
  /** The figures of all counted rounds. */
  readonly figures: readonly number[];
}

export interface Rounds {
  /** Rounds that are not counted: they fill caches. */
  readonly warmUp: number;
  readonly counted: number;
}

/** Takes the steps in turn, round after round, so that what else the machine does falls on all of them alike. */
export async function measure(
  { steps, base, usual, parts = [] }: Group,
  { warmUp, counted }: Rounds,
  before: (round: number) => void,
): Promise<Result[]> {
  const figures = new Map<string, number[]>();
  for (let round = 1 - warmUp; round <= counted; round += 1)
    for (const { rows, once } of steps) {
      before(round);
      const taken = await once();
      if (round < 1) continue;
      for (const [index, { name }] of rows.entries())
        figures.set(name, [...(figures.get(name) ?? []), taken[index] ?? Number.NaN]);
    }
  const rows = steps.flatMap((step) => step.rows);
  const unitOf = (name: string): Unit | undefined => rows.find((row) => row.name === name)?.unit;
  const results = rows.map((row) => {
    // figures of another unit stand for themselves
    const others = [row.base ?? base, usual].map((name) =>
      name !== undefined && unitOf(name) === row.unit ? name : undefined,
    );
    return resultOf(row, figures, others[0], others[1]);
  });
  return [...results, ...parts.map((part) => partOf(part, figures))];
}

function resultOf(
  row: Row,
  all: ReadonlyMap<string, readonly number[]>,
  base: string | undefined,
  usual: string | undefined,
): Result {
  const figures = all.get(row.name) ?? [];
  const ratioTo = (other: string): number => {
    const ones = all.get(other) ?? [];
    return quantile(
      figures.map((figure, round) => figure / (ones[round] ?? Number.NaN)),
      0.5,
    );
  };
  return {
    ...row,
    ...spreadOf(figures),
    figures,
    ...(base === undefined ? {} : { ratio: ratioTo(base) }),
    ...(usual === undefined ? {} : { ratioToUsual: ratioTo(usual) }),
  };
}

function partOf({ name, of, without }: Part, all: ReadonlyMap<string, readonly number[]>): Result {
  const sum = (names: readonly string[], round: number): number =>
    names.reduce((total, each) => total + (all.get(each)?.[round] ?? Number.NaN), 0);
  const rounds = all.get(of[0] ?? "") ?? [];
  const figures = rounds.map((_, round) => sum(of, round) - sum(without, round));
  return { name, unit: "s", ...spreadOf(figures), figures };
}

function spreadOf(figures: readonly number[]): Pick<Result, "median" | "quartiles"> {
  return {
    median: quantile(figures, 0.5),
    quartiles: [quantile(figures, 0.25), quantile(figures, 0.75)],
  };
}
