import type { CallLimits } from "../api/access";
import type { CallOptions } from "../api/callAction";
import { withDeadline } from "../api/deadline";
import { SharedWork } from "../api/sharedWork";
import { TcssError } from "../base/errors";
import type { Connection } from "../connection/connection";
import type { CredentialCache } from "../credentials/cache";
import type { FoundCredential } from "../credentials/chain";
import { explainShortTry, slowEndpoints } from "./slowEndpoints";

/** What is read of an account. */
export interface Question<Result> {
  /** What is read, in messages: `the purchase state`. */
  readonly subject: string;
  /**
   * Asks for it.
   * @param options its `access` names no account: the label is each caller's own.
   * @param onPart called after each reply of several.
   */
  readonly ask: (options: CallOptions, onPart: () => void) => Promise<Result>;
}

/**
 * One read that several callers wait for. Nothing in it depends on a caller's label for the account, or on which
 * accounts a caller allows: each looks at these itself.
 */
export class SharedRead<Result> {
  readonly #question: Question<Result>;
  readonly #credentials: CredentialCache;
  readonly #work: SharedWork<Result>;
  /** What the account is asked with. Known before the result is; rejected where there is none. */
  readonly found: Promise<FoundCredential>;

  /** Starts the read, by the first caller's deadline and retries. */
  constructor(question: Question<Result>, connection: Connection, credentials: CredentialCache) {
    this.#question = question;
    this.#credentials = credentials;
    let resolve: (found: FoundCredential) => void;
    let reject: (reason: unknown) => void;
    this.found = new Promise((onFound, onFailure) => {
      [resolve, reject] = [onFound, onFailure];
    });
    this.found.catch(() => {}); // avoids an unhandled rejection: `wait` throws the same error
    this.#work = new SharedWork(async (signal) => {
      try {
        return await this.#read(connection, signal, resolve);
      } catch (error) {
        reject(error);
        throw error;
      }
    });
  }

  /** Whether all callers left before there was a result: a new caller must not join. */
  get isAbandoned(): boolean {
    return this.#work.isAbandoned;
  }

  /** Resolves when there is a result, or an error. */
  get settled(): Promise<void> {
    return this.#work.settled;
  }

  /**
   * What was read.
   * @param signal aborted when the caller leaves.
   */
  wait(signal: AbortSignal): Promise<Result> {
    return this.#work.wait(signal);
  }

  async #read(
    connection: Connection,
    cancelled: AbortSignal,
    onFound: (found: FoundCredential) => void,
  ): Promise<Result> {
    const { subject, ask } = this.#question;
    const adapted = slowEndpoints.adapted(subject, connection);
    const { deadlineSeconds: seconds, endpoint } = adapted;
    // the label is each caller's own
    const access = { ...adapted, account: undefined };
    let parts = 0;
    const read = async (limits: CallLimits): Promise<Result> => {
      const found = await this.#findCredential(adapted, limits.signal);
      onFound(found);
      const { credential, source } = found;
      try {
        return await ask({ access, credential, ...limits }, () => {
          parts += 1;
        });
      } catch (error) {
        throw error instanceof TcssError ? error.with({ credentialSource: source }) : error;
      }
    };
    try {
      const result = await withDeadline({ seconds, subject, endpoint, outer: cancelled }, read);
      slowEndpoints.answered(subject, connection);
      return result;
    } catch (error) {
      if (parts > 0) throw withProgress(error, parts); // the endpoint answers: there is only too much to read
      if (adapted !== connection) throw explainShortTry(error);
      slowEndpoints.failed(subject, connection, error);
      throw error;
    }
  }

  async #findCredential(
    { credentialKey, findCredential, endpoint }: Connection,
    signal: AbortSignal,
  ): Promise<FoundCredential> {
    try {
      return await this.#credentials.get(credentialKey, findCredential, signal);
    } catch (error) {
      if (!(error instanceof TcssError) || error.kind !== "credentials" || error.endpoint !== undefined)
        throw error;
      throw error.with({ endpoint });
    }
  }
}

/** Says how far a read of several replies had come when its time was over. */
function withProgress(error: unknown, parts: number): unknown {
  if (!(error instanceof TcssError) || error.code !== "DeadlineExceeded") return error;
  return error.adding(`; ${parts} ${parts === 1 ? "page" : "pages"} had been read`);
}
