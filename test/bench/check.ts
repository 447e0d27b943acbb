import type { Result } from "./measure";
import { shown } from "./tables";

/** A tenth above what was recorded is a regression. */
const TOLERANCE = 1.1;

/** What came out when it was recorded, by group and row. */
export type Recorded = Readonly<Record<string, Readonly<Record<string, number>>>>;

/**
 * What is compared from run to run: the ratio, or a figure that is the same on every machine. Seconds by themselves
 * are not.
 */
function comparable({ unit, ratio, median }: Result): number | undefined {
  return ratio ?? (unit === "s" ? undefined : median);
}

/** The results as they are recorded. */
export function recordOf(results: readonly Result[]): Record<string, number> {
  return Object.fromEntries(
    results.flatMap((result) => {
      const figure = comparable(result);
      return figure === undefined ? [] : [[result.name, Number(figure.toFixed(3))]];
    }),
  );
}

/**
 * A sentence for each limit that is passed, and for each figure that has grown since it was recorded. A limit that
 * was passed then as well is known: only growth counts there.
 */
export function problemsOf(group: string, results: readonly Result[], recorded: Recorded): string[] {
  return results.flatMap((result) => {
    const figure = comparable(result);
    if (figure === undefined) return [];
    const { name, limit } = result;
    const before = recorded[group]?.[name];
    const words = (value: number): string =>
      result.ratio === undefined ? `${shown(result.unit, value)} ${result.unit}` : value.toFixed(2);
    return [
      ...(limit !== undefined && figure > limit && (before ?? 0) <= limit
        ? [`${group}: ${name} costs ${words(figure)}, and may cost ${words(limit)}`]
        : []),
      ...(before !== undefined && figure > before * TOLERANCE
        ? [`${group}: ${name} costs ${words(figure)}, and cost ${words(before)} when it was recorded`]
        : []),
    ];
  });
}

/** What the exit status depends on. */
export interface Outcome {
  /** Those of {@link problemsOf}. */
  readonly problems: readonly string[];
  /** Whether a problem is a failure. */
  readonly isCheck: boolean;
  /** What could not be measured here. */
  readonly missing: readonly string[];
  /** Whether the groups were named: then each of their rows is wanted. */
  readonly isNamed: boolean;
}

/** The exit status of a run that was not interrupted. */
export function statusOf({ problems, isCheck, missing, isNamed }: Outcome): 0 | 1 | 2 {
  if (isCheck && problems.length > 0) return 1;
  return isNamed && missing.length > 0 ? 2 : 0;
}
