/** Text in which nothing can be hidden; most of it is. */
const PLAIN = /^[\t\n\r\x20-\x7e]*$/;

/**
 * `text` with every hidden character as the escape that JavaScript and JSON have for it, such as `\u202e`: people see
 * that it is there, and it does nothing. Letters of all scripts, emoji, tabs and line breaks stay as they are.
 */
export function visible(text: string): string {
  return PLAIN.test(text) ? text : patterns().withoutHidden(text);
}

/** JSON of `value`, in which hidden characters stand as escapes: the same value, and harmless in a terminal. */
export function jsonText(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, null, indent);
  return PLAIN.test(text) ? text : patterns().allEscaped(text);
}

/**
 * Text from outside, made fit for one line: hidden characters are escaped (they could move the cursor, color the rest
 * or reorder it), runs of white space are one blank, and it has at most `limit` characters.
 */
export function printable(text: string, limit = 300): string {
  const line = visible(text.replace(/\s+/g, foldedBlank)).replace(/\s+/g, " ").trim();
  if (line.length <= limit) return line;
  // not within a character
  return `${line.slice(0, limit).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** `\s` takes hidden characters along: they stay, to be escaped. */
function foldedBlank(blanks: string): string {
  return blanks.replace(/[^\ufeff\u2028\u2029]+/g, " ");
}

function patterns(): typeof import("./hidden") {
  return require("./hidden") as typeof import("./hidden");
}
