import type { TcssError } from "../base/errors";

/** How one of Tencent Cloud's services is reached. */
export interface ApiAccess {
  /** Origin that is asked, such as `https://tcss.intl.tencentcloudapi.com`. */
  readonly endpoint: string;
  readonly region: string | undefined;
  /** The account's label, for messages. */
  readonly account: string | undefined;
  /** IANA zone of the times in replies, which come without one. Absent: that of the model. */
  readonly timeZone?: string | undefined;
  /** Seconds after which one try is given up. */
  readonly requestTimeoutSeconds: number;
  /** For STS: the name of a session that its user does not name. Absent: `pulumi-tcss`. */
  readonly sessionName?: string | undefined;
  /** How often a failed request is tried again, at most. */
  readonly maxRetries: number;
}

/** How long a call may go on. */
export interface CallLimits {
  /** Ends the call whatever it waits for. */
  readonly signal: AbortSignal;
  /** Receives the error of each failed try, so that the caller who ends the tries can report the last one. */
  readonly onFailedTry?: ((error: TcssError) => void) | undefined;
}
