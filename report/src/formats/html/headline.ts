import { counted, figure } from "pulumi-tcss/internal";
import type { ReportDocument, Subject } from "../../document";
import { nameOf } from "../text";
import { bySeverity, stops } from "./findings";
import { icon } from "./icons";
import { html, type Markup } from "./markup";
import { STANDINGS, type Standing, standingOf, standingOfAll, verdictInWords } from "./standing";
import { moment } from "./time";
import { timeLeft } from "./timeline";

/** The verdict on everything, in plain words. */
export function headline(report: ReportDocument): Markup {
  const { subjects, generatedAt, timeZone } = report;
  const standing = standingOfAll(report);
  const [only, ...others] = subjects;
  return html`<header class="headline ${standing}">
<div class="page">
<p class="eyebrow">Tencent Container Security Service · protection report</p>
<h1>${icon(standing)} ${verdictInWords(report)}</h1>
<div class="lead">${only === undefined ? undefined : others.length === 0 ? ofOne(only, report) : ofMany(report)}</div>
<p class="note">Judged ${moment(generatedAt, timeZone)}; days left are counted from then.</p>
</div>
</header>
`;
}

function ofOne(subject: Subject, { generatedAt: now, timeZone }: ReportDocument): Markup {
  return html`<p>${reason(subject, now)}</p>${lasting(subject, now, timeZone)}`;
}

function reason(subject: Subject, now: string): string {
  const [worst] = bySeverity(subject.findings).filter(stops);
  if (worst !== undefined) return worst.message;
  const { purchaseState } = subject;
  if (purchaseState === undefined)
    return "It could not be read, and that is accepted by a waiver or a setting.";
  const { coresCnt, undefendCoresCnt, allCoresCnt } = purchaseState;
  if (standingOf(subject, now) === "protected")
    return coresCnt === undefined
      ? "No core is undefended."
      : `All ${counted(coresCnt, "core")} are protected.`;
  const gap =
    undefendCoresCnt === undefined || undefendCoresCnt <= 0
      ? "Not everything is known to be protected"
      : `${figure(undefendCoresCnt)} of ${counted(allCoresCnt ?? undefendCoresCnt, "core")} are undefended`;
  return `${gap}; the gate accepts that by a waiver or a setting.`;
}

function lasting({ purchaseState, daysLeft }: Subject, now: string, timeZone: string): Markup | undefined {
  const end = purchaseState?.expirationTimeUtc;
  if (purchaseState === undefined) return undefined;
  const what = purchaseState.protectionStatus === "trial" ? "trial" : "license";
  if (end === undefined) return html`<p>How long a license lasts is not known.</p>`;
  const left = timeLeft(end, daysLeft, now);
  return left.startsWith("ended")
    ? html`<p>The ${what} <strong>${left}</strong>, on ${moment(end, timeZone)}.</p>`
    : html`<p>The ${what} lasts for <strong>${left}</strong> yet, until ${moment(end, timeZone)}.</p>`;
}

function ofMany({ subjects, generatedAt, timeZone }: ReportDocument): Markup {
  const standings = subjects.map((subject) => standingOf(subject, generatedAt));
  const parts = (Object.keys(STANDINGS) as Standing[]).flatMap((standing) => {
    const number = standings.filter((each) => each === standing).length;
    return number === 0 ? [] : [html`<li><strong>${number}</strong> ${STANDINGS[standing].counted}</li>\n`];
  });
  return html`<p>Of ${counted(subjects.length, "account or stack", "accounts and stacks")}:</p>
<ul class="tally">
${parts}</ul>
${nextEnd(subjects, generatedAt, timeZone)}`;
}

/** The license that ends next is the one to act on. */
function nextEnd(subjects: readonly Subject[], now: string, timeZone: string): Markup | undefined {
  const [next] = subjects
    .flatMap((subject) => {
      const end = subject.purchaseState?.expirationTimeUtc;
      return end !== undefined && Date.parse(end) > Date.parse(now) ? [{ subject, end }] : [];
    })
    .sort((a, b) => Date.parse(a.end) - Date.parse(b.end));
  if (next === undefined) return undefined;
  const { subject, end } = next;
  return html`<p>The next license to end is that of <bdi>${nameOf(subject)}</bdi>: <strong>${timeLeft(end, subject.daysLeft, now)}</strong> left, until ${moment(end, timeZone)}.</p>`;
}
