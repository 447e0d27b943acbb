import { printable } from "pulumi-tcss/internal";
import type { Origin, Subject } from "../document";
import { UNNAMED } from "../words";

/** Where a purchase state was read, on one line: the source, and the resource in it. */
export function nameOf({ origin: { name, resource } }: Pick<Subject, "origin">): string {
  return printable(resource === undefined ? name : `${name} › ${resource}`, Number.POSITIVE_INFINITY);
}

/** The same for terminals: a name that fills a screen tells nothing, and takes long to wrap. */
export function shortNameOf(subject: Pick<Subject, "origin">): string {
  return printable(nameOf(subject));
}

/** The account by its id, else by the label or profile under which it was asked. Absent when it has neither. */
export function accountOf({ origin: { kind, name }, purchaseState }: Subject): string | undefined {
  return purchaseState?.accountId ?? (kind === "live" && name !== UNNAMED ? name : undefined);
}

/** What each kind of source is called. */
export const SOURCE_NAME: Readonly<Record<Origin["kind"], string>> = {
  stack: "state of a stack",
  live: "account, asked live",
  file: "file",
  stdin: "standard input",
};
