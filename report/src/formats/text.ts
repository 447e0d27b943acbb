import { printable } from "pulumi-tcss/internal";

/** Text from outside on one line, whole, with what a terminal or a parser would act on as escapes. */
export function clean(text: string, limit = Number.POSITIVE_INFINITY): string {
  return printable(text, limit);
}
