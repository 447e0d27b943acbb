import { type TrapName, trapNames } from "./assets/traps";
import { MAX_DELAY_MS, MAX_ENTRIES } from "./limits";
import { integer, kind, read, TEXT } from "./shape";
import type { Writable } from "./writable";

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
  "no-permission",
  "error",
  ...trapNames,
] as const;

export type FaultName = (typeof faultNames)[number];

/** The trap of a list that a fault is; undefined for other faults. */
export function trapOf(fault: FaultName): TrapName | undefined {
  return trapNames.find((name) => name === fault);
}

/** One way to misbehave. */
export interface Fault {
  /** `none` answers as it should: a place in a script for a request that succeeds. */
  readonly fault: FaultName;
  /** Milliseconds to wait first, with any fault. Default 2000 for `latency`, else 0. */
  readonly delayMs?: number;
  /** Milliseconds between two bytes of `trickle`. Default 1000. */
  readonly intervalMs?: number;
  /** The HTTP status of `5xx`. Default 503. */
  readonly status?: number;
  /** Tencent's code for `error` (default `InternalError`) and `no-permission`. */
  readonly code?: string;
  /** Tencent's message for `error`, `rate-limited` and `no-permission`. */
  readonly message?: string;
}

/** A fault for requests to come. */
export interface ScriptedFault extends Fault {
  /** How many matching requests it meets before it is used up. Default 1. */
  readonly times?: number | "always";
  /** Only requests for this action; `metadata` means the CVM metadata endpoint. Default: every request. */
  readonly action?: string;
}

/** Scripted faults, in order: each request meets the first one that matches it and is not used up. */
export class FaultScript {
  #pending: Writable<ScriptedFault>[] = [];

  push(...faults: ScriptedFault[]): void {
    if (this.#pending.length + faults.length > MAX_ENTRIES)
      throw new Error(`at most ${MAX_ENTRIES} faults may wait for requests`);
    this.#pending.push(...faults.map((fault) => ({ ...fault, times: fault.times ?? 1 })));
  }

  clear(): void {
    this.#pending = [];
  }

  /** What is left, with the times that are left. */
  list(): ScriptedFault[] {
    return this.#pending.map((fault) => ({ ...fault }));
  }

  /** The fault for a request, used up by one; undefined when none matches. */
  take(action: string | undefined): Fault | undefined {
    const found = this.#pending.find((fault) => fault.action === undefined || fault.action === action);
    if (found && typeof found.times === "number") {
      found.times -= 1;
      if (found.times <= 0) this.#pending = this.#pending.filter((fault) => fault !== found);
    }
    return found;
  }
}

const MILLISECONDS = integer(0, MAX_DELAY_MS, `milliseconds, at most ${MAX_DELAY_MS}`);

const FAULT = {
  fault: kind(`one of ${faultNames.join(", ")}`, (value): value is FaultName =>
    faultNames.includes(value as FaultName),
  ),
  times: kind(
    'a positive integer or "always"',
    (value): value is number | "always" =>
      value === "always" || (Number.isSafeInteger(value) && (value as number) > 0),
  ),
  action: TEXT,
  delayMs: MILLISECONDS,
  intervalMs: MILLISECONDS,
  status: integer(200, 599, "an HTTP status from 200 to 599"),
  code: TEXT,
  message: TEXT,
};

/** @throws Error that says what is wrong with the fault */
export function parseFault(value: unknown): ScriptedFault {
  return read(value, "a fault", FAULT, ["fault"]);
}
