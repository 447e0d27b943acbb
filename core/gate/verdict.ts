import { type AssessSettings, assess, blocks, evaluate, isSkipped, type RuleFinding } from "../assess";
import { PULUMI_WORDS, type Vocabulary } from "../base/vocabulary";
import { purchaseStateAvailable } from "../rules";
import type { AssetSettings, ForecastSettings, RuleEvidence } from "../rules/evidence";
import type { EnforcementLevel, Rule } from "../rules/rule";
import type { Waiver } from "../rules/waiver";
import { type Sentences, wordsFor } from "../words";
import type { PlacedReading } from "./evidence";
import type { Finding, WaiverMatch } from "./finding";
import { type Place, withWaiver } from "./waivers";

/** `pass` and `block`: what the gate would do. `unknown`: it would block, because the state could not be read. */
export type Verdict = "pass" | "block" | "unknown";

/** By what readings are assessed. */
export interface Criteria {
  /** Levels and settings of the rules, by policy name. */
  readonly settings: AssessSettings;
  readonly waivers: readonly Waiver[];
  /** IANA zone in which the days of waivers start and end, and in which times are shown. */
  readonly timeZone: string;
  readonly now: Date;
  /** How those who read the findings know what can be set. Absent: as Pulumi's users do. */
  readonly vocabulary?: Vocabulary | undefined;
  /** What the gate's settings say of assets. Absent: nothing. */
  readonly assets?: AssetSettings | undefined;
  /** How the gate's settings want cores counted. Absent: by default. */
  readonly forecast?: ForecastSettings | undefined;
}

/** A reading with what was found wrong with it. */
export interface Assessment extends PlacedReading {
  /** By rule id, each with the waiver that covers it. */
  readonly findings: readonly Finding[];
  readonly verdict: Verdict;
}

/** What the rules judge `placed` by. */
function evidenceOf(
  { reading, coverage, forecast, assets, prices }: PlacedReading,
  { assets: ofSettings, forecast: forecastSettings }: Pick<Criteria, "assets" | "forecast">,
): RuleEvidence {
  return { reading, coverage, forecast, assets: assets ?? ofSettings, forecastSettings, prices };
}

/** Assesses a reading by every rule. */
export function assessReading(placed: PlacedReading, criteria: Criteria): Assessment {
  const { settings, now } = criteria;
  const waived = waiverAt(placed.place, criteria);
  const findings = assess(evidenceOf(placed, criteria), settings, now, isWaivedBy(waived)).map((finding) =>
    waived(inSentences(finding, criteria)),
  );
  return { ...placed, findings, verdict: verdictOf(findings) };
}

/** The finding of one rule that {@link assessReading} has as well, without the work of the other rules. */
export function evaluateRule(rule: Rule, placed: PlacedReading, criteria: Criteria): Finding | undefined {
  const { settings, now } = criteria;
  const evidence = evidenceOf(placed, criteria);
  const finding = evaluate(rule, evidence, settings, now);
  if (finding === undefined) return undefined;
  const waived = waiverAt(placed.place, criteria);
  if (isSkipped(rule, evidence, settings, now, isWaivedBy(waived))) return undefined;
  return waived(inSentences(finding, criteria));
}

/** `finding` in the words of those who read it; without a vocabulary, of Pulumi's users. */
export function inSentences<F extends RuleFinding>(
  finding: F,
  { timeZone, vocabulary = PULUMI_WORDS }: Pick<Criteria, "timeZone" | "vocabulary">,
): F & Sentences {
  return { ...finding, ...wordsFor(finding)(finding.facts, { timeZone, vocabulary }) };
}

type WithWaiver = <F extends RuleFinding>(finding: F) => F & WaiverMatch;

function waiverAt(place: Place, { waivers, timeZone, now }: Criteria): WithWaiver {
  return (finding) => withWaiver(finding, waivers, place, timeZone, now);
}

function isWaivedBy(withItsWaiver: WithWaiver): (finding: RuleFinding) => boolean {
  return (finding) => withItsWaiver(finding).waived !== undefined;
}

/** Level from which a finding that is not waived blocks. */
export type FailOn = Exclude<EnforcementLevel, "disabled">;

/**
 * The verdict on one reading, from what was found.
 * @param failOn default: `mandatory`, as for a deployment.
 */
export function verdictOf(findings: readonly Finding[], failOn: FailOn = "mandatory"): Verdict {
  const blocking = findings.filter((finding) =>
    failOn === "advisory" ? finding.waived === undefined : blocks([finding]),
  );
  if (blocking.length === 0) return "pass";
  // TCSS000 alone says only that nothing could be read
  return blocking.every(({ ruleId }) => ruleId === purchaseStateAvailable.id) ? "unknown" : "block";
}

/** The verdict on several readings: `block` is worse than `unknown`. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes("block")) return "block";
  return verdicts.length === 0 || verdicts.includes("unknown") ? "unknown" : "pass";
}
