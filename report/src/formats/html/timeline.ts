import { counted, type PurchaseState } from "pulumi-tcss/internal";
import { percent } from "./bars";
import { html, type Markup } from "./markup";
import { hasEnded } from "./standing";
import { day, moment } from "./time";

/** The license from its begin to its end, and where `now` lies. */
export function timeline({ purchaseState, daysLeft, now, timeZone }: TimelineOptions): Markup {
  const { beginTimeUtc: begin, expirationTimeUtc: end } = purchaseState;
  return html`<h3>License</h3>
${
  begin === undefined || end === undefined || Date.parse(begin) >= Date.parse(end)
    ? html`<p class="none">The reply does not hold both begin and end of a license.</p>`
    : chart(begin, end, now, timeZone)
}
<dl class="facts">
<div><dt>Begin</dt><dd>${begin === undefined ? "not known" : moment(begin, timeZone)}</dd></div>
<div><dt>End</dt><dd>${end === undefined ? "not known" : moment(end, timeZone)}</dd></div>
<div><dt>Left</dt><dd>${timeLeft(end, daysLeft, now)}</dd></div>
<div><dt>Automatic renewal</dt><dd>${renewal(purchaseState)}</dd></div>
</dl>`;
}

export interface TimelineOptions {
  readonly purchaseState: PurchaseState;
  readonly daysLeft: number | undefined;
  readonly now: string;
  readonly timeZone: string;
}

/** `61 days`, `ended 3 days ago`. */
export function timeLeft(end: string | undefined, daysLeft: number | undefined, now: string): string {
  const ended = hasEnded(end, now);
  if (ended === undefined || daysLeft === undefined) return "not known";
  if (daysLeft === 0) return ended ? "ended less than a day ago" : "less than a day";
  return ended ? `ended ${counted(-daysLeft, "day")} ago` : counted(daysLeft, "day");
}

function chart(begin: string, end: string, now: string, timeZone: string): Markup {
  const [from, to] = [
    Math.min(Date.parse(begin), Date.parse(now)),
    Math.max(Date.parse(end), Date.parse(now)),
  ];
  const at = (time: string): number => (100 * (Date.parse(time) - from)) / (to - from);
  const span = (start: string, stop: string, tone: string): Markup =>
    html`<rect class="part ${tone}" x="${percent(at(start))}" y="30" width="${percent(Math.max(0, at(stop) - at(start)))}" height="12"/>`;
  const ended = hasEnded(end, now) === true;
  // beside each other where they fit, below each other where not
  const endRow = at(end) < 60 ? 78 : 60;
  return html`<svg class="timeline" role="img" aria-label="The license runs from ${day(begin, timeZone)} to ${day(end, timeZone)}; today is ${day(now, timeZone)}." width="100%" height="${endRow + 6}">
<rect class="track" x="0" y="30" width="100%" height="12" rx="4"/>
${ended ? [span(begin, end, "off"), span(end, now, "bad")] : [span(begin, now, "off"), span(laterOf(begin, now), end, "good")]}
<line class="today" x1="${percent(at(now))}" x2="${percent(at(now))}" y1="20" y2="48"/>
<text class="mark" x="${percent(at(now))}" y="14" text-anchor="${anchor(at(now))}">Today, ${day(now, timeZone)}</text>
<text x="${percent(at(begin))}" y="60" text-anchor="${at(begin) > 60 ? "end" : "start"}">${day(begin, timeZone)}</text>
<text x="${percent(at(end))}" y="${endRow}" text-anchor="${anchor(at(end))}">${day(end, timeZone)}</text>
</svg>`;
}

function laterOf(one: string, other: string): string {
  return Date.parse(one) > Date.parse(other) ? one : other;
}

/** Where a text begins so that it stays within the picture. */
function anchor(at: number): "start" | "middle" | "end" {
  if (at < 30) return "start";
  return at > 70 ? "end" : "middle";
}

const RENEWALS: Readonly<Record<number, string>> = { 0: "never set", 1: "on", 2: "switched off" };

function renewal({ automaticRenewal: value }: PurchaseState): string {
  if (value === undefined) return "not known";
  return RENEWALS[value] ?? `${value}, which is not documented`;
}
