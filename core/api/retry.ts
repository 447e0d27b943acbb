import { TcssError } from "../base/errors";
import type { CallLimits } from "./access";

/** Tencent's codes after which the same request may succeed. All others would fail again, or lock an account. */
const PASSING_CODES =
  /^(RequestLimitExceeded(\..*)?|InternalError|InternalError\.MainDBFail|ServiceUnavailable|ResourceUnavailable)$/;

/**
 * The network's codes after which the same request may succeed. Not among them: a host whose name is not known
 * (a mistyped endpoint), certificates, and every code that is not in this list.
 */
const PASSING_FAULTS: ReadonlySet<string> = new Set([
  "DeadlineExceeded",
  "Timeout",
  "EAI_AGAIN",
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EADDRNOTAVAIL",
  "EHOSTDOWN",
  "EHOSTUNREACH",
  "EMFILE",
  "ENETDOWN",
  "ENETRESET",
  "ENETUNREACH",
  "ENFILE",
  "ENOBUFS",
  "ERR_STREAM_PREMATURE_CLOSE",
  "EPIPE",
  "ETIMEDOUT",
]);

/**
 * Whether the account could not be asked for a reason that may pass by itself: a fault of the network, a timeout,
 * HTTP 5xx, a rate limit, an internal error of the API. Everything else is an answer, or a mistake that stays.
 */
export function isUnavailability(error: unknown): boolean {
  if (!(error instanceof TcssError)) return false;
  const { kind, code = "", httpStatus = 0 } = error;
  const statusPasses = httpStatus >= 500 || httpStatus === 429;
  switch (kind) {
    case "network":
      return PASSING_FAULTS.has(code) || statusPasses;
    case "api":
      return PASSING_CODES.test(code);
    case "reply":
      return statusPasses;
    default:
      return false;
  }
}

/**
 * Whether the same request would fail again: credentials and certificates that are refused, a proxy that does not
 * let it through, what cannot be sent, a defect. It is sent once.
 */
export function isPermanent(error: unknown): boolean {
  return !isUnavailability(error);
}

/** The longest pause before the second try; it doubles with each further one. Unit: milliseconds. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 8000;

/** When tries end. */
export interface RetryPolicy extends CallLimits {
  /** How often a failed try is repeated, at most. */
  readonly maxRetries: number;
}

/**
 * `attempt`, repeated where that can help, with exponential back-off and full jitter. A pause keeps the process alive,
 * and ends with `signal`.
 * @throws the last attempt's error, with the number of tries where there was more than one.
 */
export async function withRetries<T>(
  { maxRetries, signal, onFailedTry }: RetryPolicy,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    signal.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof TcssError && !signal.aborted) onFailedTry?.(error);
      if (tries <= maxRetries && isUnavailability(error))
        await pause(Math.random() * Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (tries - 1)), signal);
      else if (tries === 1 || !(error instanceof TcssError)) throw error;
      else throw error.adding(`, after ${tries} tries`);
    }
  }
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  const { setTimeout: sleep } = await import("node:timers/promises");
  await sleep(milliseconds, undefined, { signal });
}
