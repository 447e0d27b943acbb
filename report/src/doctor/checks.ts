import type {
  AssetKind,
  AssetStatus,
  Coverage,
  Site,
  TcssErrorFacts,
  UnitProblem,
} from "pulumi-tcss/internal";

/**
 * What one check came to: `ok`; `attention`, for what limits a feature or no document says; `problem`, for what keeps the
 * account from being read or judged; `unknown`, where the answer could not be determined.
 */
export type CheckStatus = "ok" | "attention" | "problem" | "unknown";

/** What a permission is needed for. */
export type Purpose = "purchaseState" | "clusters" | "hosts" | "superNodes" | "accountId" | "instanceTypes";

/** Whether CAM lets the identity ask: `notOffered` where the site has no such action, `notAsked` where no endpoint is set. */
export type PermissionAnswer = "granted" | "denied" | "notOffered" | "notAsked" | "unknown";

/** An asset's kind, or the purchase state. */
export type ValuesOf = "purchaseState" | AssetKind;

/** A field of the API, and values in it that no document has. */
export interface UndocumentedField {
  /** As the API spells it. */
  readonly field: string;
  /** Different values, the first few, as JSON texts of at most 60 characters. */
  readonly values: readonly string[];
}

/** The facts of each check, by its name. Null where a fact could not be determined. */
export interface CheckFacts {
  readonly credentials: {
    /** Such as `environment`. */
    readonly source: string | null;
    /** Sources that were asked before, and why each had none. */
    readonly skipped: readonly { readonly source: string; readonly reason: string }[];
    readonly isTemporary: boolean | null;
    /** RFC 3339. Null: unlimited, or unknown. */
    readonly expiresAt: string | null;
    readonly error: TcssErrorFacts | null;
  };
  readonly endpoint: {
    readonly endpoint: string;
    /** Null: unknown, as for a gateway where no site is set. */
    readonly site: Site | null;
    /** Whether it is one of Tencent Cloud's own hosts. */
    readonly isTencent: boolean;
    /** Whether it has answered. */
    readonly answers: boolean;
    readonly error: TcssErrorFacts | null;
  };
  readonly clock: {
    /** How far this machine's clock is ahead of the server's. Unit: seconds. */
    readonly aheadSeconds: number | null;
  };
  readonly permission: {
    readonly purpose: Purpose;
    /** As CAM names it, such as `tcss:DescribeUserCluster`. */
    readonly action: string;
    readonly answer: PermissionAnswer;
    readonly site: Site | null;
    readonly error: TcssErrorFacts | null;
  };
  readonly unit: {
    /** How many of the lists' units make a core. Null: no unit fits, or nothing was read. */
    readonly factor: number | null;
    /** How far the lists' sum is from `AllCoresCnt`, as a part of it. */
    readonly deviation: number | null;
    /** Why no unit fits. */
    readonly problem: UnitProblem | null;
    /** Assets that the account's cores leave out. */
    readonly notCounted: number | null;
    readonly error: TcssErrorFacts | null;
  };
  readonly assets: {
    /** How many there are of each kind. Null: the lists could not be read. */
    readonly kinds: Readonly<Partial<Record<AssetKind, number>>> | null;
    /** How many have each status. */
    readonly statuses: Readonly<Partial<Record<AssetStatus, number>>>;
    /** Items of the lists without an id. */
    readonly withoutId: number;
    /** Assets whose cores are unknown though a unit fits. */
    readonly withoutCores: number;
    /** Assets that the lists gave several times with other values. */
    readonly repeated: number;
    /** Lists that gave fewer assets than they count. */
    readonly incomplete: Coverage["incomplete"];
    readonly error: TcssErrorFacts | null;
  };
  readonly subState: {
    readonly state: number | null;
    readonly subState: string | null;
    /** Whether the rules understand it beside this state. */
    readonly isUnderstood: boolean | null;
  };
  readonly values: {
    readonly of: ValuesOf;
    /** How many items were looked at. */
    readonly looked: number | null;
    readonly fields: readonly UndocumentedField[];
  };
  readonly pages: {
    readonly action: string;
    /** Values of `Limit` that the list took, ascending. */
    readonly accepted: readonly number[];
    readonly refused: readonly { readonly limit: number; readonly code: string }[];
    /** Whether a page had fewer items than were asked for and are there. */
    readonly isShort: boolean | null;
  };
  readonly versions: {
    readonly command: string;
    /** Such as `v22.11.0`. */
    readonly node: string;
    /** Such as `linux x64`. */
    readonly platform: string;
    /** Which of these programs are on PATH. */
    readonly programs: Readonly<Record<string, boolean>>;
  };
}

export type CheckName = keyof CheckFacts;

/** One thing that was looked at. */
export type Check = {
  [Name in CheckName]: {
    readonly check: Name;
    readonly status: CheckStatus;
    readonly facts: CheckFacts[Name];
  };
}[CheckName];

/** What was found about one account. */
export interface Examination {
  /** The account's label. Null: the user gave none. */
  readonly account: string | null;
  readonly checks: readonly Check[];
}

/** All that the command found. */
export interface DoctorDocument {
  readonly schemaVersion: 1;
  /** RFC 3339. */
  readonly generatedAt: string;
  /** Whether everything could be determined. */
  readonly determined: boolean;
  readonly machine: readonly Check[];
  readonly accounts: readonly Examination[];
}

/** A check; the type makes its facts fit its name. */
export function check<Name extends CheckName>(
  name: Name,
  status: CheckStatus,
  facts: CheckFacts[Name],
): Check {
  return { check: name, status, facts } as Check;
}
