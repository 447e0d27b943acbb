import { TaskCancelledError, TimeoutStrategy, timeout } from "cockatiel";
import { TcssError, type TcssErrorDetails } from "../errors";

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
  const deadline = timeout(seconds * 1000, TimeoutStrategy.Aggressive);
  try {
    return await deadline.execute(({ signal }) => work(signal));
  } catch (error) {
    if (!(error instanceof TaskCancelledError)) throw error;
    throw new TcssError(`the purchase state could not be read within ${seconds} s`, {
      kind: "network",
      code: "DeadlineExceeded",
      ...place,
      nextStep: "Check the network and proxies on the way, or raise tcss:deadlineSeconds.",
    });
  }
}
