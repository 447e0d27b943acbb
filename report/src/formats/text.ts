import { printable } from "pulumi-tcss/core";
import type { Subject } from "../document";

/** Text from outside on one line, whole, with what a terminal or a parser would act on as escapes. */
export function clean(text: string, limit = Number.POSITIVE_INFINITY): string {
  return printable(text, limit);
}

/** Where a purchase state was read, on one line. */
export function nameOf({ origin: { name, resource } }: Subject): string {
  return clean(resource === undefined ? name : `${name} ${resource}`);
}

/** The account by its id, or by the name that it was asked under. */
export function accountOf({ origin, purchaseState }: Subject): string | undefined {
  return purchaseState?.accountId ?? (origin.kind === "live" ? origin.name : undefined);
}
