import type { PurchaseState } from "pulumi-tcss/internal";
import type { ReportDocument, Subject } from "../../document";
import { nameOf } from "../text";
import { cost } from "./cost";
import { count, isCount } from "./count";
import { coverage } from "./coverage";
import { absentFields, fieldTable } from "./fieldTable";
import { findings } from "./findings";
import { icon } from "./icons";
import { imageLicences } from "./images";
import { html, type Markup } from "./markup";
import { anchorOf, sourceOf } from "./origin";
import { hasEnded, STANDINGS, standingOf } from "./standing";
import { age, moment } from "./time";
import { timeline } from "./timeline";

/** Everything about one account or stack. */
export function subjectSection(
  subject: Subject,
  index: number,
  { generatedAt: now, timeZone }: ReportDocument,
  isAlone: boolean,
): Markup {
  const { purchaseState } = subject;
  const standing = standingOf(subject, now);
  const id = anchorOf(index);
  return html`<section class="card subject" id="${id}" aria-labelledby="${id}-name">
<header>
<h2 id="${id}-name"><bdi>${nameOf(subject)}</bdi></h2>
<p class="verdict ${standing}">${icon(standing)} ${STANDINGS[standing].label}</p>
<p class="note">${reading(subject, now, timeZone)}</p>
</header>
${purchaseState === undefined ? undefined : numbers(subject, purchaseState, now)}
${purchaseState === undefined ? undefined : charts(subject, purchaseState, now, timeZone)}
${findings(subject.findings, isAlone)}
${cost(subject.cost)}
${purchaseState === undefined ? undefined : html`${absentFields(purchaseState)}${fieldTable(purchaseState, isAlone)}`}
</section>
`;
}

function reading({ origin, observedAt, purchaseState }: Subject, now: string, timeZone: string): Markup {
  const values =
    purchaseState === undefined
      ? html`could not be read`
      : html`values ${age(observedAt, now)}${observedAt === undefined ? undefined : html` (observed ${moment(observedAt, timeZone)})`}`;
  const account = purchaseState?.accountId;
  return html`From: ${sourceOf(origin)}; ${values}${account === undefined ? undefined : html`; account ${account}`}${
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
      value: count(undefendCoresCnt),
      alarming: undefendCoresCnt !== undefined && undefendCoresCnt > 0,
    },
    { name: "Idle cores, at most", value: count(idleCoresCnt) },
    lastingTile(subject, purchaseState, now),
    { name: "Unlicensed images", value: count(unlicensedImageCnt) },
  ];
  return html`<dl class="tiles">
${tiles.map(
  ({ name, value, alarming }) =>
    html`<div><dt>${name}</dt><dd><strong${alarming ? html` class="alarming"` : undefined}>${value}</strong></dd></div>\n`,
)}</dl>`;
}

function lastingTile({ daysLeft }: Subject, { expirationTimeUtc: end }: PurchaseState, now: string): Tile {
  return daysLeft !== undefined && hasEnded(end, now)
    ? { name: "Days since its end", value: count(-daysLeft), alarming: true }
    : { name: "Days left", value: count(daysLeft) };
}

/** Rounded down: 100% means all of them. */
function coverageShare({ coresCnt, allCoresCnt }: PurchaseState): string {
  if (!isCount(coresCnt) || !isCount(allCoresCnt)) return "not known";
  return allCoresCnt === 0 ? "no cores" : `${Math.floor((100 * coresCnt) / allCoresCnt)}%`;
}

function charts({ daysLeft }: Subject, purchaseState: PurchaseState, now: string, timeZone: string): Markup {
  return html`<div class="charts">
<div>${coverage(purchaseState)}</div>
<div>${imageLicences(purchaseState)}</div>
<div>${timeline({ purchaseState, daysLeft, now, timeZone })}</div>
</div>`;
}
