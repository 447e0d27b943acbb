import { cpus, release, totalmem, type } from "node:os";

/** Where and when something was measured. */
export interface Machine {
  readonly date: string;
  readonly cores: number;
  readonly processor: string;
  /** Unit: GB. */
  readonly memory: number;
  readonly system: string;
  readonly node: string;
  /** The engines that something was measured with, such as `Pulumi 3.259.0`. */
  readonly engines: readonly string[];
}

export function thisMachine(now: Date, engines: readonly string[]): Machine {
  return {
    date: now.toISOString().slice(0, 10),
    cores: cpus().length,
    processor: cpus()[0]?.model.trim() ?? "unknown",
    memory: Math.round(totalmem() / 1e9),
    system: `${type()} ${release()}`,
    node: process.versions.node,
    engines,
  };
}

export function described({ date, cores, processor, memory, system, node, engines }: Machine): string {
  const versions = [`Node ${node}`, ...engines];
  return `Measured on ${date}: ${cores} cores (${processor}), ${memory} GB, ${system}, ${versions.join(", ")}.`;
}
