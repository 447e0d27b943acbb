import type { ReportDocument, Subject } from "../../document";
import { nameOf } from "../text";
import { count } from "./count";
import { stops } from "./findings";
import { icon } from "./icons";
import { html, type Markup } from "./markup";
import { anchorOf } from "./origin";
import { hasEnded, openCount, STANDINGS, standingOf } from "./standing";
import { timeLeft } from "./timeline";

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

const ORDER = Object.keys(STANDINGS);

function row(subject: Subject, index: number, now: string): Markup {
  const { purchaseState, daysLeft } = subject;
  const standing = standingOf(subject, now);
  const undefended = purchaseState?.undefendCoresCnt;
  const end = purchaseState?.expirationTimeUtc;
  const left = hasEnded(end, now) ? timeLeft(end, daysLeft, now) : count(daysLeft);
  return html`<tr><th scope="row" data-key="${nameOf(subject)}"><a href="#${anchorOf(index)}"><bdi>${nameOf(subject)}</bdi></a></th><td data-key="${ORDER.indexOf(standing)}"><span class="verdict ${standing}">${icon(standing)} ${STANDINGS[standing].label}</span></td><td class="number" data-label="Undefended cores" data-key="${undefended}">${count(undefended)}</td><td class="number" data-label="Days left" data-key="${daysLeft}">${left}</td><td class="number" data-label="Findings" data-key="${openCount(subject)}">${findingsIn(subject)}</td></tr>\n`;
}

/** `1 blocks, 4 advise`: what passes may have something to say as well. */
function findingsIn(subject: Subject): string {
  const blocking = subject.findings.filter(stops).length;
  const advisory = openCount(subject) - blocking;
  const parts = [
    ...(blocking === 0 ? [] : [`${blocking} ${blocking === 1 ? "blocks" : "block"}`]),
    ...(advisory === 0 ? [] : [`${advisory} ${advisory === 1 ? "advises" : "advise"}`]),
  ];
  return parts.length === 0 ? "none" : parts.join(", ");
}
