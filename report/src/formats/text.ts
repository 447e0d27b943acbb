import { printable } from "pulumi-tcss/internal";
import { type Subject, UNNAMED } from "../document";

/** Text from outside on one line, whole, with what a terminal or a parser would act on as escapes. */
export function clean(text: string, limit = Number.POSITIVE_INFINITY): string {
  return printable(text, limit);
}

/** Where a purchase state was read, on one line. */
export function nameOf({ origin: { name, resource } }: Subject): string {
  return clean(resource === undefined ? name : `${name} ${resource}`);
}

/** The account by its id, or by the name that it was asked under. Absent when it has neither. */
export function accountOf({ origin: { kind, name }, purchaseState }: Subject): string | undefined {
  return purchaseState?.accountId ?? (kind === "live" && name !== UNNAMED ? name : undefined);
}
