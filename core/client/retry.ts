import { TcssError } from "../errors";

/** Tencent's codes after which the same request may succeed. All others would fail again, or lock an account. */
const PASSING_CODES =
  /^(RequestLimitExceeded(\..*)?|InternalError|InternalError\.MainDBFail|ServiceUnavailable|ResourceUnavailable)$/;

/**
 * The network's codes after which the same request may succeed. Not among them: a host whose name is not known
 * (a mistyped endpoint), certificates, and all that nobody has thought of.
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

const failures = new WeakMap<AbortSignal, TcssError>();

/** What the last try under `signal` failed with, so that whoever ends the tries can say what they met. */
export function lastFailure(signal: AbortSignal): TcssError | undefined {
  return failures.get(signal);
}

/**
 * `attempt`, and again up to `maxRetries` times where that can help, with exponential back-off and full jitter.
 * @throws the last attempt's error, with the number of tries where there was more than one.
 */
export async function withRetries<T>(
  maxRetries: number,
  signal: AbortSignal,
  attempt: () => Promise<T>,
): Promise<T> {
  let tries = 0;
  // loaded on demand, like all that only a request needs
  const { ExponentialBackoff, fullJitterGenerator, handleWhen, retry } = await import("cockatiel");
  const backoff = new ExponentialBackoff({
    generator: fullJitterGenerator,
    initialDelay: 500,
    maxDelay: 8000,
  });
  // the pause must not keep a process alive whose deadline has passed
  const policy = retry(handleWhen(isUnavailability), { maxAttempts: maxRetries, backoff }).dangerouslyUnref();
  try {
    return await policy.execute(async () => {
      tries += 1;
      try {
        return await attempt();
      } catch (error) {
        if (error instanceof TcssError && !signal.aborted) failures.set(signal, error);
        throw error;
      }
    }, signal);
  } catch (error) {
    if (tries <= 1 || !(error instanceof TcssError)) throw error;
    throw new TcssError(`${error.summary}, after ${tries} tries`, { ...error });
  }
}
