import { TcssError, type TcssErrorDetails } from "../base/errors";
import type { CallLimits } from "./access";
import { ending, TimeUp } from "./ending";
import { cancelled } from "./sharedWork";

/** What has to be done in time. */
export interface Deadline extends Pick<TcssErrorDetails, "account" | "endpoint"> {
  readonly seconds: number;
  /** What is read, for the error's message: `the purchase state`. */
  readonly subject: string;
  /** Ends the work as well: the caller has left. */
  readonly outer?: AbortSignal | undefined;
}

/**
 * Runs `work` until the deadline, whatever it waits for: a connection, a body that trickles, a pause between tries, a
 * file system that hangs.
 * @throws TcssError of kind `network`, code `DeadlineExceeded` or `Cancelled`.
 */
export async function withDeadline<T>(
  { seconds, subject, outer, ...place }: Deadline,
  work: (limits: CallLimits) => Promise<T>,
): Promise<T> {
  let lastFailure: TcssError | undefined;
  const onFailedTry = (error: TcssError): void => {
    lastFailure = error;
  };
  try {
    return await ending(seconds * 1000, outer, (signal) => work({ signal, onFailedTry }));
  } catch (error) {
    if (outer?.aborted) throw cancelled();
    if (!(error instanceof TimeUp)) throw error;
    throw deadlineExceeded(`${subject} could not be read within ${seconds} s`, place, lastFailure);
  }
}

function deadlineExceeded(
  summary: string,
  place: Pick<TcssErrorDetails, "account" | "endpoint">,
  lastFailure: TcssError | undefined,
): TcssError {
  const met = lastFailure === undefined ? "" : `; the last try: ${lastFailure.summary}`;
  return new TcssError(`${summary}${met}`, {
    kind: "network",
    code: "DeadlineExceeded",
    ...place,
    requestId: lastFailure?.requestId,
    nextStep: (words) =>
      lastFailure?.inWordsOf(words).nextStep ??
      `Check the network and proxies on the way, or raise ${words.setting("deadlineSeconds")}.`,
  });
}
