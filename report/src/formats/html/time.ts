import { counted } from "pulumi-tcss/core";
import { html, type Markup } from "./markup";

const DAY = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" });
const MINUTE = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });

/** `24 Dec 2026`, in UTC. What is no time stands as it came. */
export function day(time: string): string {
  return isTime(time) ? DAY.format(new Date(time)) : time;
}

/** `24 Dec 2026, 05:01 UTC`. */
export function moment(time: string): Markup {
  return isTime(time)
    ? html`<time datetime="${new Date(time).toISOString()}">${MINUTE.format(new Date(time))} UTC</time>`
    : html`${time}`;
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
