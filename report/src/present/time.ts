import { partsOf, zonedTime, zoneName } from "pulumi-tcss/internal";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** Whether `time` can be read as a time. What cannot is shown as it came. */
export function isTime(time: string): boolean {
  return !Number.isNaN(Date.parse(time));
}

/** `2026-12-24 13:01:00 Beijing time`, for columns and lines. */
export function timeOf(time: string, timeZone: string): string {
  return isTime(time) ? zonedTime(time, timeZone) : time;
}

/** `24 Dec 2026`, for running text. */
export function dayOf(time: string, timeZone: string): string {
  if (!isTime(time)) return time;
  const { year, month, day } = partsOf(time, timeZone);
  return `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}`;
}

/** `24 Dec 2026, 13:01 Beijing time`, for running text. */
export function minuteOf(time: string, timeZone: string): string {
  if (!isTime(time)) return time;
  const { hour, minute } = partsOf(time, timeZone);
  return `${dayOf(time, timeZone)}, ${hour}:${minute} ${zoneName(timeZone)}`;
}
