import { abortControllerForMany } from "./sharedWork";

/** The time for something is over. */
export class TimeUp extends Error {}

/**
 * Runs `work` until it ends, `milliseconds` have passed, or `outer` says so. The promise ends then as well, whatever
 * `work` waits for; its signal is aborted in each case, so that nothing of it is left.
 * The timer holds the process: who waits for an answer gets one.
 * @throws TimeUp, or the reason of `outer`, or what `work` throws.
 */
export function ending<T>(
  milliseconds: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = abortControllerForMany();
  let stop = (): void => {};
  const result = new Promise<T>((resolve, reject) => {
    const end = (reason: unknown): void => {
      reject(reason);
      controller.abort(reason);
    };
    const timer = setTimeout(() => end(new TimeUp()), milliseconds);
    const onOuter = (): void => end(outer?.reason);
    stop = () => {
      clearTimeout(timer);
      outer?.removeEventListener("abort", onOuter);
      controller.abort();
    };
    if (outer?.aborted) return onOuter();
    outer?.addEventListener("abort", onOuter);
    work(controller.signal).then(resolve, reject);
  });
  return result.finally(() => stop());
}
