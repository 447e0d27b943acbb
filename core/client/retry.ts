import { TcssError } from "../errors";

/** Codes after which the same request may succeed. All others would fail again, or lock an account. */
const RETRYABLE_CODES =
  /^(RequestLimitExceeded(\..*)?|InternalError|InternalError\.MainDBFail|ServiceUnavailable|ResourceUnavailable)$/;

/** Whether trying again can help: no answer, a failing gateway, a rate limit, a passing fault of the service. */
export function isRetryable(error: unknown): boolean {
  if (!(error instanceof TcssError)) return false;
  switch (error.kind) {
    case "network":
      return true;
    case "api":
      return RETRYABLE_CODES.test(error.code ?? "");
    case "reply":
      return (error.httpStatus ?? 0) >= 500;
    default:
      return false;
  }
}

/** Whether the account could not be asked, rather than that it or the user gave a wrong answer. */
export function isUnavailability(error: unknown): boolean {
  return isRetryable(error) || (error instanceof TcssError && error.kind === "reply");
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
  const policy = retry(handleWhen(isRetryable), { maxAttempts: maxRetries, backoff }).dangerouslyUnref();
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
