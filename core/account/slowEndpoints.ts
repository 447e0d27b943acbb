import { type BoundedCache, boundedCache } from "../base/bounded";
import { TcssError } from "../base/errors";
import type { Connection } from "../connection/connection";

/** What a read may take at an endpoint at which another one has just timed out. */
const SHORT_TRY_SECONDS = 2;
/** For how long an endpoint is taken for slow: a process may live long, and an endpoint recover. */
const MEMORY_MILLISECONDS = 60_000;

type Way = Pick<Connection, "endpoint" | "sts">;

/**
 * The endpoints at which a read of this process has timed out, by what was read. The engine evaluates and checks one after another,
 * so each further account at a hanging endpoint would delay the deployment by its full deadline.
 */
class SlowEndpoints {
  readonly #since: BoundedCache<number> = boundedCache();

  /** `connection`, allowed one short try alone where another read on the same way has just timed out. */
  adapted(subject: string, connection: Connection): Connection {
    const since = this.#since.get(keyOf(subject, connection));
    if (since === undefined || performance.now() - since > MEMORY_MILLISECONDS) return connection;
    const { requestTimeoutSeconds, deadlineSeconds } = connection;
    return {
      ...connection,
      maxRetries: 0,
      requestTimeoutSeconds: Math.min(requestTimeoutSeconds, SHORT_TRY_SECONDS),
      deadlineSeconds: Math.min(deadlineSeconds, SHORT_TRY_SECONDS),
    };
  }

  /** A read on this way, with all the time that it may take, has failed. */
  failed(subject: string, way: Way, error: unknown): void {
    if (error instanceof TcssError && (error.code === "DeadlineExceeded" || error.code === "Timeout"))
      this.#since.set(keyOf(subject, way), performance.now());
  }

  answered(subject: string, way: Way): void {
    this.#since.delete(keyOf(subject, way));
  }
}

/** The slow endpoints of this process. */
export const slowEndpoints = new SlowEndpoints();

/** A read waits for STS as well, where credentials come from there. */
function keyOf(subject: string, { endpoint, sts }: Way): string {
  return `${subject} ${endpoint} ${sts.endpoint}`;
}

/** Says why a read had so little time. */
export function explainShortTry(error: unknown): unknown {
  if (!(error instanceof TcssError) || !["DeadlineExceeded", "Timeout"].includes(error.code ?? ""))
    return error;
  return error
    .adding("; tried once only, since a read at this endpoint has timed out before")
    .with({ nextStep: "Check the network and proxies on the way to the endpoint." });
}
