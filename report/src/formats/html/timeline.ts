import type { PurchaseState } from "pulumi-tcss/internal";
import { UNKNOWN } from "../../present/counts";
import { hasEnded, timeLeft } from "../../present/days";
import { renewalOf } from "../../present/protection";
import { dayOf } from "../../present/time";
import { percent } from "./bars";
import { html, type Markup } from "./markup";
import { moment } from "./time";

/** The license from its start to its end, and where `now` lies. */
export function timeline({ purchaseState, daysLeft, now, timeZone }: TimelineOptions): Markup {
  const { beginTimeUtc: start, expirationTimeUtc: end } = purchaseState;
  return html`<h3>License</h3>
${
  start === undefined || end === undefined || Date.parse(start) >= Date.parse(end)
    ? html`<p class="none">The reply does not hold both start and end of a license.</p>`
    : chart(start, end, now, timeZone)
}
<dl class="facts">
<div><dt>Start</dt><dd>${start === undefined ? UNKNOWN : moment(start, timeZone)}</dd></div>
<div><dt>End</dt><dd>${end === undefined ? UNKNOWN : moment(end, timeZone)}</dd></div>
<div><dt>Time left</dt><dd>${timeLeft(end, daysLeft, now)?.text ?? UNKNOWN}</dd></div>
<div><dt>Automatic renewal</dt><dd>${renewalOf(purchaseState)}</dd></div>
</dl>`;
}

export interface TimelineOptions {
  readonly purchaseState: PurchaseState;
  readonly daysLeft: number | undefined;
  readonly now: string;
  readonly timeZone: string;
}

function chart(start: string, end: string, now: string, timeZone: string): Markup {
  const [from, to] = [
    Math.min(Date.parse(start), Date.parse(now)),
    Math.max(Date.parse(end), Date.parse(now)),
  ];
  const at = (time: string): number => (100 * (Date.parse(time) - from)) / (to - from);
  const span = (from: string, to: string, tone: string): Markup =>
    html`<rect class="part ${tone}" x="${percent(at(from))}" y="30" width="${percent(Math.max(0, at(to) - at(from)))}" height="12"/>`;
  const ended = hasEnded(end, now) === true;
  // beside each other where they fit, below each other where not
  const endRow = at(end) < 60 ? 78 : 60;
  return html`<svg class="timeline" role="img" aria-label="The license runs from ${dayOf(start, timeZone)} to ${dayOf(end, timeZone)}; today is ${dayOf(now, timeZone)}." width="100%" height="${endRow + 6}">
<rect class="track" x="0" y="30" width="100%" height="12" rx="4"/>
${ended ? [span(start, end, "off"), span(end, now, "bad")] : [span(start, now, "off"), span(laterOf(start, now), end, "good")]}
<line class="today" x1="${percent(at(now))}" x2="${percent(at(now))}" y1="20" y2="48"/>
<text class="mark" x="${percent(at(now))}" y="14" text-anchor="${anchor(at(now))}">Today, ${dayOf(now, timeZone)}</text>
<text x="${percent(at(start))}" y="60" text-anchor="${at(start) > 60 ? "end" : "start"}">${dayOf(start, timeZone)}</text>
<text x="${percent(at(end))}" y="${endRow}" text-anchor="${anchor(at(end))}">${dayOf(end, timeZone)}</text>
</svg>`;
}

function laterOf(one: string, other: string): string {
  return Date.parse(one) > Date.parse(other) ? one : other;
}

/** Which side of a text stands at its place, so that it stays within the picture. */
function anchor(at: number): "start" | "middle" | "end" {
  if (at < 30) return "start";
  return at > 70 ? "end" : "middle";
}
