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
  /** Absent where nothing was measured with the engine. */
  readonly pulumi?: string;
}

export function thisMachine(now: Date, pulumi: string | undefined): Machine {
  return {
    date: now.toISOString().slice(0, 10),
    cores: cpus().length,
    processor: cpus()[0]?.model.trim() ?? "unknown",
    memory: Math.round(totalmem() / 1e9),
    system: `${type()} ${release()}`,
    node: process.versions.node,
    ...(pulumi === undefined ? {} : { pulumi }),
  };
}

export function described({ date, cores, processor, memory, system, node, pulumi }: Machine): string {
  const versions = [`Node ${node}`, ...(pulumi === undefined ? [] : [`Pulumi ${pulumi}`])];
  return `Measured on ${date}: ${cores} cores (${processor}), ${memory} GB, ${system}, ${versions.join(", ")}.`;
}
