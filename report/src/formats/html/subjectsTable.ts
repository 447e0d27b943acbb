import type { Finding } from "pulumi-tcss/internal";
import type { ReportDocument, Subject } from "../../document";
import { knownAlone } from "../../present/counts";
import { timeLeft } from "../../present/days";
import { isBlocking, isOpen } from "../../present/findings";
import { HEALTHS, healthOf, rankOf } from "../../present/health";
import { nameOf } from "../../present/names";
import { icon } from "./icons";
import { html, type Markup } from "./markup";
import { anchorOf } from "./subject";

/** All subjects at a glance, in the order of the report. */
export function subjectsTable({ subjects, generatedAt }: ReportDocument): Markup {
  return html`<section class="card" aria-labelledby="subjects">
<h2 id="subjects">Accounts and stacks <span class="count">${subjects.length}</span></h2>
<table class="overview">
<thead><tr><th scope="col" data-sort="text">Name</th><th scope="col" data-sort="number">Verdict</th><th scope="col" data-sort="number" class="number">Undefended cores</th><th scope="col" data-sort="number" class="number">Days left</th><th scope="col" data-sort="number" class="number">Findings</th></tr></thead>
<tbody>
${subjects.map((subject, index) => row(subject, index, generatedAt))}</tbody>
</table>
</section>
`;
}

function row(subject: Subject, index: number, now: string): Markup {
  const { purchaseState, daysLeft } = subject;
  const health = healthOf(subject, now);
  const undefended = purchaseState?.undefendCoresCnt;
  const left = timeLeft(purchaseState?.expirationTimeUtc, daysLeft, now);
  const days = left?.isOver === true ? left.text : knownAlone(daysLeft);
  const open = subject.findings.filter(isOpen);
  return html`<tr><th scope="row" data-key="${nameOf(subject)}"><a href="#${anchorOf(index)}"><bdi>${nameOf(subject)}</bdi></a></th><td data-key="${rankOf(health)}"><span class="verdict ${health}">${icon(health)} ${HEALTHS[health].label}</span></td><td class="number" data-label="Undefended cores" data-key="${undefended}">${knownAlone(undefended)}</td><td class="number" data-label="Days left" data-key="${daysLeft}">${days}</td><td class="number" data-label="Findings" data-key="${open.length}">${findingsIn(open)}</td></tr>\n`;
}

/** `1 blocks, 4 advise`: an account that passes may have advice. */
function findingsIn(open: readonly Finding[]): string {
  const blocking = open.filter(isBlocking).length;
  const advisory = open.length - blocking;
  const parts = [
    ...(blocking === 0 ? [] : [`${blocking} ${blocking === 1 ? "blocks" : "block"}`]),
    ...(advisory === 0 ? [] : [`${advisory} ${advisory === 1 ? "advises" : "advise"}`]),
  ];
  return parts.length === 0 ? "none" : parts.join(", ");
}
