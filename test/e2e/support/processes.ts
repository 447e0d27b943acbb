import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

/** A process that runs now. */
export interface RunningProcess {
  readonly pid: number;
  readonly command: string;
}

/** Whether processes can be found by their environment here. */
export const canFindProcesses = process.platform === "linux";

/** All processes that have `mark` in their environment, no matter which process started them. */
export function marked(mark: string): RunningProcess[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        if (!readFileSync(`/proc/${name}/environ`, "latin1").includes(mark)) return [];
        const command = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ").trim();
        // one that has ended, and whose end nobody has asked for yet, has none
        return command === "" ? [] : [{ pid: Number(name), command }];
      } catch {
        return [];
      }
    });
}

/** Waits until `condition` holds, as long as mocha lets it. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await pause(50);
}

/** Waits until none of the processes with `mark` is left whose command matches. */
export function untilGone(mark: string, command = /./): Promise<void> {
  return until(() => marked(mark).every((each) => !command.test(each.command)));
}
