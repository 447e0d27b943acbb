import { figure } from "pulumi-tcss/internal";

/** Cores for people: milli-cores may be parts of a core, of which three digits are shown. */
export function cores(count: number | undefined | null): string {
  return count === undefined || count === null ? "?" : figure(Math.round(count * 1000) / 1000);
}
