// What values that were stored somewhere say about themselves.
import {
  type GateSettings,
  printable,
  type Reading,
  type StoredResource,
  TcssError,
} from "pulumi-tcss/internal";
import { utc } from "./json";

/** What is known about what was read. */
export interface ParseContext {
  /** When the values were true at the latest, unless they say so themselves. Absent when that is unknown. */
  readonly observedAt?: string | undefined;
  /** When a stack's values were last read, where that is known better than by the state itself. */
  readonly updatedAt?: string | undefined;
  readonly gate: Pick<GateSettings, "maxStaleHours"> & Partial<Pick<GateSettings, "evidence">>;
  /** For the age of values. */
  readonly now: Date;
}

/** When values were true: as they say themselves, else `updated`, unless they are another stack's or last known ones. */
export function observedAtOf({ purchaseState, fromStack }: StoredResource, updated: string | undefined) {
  const { observedAt, stale } = purchaseState ?? {};
  const known = fromStack === undefined && (stale ?? false) === false;
  return utc(observedAt) ?? (known ? updated : undefined);
}

/** A failure's text may hold names from a state. */
export function printableReading(reading: Reading): Reading {
  return reading instanceof TcssError ? (printableError(reading) ?? reading) : reading;
}

/** Likewise. */
export function printableError(error: TcssError | undefined): TcssError | undefined {
  if (error === undefined) return undefined;
  const { kind, nextStep, summary } = error;
  return new TcssError(printable(summary), { kind, nextStep });
}
