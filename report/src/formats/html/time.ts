import { isTime, minuteOf } from "../../present/time";
import { html, type Markup } from "./markup";

/** `24 Dec 2026, 13:01 Beijing time`, and the same for machines. */
export function moment(time: string, timeZone: string): Markup {
  const text = minuteOf(time, timeZone);
  return isTime(time) ? html`<time datetime="${new Date(time).toISOString()}">${text}</time>` : html`${text}`;
}
