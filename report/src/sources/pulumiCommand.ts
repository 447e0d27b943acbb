import { type ChildProcess, spawn } from "node:child_process";

/** How `pulumi` ended. */
export interface Ended {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
}

/** Why it was ended from here. */
export class GivenUp extends Error {
  constructor(readonly reason: "time" | "size") {
    super();
  }
}

export interface Limits {
  readonly seconds: number;
  readonly bytes: number;
}

const ENDING_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** How long after the end of the command its output may still come, from one piece to the next. */
const SILENCE_MILLISECONDS = 1000;
const IS_WINDOWS = process.platform === "win32";

/**
 * The shell becomes the command. What it leaves behind reads from the pipe that this process holds open, and ends the
 * command with all that it has started once the pipe closes without a line: after `kill -9` nothing else can end it.
 */
const BOUND = `(exec >/dev/null 2>&1; read -r line <&3 || kill -9 -$$) & exec "$@" 3<&-`;

/**
 * Runs `pulumi`, which waits for a backend that may not answer, and ends with this process, however that ends. On
 * Windows it outlives a process that is ended by force, until its backend gives up.
 * @throws GivenUp, and the error of a command that could not be started.
 */
export async function runPulumi(args: readonly string[], { seconds, bytes }: Limits): Promise<Ended> {
  const env = { PULUMI_SKIP_UPDATE_CHECK: "true", ...process.env };
  const child = IS_WINDOWS
    ? spawn("pulumi", args, { env, stdio: ["ignore", "pipe", "pipe"], windowsHide: true })
    : // a group of its own, which can be ended as a whole
      spawn("/bin/sh", ["-c", BOUND, "sh", "pulumi", ...args], {
        env,
        stdio: ["ignore", "pipe", "pipe", "pipe"],
        detached: true,
      });
  const endBySignal = (signal: NodeJS.Signals): void => {
    endAll(child);
    stopListening();
    // as it would have ended without this
    process.kill(process.pid, signal);
  };
  const stopListening = (): void => {
    for (const signal of ENDING_SIGNALS) process.off(signal, endBySignal);
  };
  for (const signal of ENDING_SIGNALS) process.on(signal, endBySignal);
  try {
    return await ended(child, { seconds, bytes });
  } finally {
    stopListening();
  }
}

function ended(child: ChildProcess, { seconds, bytes }: Limits): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const giveUp = (reason: GivenUp["reason"]): void => {
      endAll(child);
      reject(new GivenUp(reason));
    };
    const timer = setTimeout(giveUp, seconds * 1000, "time");
    // what it has left behind may hold its output open for ever
    let silence: NodeJS.Timeout | undefined;
    const letGo = (): void => {
      child.stdout?.destroy();
      child.stderr?.destroy();
    };
    let left = bytes;
    const text = (stream: NodeJS.ReadableStream | null): (() => string) => {
      const chunks: Buffer[] = [];
      stream?.on("data", (chunk: Buffer) => {
        left -= chunk.length;
        silence?.refresh();
        if (left < 0) giveUp("size");
        else chunks.push(chunk);
      });
      return () => Buffer.concat(chunks).toString("utf8");
    };
    const out = text(child.stdout);
    const errors = text(child.stderr);
    child.once("error", reject);
    // what watches over it holds the third pipe, and there is no "close" before that
    child.once("exit", () => {
      release(child);
      silence = setTimeout(letGo, SILENCE_MILLISECONDS);
    });
    child.once("close", (code) => resolve({ code, out: out(), errors: errors() }));
    for (const event of ["error", "close"] as const)
      child.once(event, () => {
        clearTimeout(timer);
        clearTimeout(silence);
      });
  });
}

function endAll(child: ChildProcess): void {
  try {
    if (IS_WINDOWS || child.pid === undefined) child.kill("SIGKILL");
    else process.kill(-child.pid, "SIGKILL");
  } catch {
    // has ended meanwhile
  }
}

/** Lets what watches over it go, as it has ended by itself. */
function release(child: ChildProcess): void {
  const pipe = child.stdio[3] as NodeJS.WritableStream | null | undefined;
  pipe?.on("error", () => {}).end("\n");
}
