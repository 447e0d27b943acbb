import { spawn } from "node:child_process";

/** What a command did, as its user sees it. */
export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output, then standard error. */
  readonly output: string;
}

export interface RunOptions {
  readonly cwd: string;
  /** The whole environment: nothing is inherited. */
  readonly env: NodeJS.ProcessEnv;
}

/** Runs a command to its end; a code other than 0 is a result, not an error. */
export function run(command: string, args: readonly string[], { cwd, env }: RunOptions): Promise<Run> {
  return new Promise((resolve, reject) => {
    // asynchronous, because the emulator lives in this process
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.once("error", reject);
    child.once("close", (code) => {
      resolve({ code: code ?? -1, stdout, stderr, output: stdout + stderr });
    });
  });
}

/** Runs a command that must succeed, for what a test prepares. */
export async function mustRun(command: string, args: readonly string[], options: RunOptions): Promise<Run> {
  const result = await run(command, args, options);
  if (result.code !== 0)
    throw new Error(`${command} ${args.join(" ")} ended with ${result.code}:\n${result.output}`);
  return result;
}
