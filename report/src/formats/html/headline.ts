import { counted, figure, textOf } from "pulumi-tcss/internal";
import type { ReportDocument, Subject } from "../../document";
import { timeLeft } from "../../present/days";
import { isBlocking, openFindings } from "../../present/findings";
import { HEALTHS, type Health, healthLabel, healthOf, healthOfAll } from "../../present/health";
import { nameOf } from "../../present/names";
import { licenseNoun } from "../../present/protection";
import { icon } from "./icons";
import { html, type Markup } from "./markup";
import { moment } from "./time";

/** The verdict on everything, in plain words. */
export function headline(report: ReportDocument): Markup {
  const { subjects, generatedAt, timeZone } = report;
  const health = healthOfAll(report);
  const [only, ...others] = subjects;
  return html`<header class="headline ${health}">
<div class="page">
<p class="eyebrow">Tencent Container Security Service · protection report</p>
<h1>${icon(health)} ${healthLabel(report)}</h1>
<div class="lead">${only === undefined ? undefined : others.length === 0 ? ofOne(only, report) : ofMany(report)}</div>
<p class="note">Assessed ${moment(generatedAt, timeZone)}; days left are counted from then.</p>
</div>
</header>
`;
}

function ofOne(subject: Subject, { generatedAt: now, timeZone }: ReportDocument): Markup {
  return html`<p>${reason(subject, now)}</p>${lasting(subject, now, timeZone)}`;
}

function reason(subject: Subject, now: string): string {
  const [worst] = openFindings(subject);
  if (worst !== undefined && isBlocking(worst)) return textOf(worst);
  const { purchaseState } = subject;
  if (purchaseState === undefined)
    return "It could not be read, and that is accepted by a waiver or a setting.";
  const { coresCnt, undefendCoresCnt, allCoresCnt } = purchaseState;
  if (healthOf(subject, now) === "protected")
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
  const left = timeLeft(end, daysLeft, now);
  if (left === undefined || end === undefined) return html`<p>The end of the license is unknown.</p>`;
  const noun = licenseNoun(purchaseState);
  return left.isOver
    ? html`<p>The ${noun} <strong>${left.text}</strong>, on ${moment(end, timeZone)}.</p>`
    : html`<p>The ${noun} has <strong>${left.text}</strong>, until ${moment(end, timeZone)}.</p>`;
}

function ofMany({ subjects, generatedAt, timeZone }: ReportDocument): Markup {
  const healths = subjects.map((subject) => healthOf(subject, generatedAt));
  const parts = (Object.keys(HEALTHS) as Health[]).flatMap((health) => {
    const number = healths.filter((each) => each === health).length;
    return number === 0 ? [] : [html`<li><strong>${number}</strong> ${HEALTHS[health].counted}</li>\n`];
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
  return html`<p>The next license to end is that of <bdi>${nameOf(subject)}</bdi>: <strong>${timeLeft(end, subject.daysLeft, now)?.text}</strong>, until ${moment(end, timeZone)}.</p>`;
}
