import { luxon } from "./luxon";

/** How far another clock may be ahead of ours. */
export const CLOCK_SKEW_MILLISECONDS = 5 * 60_000;

/**
 * A time of the API as an instant in UTC, RFC 3339 with whole seconds (`2024-12-24T05:01:18Z`).
 * @param text `YYYY-MM-DD HH:mm:ss` (or with a `T`); a zone written in the text wins over `timeZone`.
 * @returns undefined for what is no time: empty, a date alone, unparsable, and the zero times
 * `0000-00-00 00:00:00` and `0001-01-01 00:00:00`, which mean "none" in the API's storage.
 */
export function toUtc(text: string, timeZone: string): string | undefined {
  // nobody knows which zone is meant; what was stored before such names were refused may hold one
  if (isZoneAbbreviation(timeZone)) return undefined;
  const iso = text.trim().replace(" ", "T");
  // luxon alone takes more for a time than it should: 13:0118
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d([.,]\d+)?)?(Z|[+-](0\d|1[0-4])(:?[0-5]\d)?)?$/i.test(iso))
    return undefined;
  const time = luxon().DateTime.fromISO(iso, { zone: timeZone });
  // .year is the local one: in UTC, year 1 in Shanghai begins in year 0
  if (!time.isValid || time.year <= 1) return undefined;
  return time.toUTC().set({ millisecond: 0 }).toISO({ suppressMilliseconds: true }) ?? undefined;
}

/** A point in time in UTC, RFC 3339 with whole seconds. */
export function timestamp(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}

/** Whether `text` says that there is no time: empty, or one of the zero times. */
export function isNoTime(text: string): boolean {
  return text.trim() === "" || /^\s*000[01]-\d\d-\d\d([ T]\d\d:\d\d(:\d\d(\.\d+)?)?Z?)?\s*$/i.test(text);
}

/**
 * A time as RFC 3339 has it, with its zone, in milliseconds since 1970.
 * @returns undefined for everything else: without a zone nobody knows when it was.
 */
export function instantOf(text: unknown): number | undefined {
  if (typeof text !== "string") return undefined;
  if (!/^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i.test(text)) return undefined;
  const utc = toUtc(text, "UTC");
  return utc === undefined ? undefined : Date.parse(utc);
}

/** Whether `name` is a time zone of the IANA database, such as `Asia/Shanghai`. Abbreviations are none. */
export function isTimeZone(name: string): boolean {
  if (isZoneAbbreviation(name)) return false;
  return luxon().IANAZone.isValidZone(name) || name.toUpperCase() === "UTC";
}

/** The short names of the IANA database that mean one zone, no matter who writes them. */
const SHORT_ZONES: ReadonlySet<string> = new Set(["UTC", "UCT", "GMT", "PRC", "ROC", "ROK"]);

/**
 * Whether `name` is an abbreviation, such as CST: China's time to one reader, and Chicago's to the platform, which
 * is fourteen hours later.
 */
export function isZoneAbbreviation(name: string): boolean {
  return /^[A-Z]{3}$/i.test(name) && !SHORT_ZONES.has(name.toUpperCase());
}

/** Whether `text` is a day of the calendar, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  return luxon().DateTime.fromFormat(text, "yyyy-MM-dd").isValid;
}

/** Whole days from `now` to `instant`, truncated toward zero: negative once it has passed. */
export function wholeDaysBetween(now: Date, instant: string): number {
  return Math.trunc((Date.parse(instant) - now.getTime()) / 86_400_000);
}

/**
 * A point in time as people read it, with the name of its zone: `2024-12-24 13:01:18 Beijing time`.
 * @param timeZone IANA name of the zone. Default: Beijing's, in which the API writes its times.
 */
export function zonedTime(instant: string | Date, timeZone = "Asia/Shanghai"): string {
  const { year, month, day, hour, minute, second } = partsOf(instant, timeZone);
  return `${year}-${month}-${day} ${hour}:${minute}:${second} ${zoneName(timeZone)}`;
}

const ZONE_NAMES: Readonly<Record<string, string>> = {
  "asia/shanghai": "Beijing time",
  "asia/chongqing": "Beijing time",
  "asia/harbin": "Beijing time",
  prc: "Beijing time",
  "etc/utc": "UTC",
  utc: "UTC",
};

/** The name of a zone for people: `Beijing time`, `UTC`, else its IANA name. */
export function zoneName(timeZone: string): string {
  return ZONE_NAMES[timeZone.toLowerCase()] ?? timeZone;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Beijing's clocks have been eight hours ahead of UTC all year since then. */
const BEIJING_CONSTANT_SINCE = Date.UTC(1992, 0, 1);
const BEIJING_OFFSET = 8 * 3_600_000;

/** Year, month, day, hour, minute and second of a point in time in a zone, each with its digits. */
export function partsOf(instant: string | Date, timeZone: string): Readonly<Record<string, string>> {
  const time = typeof instant === "string" ? Date.parse(instant) : instant.getTime();
  // nearly every reading's zone, and the first use of Intl takes longer than all the rules
  if (timeZone === "Asia/Shanghai" && time >= BEIJING_CONSTANT_SINCE) {
    const [year, month, day, hour, minute, second] = new Date(time + BEIJING_OFFSET)
      .toISOString()
      .split(/\D/);
    return { year, month, day, hour, minute, second } as Record<string, string>;
  }
  let format = formats.get(timeZone);
  if (format === undefined) {
    const digits = "2-digit";
    format = new Intl.DateTimeFormat("en-US", {
      ...{ timeZone, hourCycle: "h23", year: "numeric", month: digits, day: digits },
      ...{ hour: digits, minute: digits, second: digits },
    });
    formats.set(timeZone, format);
  }
  const parts = format.formatToParts(time);
  return Object.fromEntries(parts.map(({ type, value }) => [type, value]));
}

/** The first moment of a day (`YYYY-MM-DD`) in a zone. */
export function startOfDay(day: string, timeZone: string): Date {
  return luxon().DateTime.fromISO(day, { zone: timeZone }).startOf("day").toJSDate();
}
