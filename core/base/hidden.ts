// A module of its own: these patterns take milliseconds to read, and few texts need them.
/**
 * Characters that are not seen but change how a terminal, a browser or a reader takes the text around them: controls
 * (C0, DEL, C1), bidirectional controls, zero-width and other ignorable characters, line and paragraph separators,
 * annotations, noncharacters and halves of surrogate pairs. Tabs and line breaks of ASCII are not among them.
 */
const HIDDEN =
  /(?![\t\n\r])[\p{Cc}\u2028\u2029\ufff9-\ufffb\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\p{Surrogate}]/gu;

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

/** `text` with every hidden character escaped, except where it belongs to how a script or an emoji is written. */
export function withoutHidden(text: string): string {
  return text.replace(HIDDEN, (character, offset: number) =>
    belongs(character, text, offset) ? character : escapeOf(character),
  );
}

/** `text` with every hidden character escaped. */
export function allEscaped(text: string): string {
  return text.replace(HIDDEN, escapeOf);
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
