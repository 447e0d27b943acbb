// Texts of a server within commands and code that people copy.
import { printable } from "pulumi-tcss/internal";

/** Whatever is not one of these is written as its escape: no shell, no markup and no template gives it a meaning. */
const UNSAFE_UNIT = /[^\w.:/ -]/g;

/** `text` as a literal of JSON, TypeScript and JavaScript, of which a shell changes nothing between single quotes. */
export function jsonLiteral(text: string): string {
  return `"${text.replace(UNSAFE_UNIT, (unit) => `\\u${hex(unit.charCodeAt(0), 4)}`)}"`;
}

/** `text` as a literal of Terraform's language, which has escapes for characters, and none for halves of them. */
export function hclLiteral(text: string): string {
  // there is no id with half a character: what the server sent is not one
  const characters = Array.from(text.replace(/\p{Surrogate}/gu, "\ufffd"), (character) => {
    if (character.search(UNSAFE_UNIT) < 0) return character;
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
  });
  return `"${characters.join("")}"`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}

/**
 * `text` as one word of a POSIX shell, on one line. Shells have no escape for hidden characters: they stand as those of
 * JavaScript, which no region and no profile has for a name.
 */
export function shellWord(text: string): string {
  const line = printable(text, Number.POSITIVE_INFINITY);
  return /^[\w@%+=:,./-]+$/.test(line) ? line : `'${line.replaceAll("'", "'\\''")}'`;
}
