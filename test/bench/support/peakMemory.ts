import { existsSync, readdirSync, readFileSync } from "node:fs";

/** Where the kernel tells about processes: on Linux alone. */
const PROC = "/proc";
/** Unit: milliseconds. */
const INTERVAL = 5;

/** What one process has needed at most. */
export interface Peak {
  /** Its command line, arguments separated by spaces. */
  readonly command: string;
  /** Unit: bytes. */
  readonly bytes: number;
}

/** Why peaks cannot be taken on this system; undefined where they can. */
export function peaksAreMissing(): string | undefined {
  return existsSync(`${PROC}/self/status`)
    ? undefined
    : "peak memory is not measured on this system: it has no /proc";
}

/** What a process has needed at most until now. Unit: megabytes. */
export function peakUntilNow(id: number): number {
  return megabytes(numberIn(textOf(`${PROC}/${id}/status`), "VmHWM") * 1024);
}

/** What the processes below this one need at most while something is done. */
export async function peaksDuring(work: () => Promise<unknown>): Promise<Peak[]> {
  const watch = new PeakMemory();
  try {
    await work();
  } finally {
    watch.stop();
  }
  return watch.peaks();
}

/**
 * The highest peak among the processes with such a command line. Unit: megabytes.
 * @throws Error that names the processes, where there is no such one.
 */
export function highestOf(name: string, command: RegExp, seen: readonly Peak[]): number {
  const found = seen.filter((peak) => command.test(peak.command)).map(({ bytes }) => bytes);
  if (found.length === 0)
    throw new Error(`${name}: no such process among\n${seen.map((peak) => peak.command).join("\n")}`);
  return megabytes(Math.max(...found));
}

function megabytes(bytes: number): number {
  return bytes / 1e6;
}

/**
 * Watches every process below this one. The kernel keeps a process's peak (`VmHWM`, resident memory) up to date and it
 * never falls, so that looking often misses only what is taken in the last milliseconds. That needs no
 * change to the processes, and works for those that the engine kills.
 */
class PeakMemory {
  readonly #own = new Set([process.pid]);
  readonly #foreign = new Set<number>();
  readonly #peaks = new Map<string, Peak>();
  readonly #timer = setInterval(() => this.#look(), INTERVAL);

  stop(): void {
    clearInterval(this.#timer);
  }

  peaks(): Peak[] {
    return [...this.#peaks.values()];
  }

  #look(): void {
    for (const entry of readdirSync(PROC)) {
      const id = Number(entry);
      if (Number.isInteger(id) && !this.#foreign.has(id)) this.#lookAt(id);
    }
  }

  #lookAt(id: number): void {
    const status = textOf(`${PROC}/${id}/status`);
    const [parent, peak] = [numberIn(status, "PPid"), numberIn(status, "VmHWM")];
    if (!this.#own.has(id)) {
      if (this.#foreign.has(parent) || parent === 0) this.#foreign.add(id);
      if (!this.#own.has(parent)) return;
      this.#own.add(id);
    }
    // a process that has ended keeps its id for a while, but no memory
    if (id === process.pid || Number.isNaN(peak)) return;
    const command = textOf(`${PROC}/${id}/cmdline`).split("\0").join(" ").trim();
    // one id stands for several commands when a script becomes another program
    this.#peaks.set(`${id} ${command}`, { command, bytes: peak * 1024 });
  }
}

/** The text of a file of a process; empty when the process is gone. */
function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function numberIn(status: string, key: string): number {
  return Number(new RegExp(`^${key}:\\s*(\\d+)`, "m").exec(status)?.[1] ?? Number.NaN);
}
