import { type AssessSettings, assess, blocks, evaluate, type Finding, isSkipped } from "../assess";
import type { Reading } from "../model/reading";
import { purchaseStateAvailable } from "../rules";
import type { Rule } from "../rules/rule";
import type { Waiver } from "../rules/waiver";
import { type Place, withWaiver } from "./waivers";

/** `pass` and `block`: what the gate would do. `unknown`: it would block, because the state could not be read. */
export type Verdict = "pass" | "block" | "unknown";

/** By what a reading is judged. */
export interface JudgedBy {
  /** Levels and settings of the rules, by policy name. */
  readonly settings: AssessSettings;
  readonly waivers: readonly Waiver[];
  /** IANA zone in which the days of waivers begin and end, and in which times are told. */
  readonly timeZone: string;
  readonly now: Date;
}

/** Everything that is wrong with a reading, by rule id, each with the waiver that covers it. */
export function judge(reading: Reading, place: Place, by: JudgedBy): Finding[] {
  const waived = waiverOf(place, by);
  return assess(reading, by.settings, by.now, isWaivedBy(waived), by.timeZone).map(waived);
}

/** What one rule finds wrong with a reading: the finding that {@link judge} has of it, without the other rules' work. */
export function judgeBy(rule: Rule, reading: Reading, place: Place, by: JudgedBy): Finding | undefined {
  const finding = evaluate(rule, reading, by.settings, by.now, by.timeZone);
  if (finding === undefined) return undefined;
  const waived = waiverOf(place, by);
  const skipped = isSkipped(rule, reading, by.settings, by.now, isWaivedBy(waived));
  return skipped ? undefined : waived(finding);
}

type WithWaiver = (finding: Finding) => Finding;

function waiverOf(place: Place, { waivers, timeZone, now }: JudgedBy): WithWaiver {
  return (finding) => withWaiver(finding, waivers, place, timeZone, now);
}

function isWaivedBy(withItsWaiver: WithWaiver): (finding: Finding) => boolean {
  return (finding) => withItsWaiver(finding).waived !== undefined;
}

/** The verdict on one reading, from what was found. */
export function verdictOf(findings: readonly Finding[]): Verdict {
  return blockedBy(findings.filter((finding) => blocks([finding])));
}

/** The verdict where all of `findings` block: whether one says what is wrong, or only that nothing could be read. */
export function blockedBy(findings: readonly Finding[]): Verdict {
  if (findings.length === 0) return "pass";
  return findings.every(({ ruleId }) => ruleId === purchaseStateAvailable.id) ? "unknown" : "block";
}

/** The verdict on several readings. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes("block")) return "block";
  return verdicts.length === 0 || verdicts.includes("unknown") ? "unknown" : "pass";
}
