import {
  type AssessSettings,
  assessReading,
  type CorePrices,
  type Criteria,
  type FailOn,
  type Finding,
  type Forecast,
  type GateSettings,
  type LiveReading,
  onlyDefined,
  type PlacedReading,
  type PurchaseState,
  type Site,
  TcssError,
  timestamp,
  unusedWaivers,
  usedWaiver,
  type Verdict,
  verdictOf,
  type Waiver,
  wholeDaysBetween,
  worst,
} from "pulumi-tcss/internal";
import { type CostEstimate, estimateCost } from "./cost";
import type { CoveredAccount } from "./coverageDocument";
import { COMMAND_WORDS } from "./words";

/** Where values were read from. */
export interface Origin {
  /** `stack`: a stack's state. `live`: the account. `file`: a saved reply, outputs or state. `stdin`: the same, piped. */
  readonly kind: "stack" | "live" | "file" | "stdin";
  /** `ORGANIZATION/PROJECT/STACK`, the account's name, profile or id (else `UNNAMED` (words.ts)), or the path of the file. */
  readonly name: string;
  /** Name of the `PurchaseState` in that stack. Absent for a reply, and for outputs. */
  readonly resource?: string | undefined;
}

/** A reading, and what is known of it besides. */
export interface Observation extends PlacedReading {
  readonly origin: Origin;
  /** Why the reading says nothing about the account as it is now: it is too old, or of unknown age. */
  readonly ageError?: TcssError | undefined;
  /** Why it does not count by the gate's settings; it is left out where others do. */
  readonly exclusion?: string | undefined;
  /** When the values were true, RFC 3339 in UTC. Absent when that is unknown. */
  readonly observedAt?: string | undefined;
  /** The site whose prices apply. Absent when it is unknown. */
  readonly site?: Site | undefined;
  /** Who was asked by a live read, in one line. */
  readonly asked?: string | undefined;
  /** The account that was asked by a live read. */
  readonly live?: LiveReading | undefined;
}

/** One purchase state, assessed. */
export type Subject = SubjectWith<Finding>;

/** A subject whose findings are of the type `F`. */
export interface SubjectWith<F> {
  readonly origin: Origin;
  /** Absent when it could not be read: the one finding says why. */
  readonly purchaseState?: PurchaseState;
  /** When the values were true, RFC 3339 in UTC. Absent when that is unknown. */
  readonly observedAt?: string;
  /** Whole days until the license ends; negative once it has. Absent when the end is unknown. */
  readonly daysLeft?: number;
  readonly findings: readonly F[];
  readonly verdict: Verdict;
  /** What idle, missing and elastic cores cost. Absent without a price, or without the counts. */
  readonly cost?: CostEstimate;
}

/** Everything that a report says; each format is a projection of it. */
export interface ReportDocument extends ReportWith<Finding> {
  /** The assets of the accounts that were asked live, where they were asked for. */
  readonly coverage?: readonly CoveredAccount[];
  /** What the plans add and remove, where plans were named. */
  readonly forecast?: Forecast;
}

/** A report whose findings are of the type `F`. */
export interface ReportWith<F> {
  /** Version of this structure (report.schema.json). It grows with a change that breaks readers. */
  readonly schemaVersion: 1;
  readonly tool: { readonly name: "tcss"; readonly version: string };
  /** When the report was made, RFC 3339 in UTC: days left are counted from then. */
  readonly generatedAt: string;
  /** IANA zone in which times are shown: that of the gate's settings. */
  readonly timeZone: string;
  /** Of all subjects: the worst, where `block` is worse than `unknown`. */
  readonly verdict: Verdict;
  readonly subjects: readonly SubjectWith<F>[];
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

/** How a report is made. */
export interface ReportInputs {
  readonly settings: AssessSettings;
  readonly gate: Pick<GateSettings, "waivers" | "timeZone"> &
    Partial<Pick<GateSettings, "assets" | "forecast">>;
  /** The prices for a site, or for one that is unknown. Absent: no figures. */
  readonly prices?: ((site: Site | undefined) => CorePrices) | undefined;
  readonly now: Date;
  readonly version: string;
  readonly history?: readonly HistoryOfStack[] | undefined;
  readonly coverage?: readonly CoveredAccount[] | undefined;
  readonly forecast?: Forecast | undefined;
  /** Whether the settings exempt the stack from the live check: then nothing to assess is nothing wrong. */
  readonly isExempt?: boolean;
}

/** Assesses what was observed. */
export function makeReport(observations: readonly Observation[], options: ReportInputs): ReportDocument {
  const subjects = observations.map((observation) => subjectOf(observation, options));
  const { now, version, gate, history, coverage, forecast, isExempt = false } = options;
  return {
    schemaVersion: 1,
    tool: { name: "tcss", version },
    generatedAt: timestamp(now),
    timeZone: gate.timeZone,
    verdict: isExempt && subjects.length === 0 ? "pass" : worst(subjects.map(({ verdict }) => verdict)),
    subjects,
    ...(history === undefined ? {} : { history }),
    ...(coverage === undefined ? {} : { coverage }),
    ...(forecast === undefined ? {} : { forecast }),
    unusedWaivers: unusedWaivers(
      gate.waivers,
      new Set(subjects.flatMap(({ findings }) => findings.flatMap((finding) => usedWaiver(finding) ?? []))),
      ...observations.map(({ place }) => place.stack),
    ),
  };
}

/** The verdict where findings of the level `failOn` block as well. */
export function verdictAt({ subjects, verdict }: ReportDocument, failOn: FailOn): Verdict {
  if (subjects.length === 0) return verdict;
  return worst(subjects.map(({ findings }) => verdictOf(findings, failOn)));
}

/** By what readings are judged, in the words of the command's users. */
export function criteriaOf({
  gate,
  settings,
  now,
}: Pick<ReportInputs, "gate" | "settings" | "now">): Criteria {
  const { waivers, timeZone, assets, forecast } = gate;
  return { waivers, timeZone, assets, forecast, settings, now, vocabulary: COMMAND_WORDS };
}

function subjectOf(
  { origin, ageError, observedAt, site, ...placed }: Observation,
  { prices, ...inputs }: ReportInputs,
): Subject {
  const { reading } = placed;
  const { now } = inputs;
  const criteria = criteriaOf(inputs);
  const readings = ageError === undefined ? [reading] : [ageError, reading];
  const findings = readings.flatMap(
    (each) => assessReading({ ...placed, reading: each, prices: prices?.(site) }, criteria).findings,
  );
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
