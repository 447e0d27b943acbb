import { printable } from "pulumi-tcss/core";
import type { Subject } from "../document";

/**
 * Text from outside on one line, without what makes a terminal or a parser do something: control characters,
 * changes of the writing direction, halves of characters, what XML cannot hold.
 */
export function clean(text: string, limit = Number.POSITIVE_INFINITY): string {
  return printable(text, limit).replace(UNSAFE, "\ufffd");
}

const UNSAFE = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]|\p{Surrogate}/gu;

/** Where a purchase state was read, on one line. */
export function nameOf({ origin: { name, resource } }: Subject): string {
  return clean(resource === undefined ? name : `${name} ${resource}`);
}

/** The account by its id, or by the name that it was asked under. */
export function accountOf({ origin, purchaseState }: Subject): string | undefined {
  return purchaseState?.accountId ?? (origin.kind === "live" ? origin.name : undefined);
}
