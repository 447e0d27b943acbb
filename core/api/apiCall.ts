import type { Credential } from "../credentials/credential";

/** The way to one of Tencent Cloud's services. */
export interface ApiAccess {
  /** Origin that is asked, such as `https://tcss.intl.tencentcloudapi.com`. */
  readonly endpoint: string;
  readonly region: string | undefined;
  /** The account's name for messages. */
  readonly account: string | undefined;
  /** Seconds after which one try is given up. */
  readonly requestTimeoutSeconds: number;
  /** How often a failed request is tried again, at most. */
  readonly maxRetries: number;
}

/** One call of an API 3.0 action. */
export interface ApiCall {
  /** Product in the signature, whatever the host is called. */
  readonly service: string;
  readonly action: string;
  readonly version: string;
  readonly payload: unknown;
  /** Absent for the few actions that take no signature. */
  readonly credential?: Credential | undefined;
  /** How the SDK names itself to the API. */
  readonly sdkVersion: string;
}
