import { figure } from "pulumi-tcss/internal";

/** Stands for a value that the reply does not hold, where it stands alone. */
export const UNKNOWN = "unknown";

/** `5,000`; `?` for a count that the reply does not hold. For rows and sentences of several counts. */
export function known(count: number | undefined): string {
  return count === undefined ? "?" : figure(count);
}

/** `5,000`; {@link UNKNOWN} for a count that the reply does not hold. For a count that stands alone. */
export function knownAlone(count: number | undefined): string {
  return count === undefined ? UNKNOWN : figure(count);
}

/** `68 of 154`. */
export function knownOf(part: number | undefined, whole: number | undefined): string {
  return `${known(part)} of ${known(whole)}`;
}

/** Whether the reply holds a count that can be drawn and calculated with. */
export function isCount(value: number | undefined): value is number {
  return value !== undefined && value >= 0;
}

/** `44%`, rounded down, so that only the whole is 100%. Undefined where a count is missing, or there is nothing. */
export function percentage(part: number | undefined, whole: number | undefined): string | undefined {
  return isCount(part) && isCount(whole) && whole > 0 ? `${Math.floor((100 * part) / whole)}%` : undefined;
}
