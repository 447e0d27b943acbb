import type { PurchaseState } from "pulumi-tcss/internal";
import type { ReportDocument, Subject } from "../../document";
import { ageOf } from "../../present/age";
import { isCount, knownAlone, percentage, UNKNOWN } from "../../present/counts";
import { hasEnded } from "../../present/days";
import { HEALTHS, healthOf } from "../../present/health";
import { nameOf, SOURCE_NAME } from "../../present/names";
import { cost } from "./cost";
import { coverage } from "./coverage";
import { absentFields, fieldTable } from "./fieldTable";
import { findings } from "./findings";
import { icon } from "./icons";
import { imageLicenses } from "./images";
import { html, type Markup } from "./markup";
import { moment } from "./time";
import { timeline } from "./timeline";

/** Everything about one account or stack. */
export function subjectSection(
  subject: Subject,
  index: number,
  report: ReportDocument,
  isAlone: boolean,
): Markup {
  const { purchaseState } = subject;
  const { generatedAt: now, timeZone } = report;
  const health = healthOf(subject, now);
  const id = anchorOf(index);
  return html`<section class="card subject" id="${id}" aria-labelledby="${id}-name">
<header>
<h2 id="${id}-name"><bdi>${nameOf(subject)}</bdi></h2>
<p class="verdict ${health}">${icon(health)} ${HEALTHS[health].label}</p>
<p class="note">${readFrom(subject, report)}</p>
</header>
${purchaseState === undefined ? undefined : numbers(subject, purchaseState, now)}
${purchaseState === undefined ? undefined : charts(subject, purchaseState, now, timeZone)}
${findings(subject.findings, isAlone)}
${cost(subject.cost)}
${purchaseState === undefined ? undefined : html`${absentFields(purchaseState)}${fieldTable(purchaseState, isAlone)}`}
</section>
`;
}

/** Id of a subject's section. */
export function anchorOf(index: number): string {
  return `subject-${index + 1}`;
}

function readFrom(subject: Subject, report: ReportDocument): Markup {
  const { origin, purchaseState } = subject;
  const { text, at, basis } = ageOf(subject, report);
  const values =
    purchaseState === undefined
      ? html`could not be read`
      : html`values ${text}${at === undefined ? undefined : html` (${moment(at, report.timeZone)}${basis === undefined ? undefined : `, ${basis}`})`}`;
  const account = purchaseState?.accountId;
  return html`From: ${SOURCE_NAME[origin.kind]}; ${values}${account === undefined ? undefined : html`; account ${account}`}${
    purchaseState?.stale ? html`. <strong>Last known values: the account could not be asked.</strong>` : "."
  }`;
}

interface Tile {
  readonly name: string;
  readonly value: string;
  /** Whether someone has to act on it. */
  readonly alarming?: boolean;
}

function numbers(subject: Subject, purchaseState: PurchaseState, now: string): Markup {
  const { undefendCoresCnt, idleCoresCnt, unlicensedImageCnt } = purchaseState;
  const tiles: Tile[] = [
    { name: "Coverage", value: coverageShare(purchaseState) },
    {
      name: "Undefended cores",
      value: knownAlone(undefendCoresCnt),
      alarming: undefendCoresCnt !== undefined && undefendCoresCnt > 0,
    },
    { name: "Idle cores, at most", value: knownAlone(idleCoresCnt) },
    lastingTile(subject, purchaseState, now),
    { name: "Unlicensed images", value: knownAlone(unlicensedImageCnt) },
  ];
  return html`<dl class="tiles">
${tiles.map(
  ({ name, value, alarming }) =>
    html`<div><dt>${name}</dt><dd><strong${alarming ? html` class="alarming"` : undefined}>${value}</strong></dd></div>\n`,
)}</dl>`;
}

function lastingTile({ daysLeft }: Subject, { expirationTimeUtc: end }: PurchaseState, now: string): Tile {
  return daysLeft !== undefined && hasEnded(end, now)
    ? { name: "Days since its end", value: knownAlone(-daysLeft), alarming: true }
    : { name: "Days left", value: knownAlone(daysLeft) };
}

function coverageShare({ coresCnt, allCoresCnt }: PurchaseState): string {
  if (!isCount(coresCnt) || !isCount(allCoresCnt)) return UNKNOWN;
  return percentage(coresCnt, allCoresCnt) ?? "no cores";
}

function charts({ daysLeft }: Subject, purchaseState: PurchaseState, now: string, timeZone: string): Markup {
  return html`<div class="charts">
<div>${coverage(purchaseState)}</div>
<div>${imageLicenses(purchaseState)}</div>
<div>${timeline({ purchaseState, daysLeft, now, timeZone })}</div>
</div>`;
}
