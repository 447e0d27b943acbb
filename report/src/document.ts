import {
  type AssessSettings,
  type Finding,
  type GateSettings,
  judge,
  onlyDefined,
  type Place,
  type PurchaseState,
  type Reading,
  type Site,
  TcssError,
  unusedWaivers,
  type Verdict,
  verdictOf,
  type Waiver,
  wholeDaysBetween,
  worst,
} from "pulumi-tcss/internal";
import { type CostEstimate, estimateCost, type Prices } from "./cost";

/** Name of an account that was asked live and that nobody has named: `--account NAME` does. */
export const UNNAMED = "unnamed account";

/** Where values were read from. */
export interface Origin {
  /** `stack`: a stack's state. `live`: the account. `file`: a saved reply, outputs or state. `stdin`: the same, piped. */
  readonly kind: "stack" | "live" | "file" | "stdin";
  /** `ORGANIZATION/PROJECT/STACK`, the account's name, profile or id (else {@link UNNAMED}), or the path of the file. */
  readonly name: string;
  /** Name of the `PurchaseState` in that stack. Absent for a reply, and for outputs. */
  readonly resource?: string | undefined;
}

/** A purchase state that was read somewhere, or why it could not be. */
export interface Observation {
  readonly origin: Origin;
  readonly reading: Reading;
  /** Why the reading says nothing of the account as it is now: it is too old, or of unknown age. */
  readonly problem?: TcssError | undefined;
  /** Why it does not count by the gate's settings; it is left out where others do. */
  readonly uncounted?: string | undefined;
  /** When the values were true, RFC 3339 in UTC. Absent when nobody knows. */
  readonly observedAt?: string | undefined;
  readonly place: Place;
  /** The site whose prices apply. Absent when it is not known. */
  readonly site?: Site | undefined;
  /** Whom a live read has asked, in one line. */
  readonly asked?: string | undefined;
}

/** One purchase state, judged. */
export interface Subject {
  readonly origin: Origin;
  /** Absent when it could not be read: the one finding says why. */
  readonly purchaseState?: PurchaseState;
  /** When the values were true, RFC 3339 in UTC. Absent when nobody knows. */
  readonly observedAt?: string;
  /** Whole days until the license ends; negative once it has. Absent when the end is not known. */
  readonly daysLeft?: number;
  readonly findings: readonly Finding[];
  readonly verdict: Verdict;
  /** What idle, missing and elastic cores cost. Absent without a price, or without the counts. */
  readonly cost?: CostEstimate;
}

/** Everything that a report says; each format is a projection of it. */
export interface ReportDocument {
  /** Version of this structure (report.schema.json). It grows when a reader of the old one would go wrong. */
  readonly schemaVersion: 1;
  readonly tool: { readonly name: "tcss"; readonly version: string };
  /** When the report was made, RFC 3339 in UTC: days left are counted from then. */
  readonly generatedAt: string;
  /** IANA zone in which times are told to people: that of the gate's settings. */
  readonly timeZone: string;
  /** Of all subjects: the worst, where `block` is worse than `unknown`. */
  readonly verdict: Verdict;
  readonly subjects: readonly Subject[];
  /** Earlier values of the stacks, oldest first, where they were asked for. */
  readonly history?: readonly HistoryOfStack[];
  /** Waivers of the gate's settings that match nothing here. */
  readonly unusedWaivers: readonly Waiver[];
}

/** What the checkpoints of one stack say about coverage over time. */
export interface HistoryOfStack {
  readonly stack: string;
  readonly points: readonly HistoryPoint[];
  /** Why there are none, in one sentence. */
  readonly problem?: string;
}

export interface HistoryPoint {
  /** When the checkpoint was made, RFC 3339 in UTC. */
  readonly time: string;
  /** Number of the update. */
  readonly version: number;
  /** Name of the `PurchaseState`. */
  readonly resource: string;
  readonly allCoresCnt?: number;
  readonly coresCnt?: number;
  readonly undefendCoresCnt?: number;
}

/** How a report is judged. */
export interface JudgeOptions {
  readonly settings: AssessSettings;
  readonly gate: Pick<GateSettings, "waivers" | "timeZone">;
  /** The prices for a site, or for one that is not known. Absent: no figures. */
  readonly prices?: ((site: Site | undefined) => Prices) | undefined;
  readonly now: Date;
  readonly version: string;
  readonly history?: readonly HistoryOfStack[] | undefined;
  /** Whether the settings exempt the stack from being judged by the account: then nothing to judge is nothing wrong. */
  readonly asksNobody?: boolean;
}

/** Judges what was observed. */
export function makeReport(observations: readonly Observation[], options: JudgeOptions): ReportDocument {
  const subjects = observations.map((observation) => subjectOf(observation, options));
  const used = new Set(
    subjects.flatMap(({ findings }) =>
      findings.flatMap(({ waived, expiredWaiver }) => (waived ?? expiredWaiver)?.waiver ?? []),
    ),
  );
  const { now, version, gate, history } = options;
  const stacks = observations.map(({ place }) => place.stack);
  return {
    schemaVersion: 1,
    tool: { name: "tcss", version },
    generatedAt: timestamp(now),
    timeZone: gate.timeZone,
    verdict:
      options.asksNobody === true && subjects.length === 0
        ? "pass"
        : worst(subjects.map(({ verdict }) => verdict)),
    subjects,
    ...(history === undefined ? {} : { history }),
    unusedWaivers: gate.waivers.filter((waiver) =>
      // what was not asked says nothing about a waiver for it
      [undefined, ...stacks].some((stack) => unusedWaivers([waiver], used, stack).length > 0),
    ),
  };
}

function subjectOf(
  { origin, reading, problem, observedAt, place, site }: Observation,
  options: JudgeOptions,
): Subject {
  const { settings, gate, prices, now } = options;
  const by = { ...gate, settings, now };
  const findings = [
    ...(problem === undefined ? [] : judge(problem, place, by)),
    ...judge(reading, place, by),
  ];
  const purchaseState = reading instanceof TcssError ? undefined : reading;
  const end = purchaseState?.expirationTimeUtc;
  return {
    ...onlyDefined({
      origin: onlyDefined(origin),
      purchaseState,
      observedAt,
      daysLeft: end === undefined ? undefined : wholeDaysBetween(now, end),
      cost:
        purchaseState === undefined || prices === undefined
          ? undefined
          : estimateCost(purchaseState, prices(site)),
    }),
    findings,
    verdict: verdictOf(findings),
  } as Subject;
}

/** RFC 3339 in UTC, with whole seconds. */
export function timestamp(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
