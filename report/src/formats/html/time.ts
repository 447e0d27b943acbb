import { counted, partsOf, zoneName } from "pulumi-tcss/internal";
import { html, type Markup } from "./markup";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** `24 Dec 2026`, in the report's zone, which the page names. What is no time stands as it came. */
export function day(time: string, timeZone: string): string {
  if (!isTime(time)) return time;
  const { year, month, day: date } = partsOf(time, timeZone);
  return `${Number(date)} ${MONTHS[Number(month) - 1]} ${year}`;
}

/** `24 Dec 2026, 13:01 Beijing time`. */
export function moment(time: string, timeZone: string): Markup {
  if (!isTime(time)) return html`${time}`;
  const { hour, minute } = partsOf(time, timeZone);
  return html`<time datetime="${new Date(time).toISOString()}">${day(time, timeZone)}, ${hour}:${minute} ${zoneName(timeZone)}</time>`;
}

/** How far a clock may be ahead of ours before its time says nothing. */
const CLOCK_SKEW = 5 * 60_000;

/** How old values of `observedAt` are at `now`: `3 hours old`. */
export function age(observedAt: string | undefined, now: string): string {
  const minutes = Math.floor((Date.parse(now) - Date.parse(observedAt ?? "")) / 60_000);
  if (Number.isNaN(minutes) || minutes * 60_000 < -CLOCK_SKEW) return "of unknown age";
  if (minutes < 1) return "less than a minute old";
  if (minutes < 60) return `${counted(minutes, "minute")} old`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${counted(hours, "hour")} old` : `${counted(Math.floor(hours / 24), "day")} old`;
}

function isTime(time: string): boolean {
  return !Number.isNaN(Date.parse(time));
}
