// Text with its encodings (JSON, URL, HTML) undone, layer by layer.

/** Encodings within encodings that are looked through: JSON in a URL in JSON. */
const MAX_LAYERS = 4;

/** Text without encodings, with the place in the original of each of its characters. */
export interface View {
  readonly chars: readonly string[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** The text as it stands, then decoded once, twice, …, for as long as that changes it. */
export function* layersOf(text: string): Generator<View, void> {
  const chars = [...text];
  const starts: number[] = [];
  let at = 0;
  for (const char of chars) {
    starts.push(at);
    at += char.length;
  }
  let view: View = { chars, starts, ends: chars.map((char, index) => (starts[index] ?? 0) + char.length) };
  for (let layer = 0; layer < MAX_LAYERS; layer += 1) {
    yield view;
    const next = decoded(view);
    if (next === undefined) return;
    view = next;
  }
}

/** One encoded piece: of JSON and JavaScript, of URLs, of HTML. */
const ENCODED =
  /\\u\{[0-9a-f]{1,6}\}|(?:\\u[0-9a-f]{4})+|\\x[0-9a-f]{2}|\\["'\\/bfnrt]|%u[0-9a-f]{4}|(?:%[0-9a-f]{2})+|&#\d{1,7};|&#x[0-9a-f]{1,6};|&(?:amp|lt|gt|quot|apos|nbsp);/gi;

function decoded(view: View): View | undefined {
  const text = view.chars.join("");
  // places in `text` are code units; those in the view are characters
  const indexOf: number[] = [];
  view.chars.forEach((char, index) => {
    for (let unit = 0; unit < char.length; unit += 1) indexOf.push(index);
  });
  const [chars, starts, ends]: [string[], number[], number[]] = [[], [], []];
  const copy = (from: number, to: number): void => {
    for (let index = from; index < to; index += 1) {
      chars.push(view.chars[index] ?? "");
      starts.push(view.starts[index] ?? 0);
      ends.push(view.ends[index] ?? 0);
    }
  };
  let [done, changed] = [0, false];
  for (const match of text.matchAll(ENCODED)) {
    const from = indexOf[match.index] ?? 0;
    const to = (indexOf[match.index + match[0].length - 1] ?? 0) + 1;
    copy(done, from);
    done = to;
    changed = true;
    pushDecoded(match[0], from, to);
  }
  copy(done, view.chars.length);
  return changed ? { chars, starts, ends } : undefined;

  function pushDecoded(piece: string, from: number, to: number): void {
    // a run of escapes of one length each gives a character for each; of several bytes, one for all of them
    const size = /^\\u[0-9a-f]{4}/i.test(piece) ? 6 : /^%[0-9a-f]{2}/i.test(piece) ? 3 : piece.length;
    const values = plainOf(piece);
    const oneEach = values.length * size === to - from;
    values.forEach((char, index) => {
      const [first, last] = oneEach ? [from + index * size, from + (index + 1) * size - 1] : [from, to - 1];
      chars.push(char);
      starts.push(view.starts[first] ?? 0);
      ends.push(view.ends[last] ?? 0);
    });
  }
}

const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
};
const ESCAPED: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

function plainOf(piece: string): string[] {
  const point = (digits: string, radix: number): string[] => {
    const value = Number.parseInt(digits, radix);
    return [value <= 0x10ffff ? String.fromCodePoint(value) : "\ufffd"];
  };
  if (piece.startsWith("\\u{")) return point(piece.slice(3, -1), 16);
  if (/^\\u/i.test(piece))
    return [
      ...piece.replace(/\\u([0-9a-f]{4})/gi, (_, digits: string) =>
        String.fromCharCode(Number.parseInt(digits, 16)),
      ),
    ];
  if (/^\\x/i.test(piece)) return point(piece.slice(2), 16);
  if (piece.startsWith("\\")) return [ESCAPED[piece[1] ?? ""] ?? piece[1] ?? ""];
  if (/^%u/i.test(piece)) return point(piece.slice(2), 16);
  if (piece.startsWith("%")) return [...Buffer.from(piece.replaceAll("%", ""), "hex").toString("utf8")];
  if (/^&#x/i.test(piece)) return point(piece.slice(3, -1), 16);
  if (piece.startsWith("&#")) return point(piece.slice(2, -1), 10);
  return [NAMED[piece.slice(1, -1).toLowerCase()] ?? piece];
}
