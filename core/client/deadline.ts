import { TcssError, type TcssErrorDetails } from "../errors";
import { lastFailure } from "./retry";

/**
 * Runs `work` for at most `seconds`, whatever it waits for: a connection, a body that trickles, a pause
 * between tries, a file system that hangs.
 * @param place for the error's message.
 * @throws TcssError of kind `network`, code `DeadlineExceeded`.
 */
export async function withDeadline<T>(
  seconds: number,
  place: Pick<TcssErrorDetails, "account" | "endpoint">,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { TaskCancelledError, TimeoutStrategy, timeout } = await import("cockatiel");
  const deadline = timeout(seconds * 1000, TimeoutStrategy.Aggressive);
  let met: TcssError | undefined;
  try {
    return await deadline.execute(({ signal }) => {
      signal.addEventListener("abort", () => {
        met = lastFailure(signal);
      });
      return work(signal);
    });
  } catch (error) {
    if (!(error instanceof TaskCancelledError)) throw error;
    throw new TcssError(
      `the purchase state could not be read within ${seconds} s${met === undefined ? "" : `; the last try: ${met.summary}`}`,
      {
        kind: "network",
        code: "DeadlineExceeded",
        ...place,
        requestId: met?.requestId,
        nextStep: (words) =>
          met?.inWordsOf(words).nextStep ??
          `Check the network and proxies on the way, or raise ${words.setting("deadlineSeconds")}.`,
      },
    );
  }
}
