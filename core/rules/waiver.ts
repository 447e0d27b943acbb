import type { PolicyName, RuleId } from ".";

/** A finding that someone has accepted, until a day. */
export interface Waiver {
  /** Id (`TCSS002`) or policy name (`no-undefended-cores`) of the rule. */
  readonly rule: RuleId | PolicyName;
  /** Why it is accepted, for the readers of the report. */
  readonly reason: string;
  /** Last day on which it counts, `YYYY-MM-DD`; the whole day, in the gate's time zone. */
  readonly expires: string;
  /** Where it counts. Absent: everywhere. */
  readonly scope?: WaiverScope | undefined;
}

/** Where a waiver counts: everything that is given must match. */
export interface WaiverScope {
  /** Id (uin) of an account, or the name that the gate's `accounts` gives it. A name that the program gives does not count. */
  readonly account?: string | undefined;
  /** Glob over `ORGANIZATION/PROJECT/STACK`; without a slash over the stack's name, with one over `PROJECT/STACK`. */
  readonly stack?: string | undefined;
  /** Glob over the name of a `PurchaseState`. Findings about the account itself are about no resource. */
  readonly resource?: string | undefined;
}

/** A waiver that matches a finding. */
export interface WaiverUse {
  readonly waiver: Waiver;
  /** Whole days until it expires; 0 on its last day, negative once it has expired. */
  readonly daysLeft: number;
}

/** A waiver of which it is unknown whether it is for this account. */
export interface UndecidedWaiver {
  readonly waiver: Waiver;
  /** The account that its scope names. */
  readonly account: string;
  /** `noId`: it names an id, and the id of this account is unknown. `name`: it names an account of the gate's settings, and it is unknown whether this is that one. */
  readonly because: "noId" | "name";
}
