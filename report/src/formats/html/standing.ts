import type { PurchaseState } from "pulumi-tcss/internal";
import type { ReportDocument, Subject } from "../../document";

/** A verdict as people read it: what passes is not always protected, because rules can be waived and relaxed. */
export type Standing = "blocks" | "unknown" | "passes" | "protected";

/** From worst to best. */
export const STANDINGS: Readonly<Record<Standing, { readonly label: string; readonly counted: string }>> = {
  blocks: { label: "Would block", counted: "would block a deployment" },
  unknown: { label: "Cannot be determined", counted: "cannot be determined" },
  passes: { label: "Would pass, with gaps", counted: "would pass with gaps" },
  protected: { label: "Protected", counted: "protected" },
};

/** How a subject stands at `now`. */
export function standingOf({ verdict, purchaseState }: Subject, now: string): Standing {
  if (verdict === "block") return "blocks";
  if (verdict === "unknown") return "unknown";
  return purchaseState !== undefined && isProtected(purchaseState, now) ? "protected" : "passes";
}

/** What needs somebody first: by standing, then by how much is found. */
export function worstFirst({ subjects, generatedAt }: ReportDocument): Subject[] {
  const order = Object.keys(STANDINGS);
  const weight = (subject: Subject): number =>
    order.indexOf(standingOf(subject, generatedAt)) * 1000 - Math.min(999, openCount(subject));
  return [...subjects].sort((a, b) => weight(a) - weight(b));
}

/** How many findings of a subject no waiver accepts. */
export function openCount({ findings }: Subject): number {
  return findings.filter(({ waived }) => waived === undefined).length;
}

/** The worst of all subjects. */
export function standingOfAll({ subjects, generatedAt }: ReportDocument): Standing {
  const all = subjects.map((subject) => standingOf(subject, generatedAt));
  return (Object.keys(STANDINGS) as Standing[]).find((standing) => all.includes(standing)) ?? "unknown";
}

/** The verdict on everything, in two or three words. */
export function verdictInWords(report: ReportDocument): string {
  return report.subjects.length === 0 ? "Nothing was judged" : STANDINGS[standingOfAll(report)].label;
}

function isProtected(
  { protectionStatus, undefendCoresCnt, expirationTimeUtc }: PurchaseState,
  now: string,
): boolean {
  const inEffect = protectionStatus === "active" || protectionStatus === "trial";
  return inEffect && undefendCoresCnt === 0 && hasEnded(expirationTimeUtc, now) === false;
}

/** Whether a license is over; undefined where its end is not known. */
export function hasEnded(end: string | undefined, now: string): boolean | undefined {
  return end === undefined ? undefined : Date.parse(end) <= Date.parse(now);
}
