import { printable } from "pulumi-tcss/internal";

/** Text from outside on one line, whole, with what a terminal or a parser would act on as escapes. */
export function clean(text: string, limit = Number.POSITIVE_INFINITY): string {
  return printable(text, limit);
}

/** `text` with a line break at its end, unless it is empty. */
export function endedLine(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}
