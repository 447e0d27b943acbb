import { spawn } from "node:child_process";

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Ends the command. */
  readonly signal?: AbortSignal;
}

/** A command that did not end well: its message is the last of what it printed. */
export class CommandError extends Error {}

/**
 * Runs a command and gives what it printed to standard output.
 * @throws CommandError when it cannot be started or ends with another status than 0.
 */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let [output, all] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
      all += chunk;
    });
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      all += chunk;
    });
    child.on("error", (error: NodeJS.ErrnoException) =>
      reject(new CommandError(error.code === "ENOENT" ? `there is no ${command} on PATH` : error.message)),
    );
    child.on("close", (code, signal) => {
      if (code === 0) resolve(output);
      else reject(new CommandError(lastLines(all) || `${command} ended with ${signal ?? `status ${code}`}`));
    });
  });
}

function lastLines(text: string): string {
  return text.trim().split("\n").slice(-5).join("\n");
}
