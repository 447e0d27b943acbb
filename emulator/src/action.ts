import type { Accounts, Credential } from "./accounts";
import type { TrapName } from "./assets/traps";
import type { Roles } from "./roles";
import type { Settings, Site } from "./settings";

/** One call of an API action, after its signature was verified. */
export interface Call {
  /** The request's parameters. A GET request gives strings only. */
  readonly params: Record<string, unknown>;
  /** Who signed; absent for unsigned actions. */
  readonly caller?: Credential;
  readonly accounts: Accounts;
  readonly roles: Roles;
  readonly settings: Settings;
  readonly now: Date;
  /** `X-TC-Region`; empty where the request names none. */
  readonly region: string;
  /** How a list misleads. Absent: it does not. */
  readonly trap?: TrapName;
}

/** One API action. */
export interface Action {
  readonly service: "tcss" | "sts" | "cvm";
  readonly version: string;
  /** The parameters it knows; any other is refused with `UnknownParameter`. */
  readonly parameters: readonly string[];
  /** Calls a second for each account. Absent: no limit. */
  readonly perSecond?: number;
  /** The only site that knows it. Absent: both. */
  readonly site?: Site;
  /** It takes `Authorization: SKIP`. */
  readonly mayBeUnsigned?: boolean;
  /**
   * The reply's fields, `RequestId` left out.
   * @throws ApiError
   */
  run(call: Call): Record<string, unknown>;
}
