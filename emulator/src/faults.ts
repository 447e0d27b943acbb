import { maxDelayMs, maxEntries, maxText } from "./limits";

/** The ways in which an answer can go wrong. */
export const faultNames = [
  "none",
  "latency",
  "hang",
  "trickle",
  "reset",
  "5xx",
  "html",
  "truncated",
  "empty",
  "redirect",
  "wrong-content-type",
  "rate-limited",
  "error",
] as const;

export type FaultName = (typeof faultNames)[number];

/** One way to misbehave. */
export interface Fault {
  /** `none` answers as it should: a place in a script for a request that succeeds. */
  fault: FaultName;
  /** Milliseconds to wait first, with any fault. Default 2000 for `latency`, else 0. */
  delayMs?: number;
  /** Milliseconds between two bytes of `trickle`. Default 1000. */
  intervalMs?: number;
  /** The HTTP status of `5xx`. Default 503. */
  status?: number;
  /** Tencent's code for `error`. Default `InternalError`. */
  code?: string;
  /** Tencent's message for `error` and `rate-limited`. */
  message?: string;
}

/** A fault for requests to come. */
export interface ScriptedFault extends Fault {
  /** How many matching requests it meets before it is used up. Default 1. */
  times?: number | "always";
  /** Only requests for this action; `metadata` means the CVM metadata endpoint. Default: every request. */
  action?: string;
}

/** Scripted faults, in order: each request meets the first one that matches it and is not used up. */
export class FaultScript {
  private pending: ScriptedFault[] = [];

  push(...faults: ScriptedFault[]): void {
    if (this.pending.length + faults.length > maxEntries)
      throw new Error(`at most ${maxEntries} faults may wait for requests`);
    this.pending.push(...faults.map((fault) => ({ ...fault, times: fault.times ?? 1 })));
  }

  clear(): void {
    this.pending = [];
  }

  /** What is left, with the times that are left. */
  list(): ScriptedFault[] {
    return this.pending.map((fault) => ({ ...fault }));
  }

  /** The fault for a request, used up by one; undefined when none matches. */
  take(action: string | undefined): Fault | undefined {
    const found = this.pending.find((fault) => fault.action === undefined || fault.action === action);
    if (found && typeof found.times === "number") {
      found.times -= 1;
      if (found.times <= 0) this.pending = this.pending.filter((fault) => fault !== found);
    }
    return found;
  }
}

const keys = ["fault", "times", "action", "delayMs", "intervalMs", "status", "code", "message"];

/** @throws Error that says what is wrong with the fault */
export function parseFault(value: unknown): ScriptedFault {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Error("a fault must be an object");
  const fault = value as Record<string, unknown>;
  for (const key of Object.keys(fault)) {
    if (!keys.includes(key)) throw new Error(`a fault has no "${key}" (it has: ${keys.join(", ")})`);
  }
  if (!faultNames.includes(fault["fault"] as FaultName))
    throw new Error(`"fault" must be one of ${faultNames.join(", ")}`);
  const times = fault["times"];
  if (times !== undefined && times !== "always" && !(isCount(times) && times > 0))
    throw new Error('"times" must be a positive integer or "always"');
  for (const key of ["delayMs", "intervalMs"]) {
    const value = fault[key];
    if (value !== undefined && !(isCount(value) && value <= maxDelayMs))
      throw new Error(`"${key}" must be milliseconds, at most ${maxDelayMs}`);
  }
  const status = fault["status"];
  if (status !== undefined && !(isCount(status) && status >= 200 && status <= 599))
    throw new Error('"status" must be an HTTP status from 200 to 599');
  for (const key of ["action", "code", "message"]) {
    const value = fault[key];
    if (value !== undefined && !(typeof value === "string" && value.length <= maxText))
      throw new Error(`"${key}" must be a string of at most ${maxText} characters`);
  }
  return { ...fault } as unknown as ScriptedFault;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
