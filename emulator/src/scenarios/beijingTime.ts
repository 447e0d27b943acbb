const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** `date` as the API writes times: "YYYY-MM-DD HH:mm:ss", Beijing time (UTC+8, no summer time), without a zone. */
export function beijingTime(date: Date): string {
  return new Date(date.getTime() + 8 * HOUR).toISOString().slice(0, 19).replace("T", " ");
}

/** The moment `days` days (fractions allowed) after `date`. */
export function addDays(date: Date, days: number): Date {
  return new Date(date.getTime() + days * DAY);
}

/** The calendar day in Beijing that lies `days` after that of `date`, at the given time of day ("HH:mm:ss"). */
export function beijingDay(date: Date, days: number, timeOfDay: string): string {
  return `${beijingTime(addDays(date, days)).slice(0, 10)} ${timeOfDay}`;
}
