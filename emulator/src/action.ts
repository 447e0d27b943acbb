import type { Accounts, Credential } from "./accounts";
import type { Roles } from "./roles";
import type { Settings } from "./settings";

/** One call of an API action, after its signature was verified. */
export interface Call {
  /** The request's parameters. A GET request gives strings only. */
  params: Record<string, unknown>;
  /** Who signed; absent for unsigned actions. */
  caller?: Credential;
  accounts: Accounts;
  roles: Roles;
  settings: Settings;
}

/** One API action. */
export interface Action {
  service: "tcss" | "sts";
  version: string;
  /** The parameters it knows; any other is refused with `UnknownParameter`. */
  parameters: readonly string[];
  /** Calls a second for each account. Absent: no limit. */
  perSecond?: number;
  /** It takes `Authorization: SKIP`. */
  mayBeUnsigned?: boolean;
  /**
   * The reply's fields, `RequestId` left out.
   * @throws ApiError
   */
  run(call: Call): Record<string, unknown>;
}
