import { TcssError, type TcssErrorDetails } from "../base/errors";
import { ending, TimeUp } from "./ending";
import { lastFailure } from "./retry";
import { cancelled } from "./sharedWork";

/**
 * Runs `work` for at most `seconds`, whatever it waits for: a connection, a body that trickles, a pause
 * between tries, a file system that hangs.
 * @param place for the error's message.
 * @param outer ends it as well: the caller does not want the answer any more.
 * @throws TcssError of kind `network`, code `DeadlineExceeded` or `Cancelled`.
 */
export async function withDeadline<T>(
  seconds: number,
  place: Pick<TcssErrorDetails, "account" | "endpoint">,
  work: (signal: AbortSignal) => Promise<T>,
  outer?: AbortSignal,
): Promise<T> {
  let met: TcssError | undefined;
  try {
    return await ending(seconds * 1000, outer, (signal) => {
      signal.addEventListener("abort", () => {
        met = lastFailure(signal);
      });
      return work(signal);
    });
  } catch (error) {
    if (outer?.aborted) throw cancelled();
    if (!(error instanceof TimeUp)) throw error;
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
