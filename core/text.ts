/**
 * Characters that are not seen but change how a terminal, a browser or a reader takes the text around them: controls
 * (C0, DEL, C1), bidirectional controls, zero-width and other ignorable characters, line and paragraph separators,
 * annotations, noncharacters and halves of surrogate pairs. Tabs and line breaks of ASCII are not among them.
 */
const HIDDEN =
  /(?![\t\n\r])[\p{Cc}\u2028\u2029\ufff9-\ufffb\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\p{Surrogate}]/gu;

/** Text in which nothing can be hidden; most of it is. */
const PLAIN = /^[\x20-\x7e]*$/;

/** Chooses how a pictograph or an ideograph is drawn; alone it does nothing. */
const VARIATION = /[\u180b-\u180d\u180f\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u;

/** Scripts that write with joiners: Persian without ZWNJ is misspelled. */
const JOINING =
  /[\p{scx=Arab}\p{scx=Syrc}\p{scx=Mong}\p{scx=Deva}\p{scx=Beng}\p{scx=Guru}\p{scx=Gujr}\p{scx=Orya}\p{scx=Taml}\p{scx=Telu}\p{scx=Knda}\p{scx=Mlym}\p{scx=Sinh}\p{scx=Khmr}\p{scx=Mymr}]/u;

const LETTER = /[\p{L}\p{M}]/u;

const PICTOGRAPH = /^\p{Extended_Pictographic}/u;
const AFTER_PICTOGRAPH = /[\p{Extended_Pictographic}\p{Emoji_Modifier}]\ufe0f?$/u;

/** The flags of England, Scotland and Wales are a black flag, followed by tags. */
const FLAG_OF_TAGS = /\u{1f3f4}[\u{e0020}-\u{e007e}]*$/u;

/**
 * `text` with every hidden character as the escape that JavaScript and JSON have for it, such as `\u202e`: people see
 * that it is there, and it does nothing. Letters of all scripts, emoji, tabs and line breaks stay as they are.
 */
export function visible(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replace(HIDDEN, (character, offset: number) =>
    belongs(character, text, offset) ? character : escapeOf(character),
  );
}

/** `character` by its UTF-16 units, as JSON writes it. */
export function escapeOf(character: string): string {
  return Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`,
  ).join("");
}

/** How many UTF-16 units before a character tell whether it belongs there: a flag of tags has the most. */
const LONGEST_START = 16;

/** Whether an ignorable character is part of how the text before (and after) it is written. */
function belongs(character: string, text: string, offset: number): boolean {
  const start = text.slice(Math.max(0, offset - LONGEST_START), offset);
  const before = Array.from(start).at(-1);
  if (before === undefined) return false;
  if (VARIATION.test(character)) return !HIDDEN_ONE.test(before);
  const after = String.fromCodePoint(text.codePointAt(offset + character.length) ?? 0);
  if (character === "\u200d" && AFTER_PICTOGRAPH.test(start) && PICTOGRAPH.test(after)) return true;
  if (character === "\u200c" || character === "\u200d")
    return [before, after].every((each) => LETTER.test(each) && JOINING.test(each));
  if (/[\u{e0020}-\u{e007f}]/u.test(character)) return FLAG_OF_TAGS.test(start);
  return false;
}

const HIDDEN_ONE = new RegExp(HIDDEN.source, "u");

/** JSON of `value`, in which hidden characters stand as escapes: the same value, and harmless in a terminal. */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(HIDDEN, escapeOf);
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
