import type { ReportDocument, Subject } from "../document";
import { hasEnded } from "./days";
import { isOpen } from "./findings";
import { isProtected } from "./protection";

/**
 * A verdict as a traffic light. It splits `pass`: an account that is protected, and one where a
 * waiver or a relaxed rule lets a gap pass.
 */
export type Health = "blocks" | "unknown" | "passes" | "protected";

/** From worst to best. */
export const HEALTHS: Readonly<Record<Health, { readonly label: string; readonly counted: string }>> = {
  blocks: { label: "Would block", counted: "would block a deployment" },
  unknown: { label: "Cannot be determined", counted: "cannot be determined" },
  passes: { label: "Would pass, with gaps", counted: "would pass with gaps" },
  protected: { label: "Protected", counted: "protected" },
};

const ORDER = Object.keys(HEALTHS) as Health[];

/** Position from worst (0) to best. */
export function rankOf(health: Health): number {
  return ORDER.indexOf(health);
}

/** Health of a subject at the time `now`. */
export function healthOf({ verdict, purchaseState }: Subject, now: string): Health {
  if (verdict === "block") return "blocks";
  if (verdict === "unknown") return "unknown";
  const isGood =
    purchaseState !== undefined &&
    isProtected(purchaseState) &&
    hasEnded(purchaseState.expirationTimeUtc, now) === false;
  return isGood ? "protected" : "passes";
}

/** The worst health of all subjects. */
export function healthOfAll({
  subjects,
  generatedAt,
}: Pick<ReportDocument, "subjects" | "generatedAt">): Health {
  const all = subjects.map((subject) => healthOf(subject, generatedAt));
  return ORDER.find((health) => all.includes(health)) ?? "unknown";
}

/** The health of everything, in two or three words. */
export function healthLabel(report: ReportDocument): string {
  return report.subjects.length === 0 ? "Nothing was assessed" : HEALTHS[healthOfAll(report)].label;
}

/** The subjects from worst to best; of equal health, the one with the most open findings first. */
export function worstFirst({
  subjects,
  generatedAt,
}: Pick<ReportDocument, "subjects" | "generatedAt">): Subject[] {
  return subjects
    .map((subject) => ({
      subject,
      rank: rankOf(healthOf(subject, generatedAt)),
      open: subject.findings.filter(isOpen).length,
    }))
    .sort((a, b) => a.rank - b.rank || b.open - a.open)
    .map(({ subject }) => subject);
}
