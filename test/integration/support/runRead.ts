import { execFile } from "node:child_process";
import { join } from "node:path";

export interface Run {
  /** null when it did not end by itself. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs `read.ts` in a process of its own, with no environment but the one given.
 * @param reads how many it makes at the same time.
 */
export function runRead(
  env: Readonly<Record<string, string>>,
  config: Readonly<Record<string, number>> = {},
  reads = 1,
): Promise<Run> {
  const settings = Object.entries(config).map(([key, value]) => `${key}=${value}`);
  const args = ["--require", "tsx/cjs", join(__dirname, "read.ts"), String(reads), ...settings];
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, { env, timeout: 15_000 }, (_error, stdout, stderr) =>
      resolve({ exitCode: child.exitCode, stdout, stderr }),
    );
  });
}
