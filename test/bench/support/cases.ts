import { once as happens } from "node:events";
import { performance } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { type RunOptions, run } from "../../e2e/support/run";
import type { Row, Step } from "../measure";

/** A step that is timed as a whole. */
export function timed(row: Omit<Row, "unit">, once: () => Promise<unknown>): Step {
  return {
    rows: [{ ...row, unit: "s" }],
    async once() {
      const start = performance.now();
      await once();
      return [(performance.now() - start) / 1000];
    },
  };
}

export interface Expected {
  /** Default 0. */
  readonly code?: number;
  readonly shows: RegExp;
}

/** Times a command, which must end and print as expected. */
export function timedCommand(
  row: Omit<Row, "unit">,
  [executable, ...args]: readonly [string, ...string[]],
  options: RunOptions,
  { code = 0, shows }: Expected,
): Step {
  return timed(row, async () => {
    const result = await run(executable, args, options);
    if (result.code !== code || !shows.test(result.output))
      throw new Error(
        `${row.name} ended with ${result.code}, which says nothing about its time:\n${result.output}`,
      );
  });
}

/** The first line that a process prints. */
export async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  const [line] = (await happens(createInterface(stream), "line")) as [string];
  return line;
}
