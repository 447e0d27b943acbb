import { layersOf, type View } from "./decodedLayers";

/** Shorter texts are not secrets of Tencent (a key has 32 characters), and would be found within plain words. */
const MIN_SECRET_LENGTH = 6;
/** Shortest text that is replaced at all, and only as a whole word: an external id may be that short. */
const MIN_WORD_LENGTH = 2;
/** How many characters of a key or token give it away, so that a part of it is replaced as well. */
const KEY_PART = 12;
/** The same for what is made of words, such as a policy, where less would hit the names of actions. */
const TEXT_PART = 40;
/** A process remembers this many secrets at most, the last ones. */
const MAX_KEPT = 500;
/** Of how many of them, the last ones, parts are looked for as well: that takes time. */
const MAX_SEARCHED_BY_PART = 50;
/** Of a secret each fourth part is looked for, and extended: parts of up to three more characters may be missed. */
const STRIDE = 4;

const REPLACEMENT = "[secret]";

const kept = new Set<string>();

/**
 * Remembers secrets for as long as the process lives: from now on no `TcssError` holds one of them, even
 * where a server echoes it. For what is sent (keys, tokens, an external id) and for what is received.
 */
export function keepSecrets(...secrets: readonly unknown[]): void {
  for (const secret of secrets) {
    if (typeof secret !== "string" || secret.length < MIN_WORD_LENGTH) continue;
    kept.delete(secret);
    kept.add(secret);
    if (kept.size > MAX_KEPT) kept.delete(kept.values().next().value as string);
  }
}

/** Names of members that hold a secret. A policy and an external id are none of Tencent's, but the user's own. */
const SECRET_MEMBER = /secret|token|password|credential|^policy$|^external_?id$/i;

/** The secrets in what is sent or was received, by the names of the members that hold them. */
export function secretsWithin(value: unknown): string[] {
  const secrets: string[] = [];
  const left: unknown[] = [value];
  // not by recursion: a server may nest as deep as it likes
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next !== "object" || next === null) continue;
    for (const [name, member] of Object.entries(next))
      if (typeof member !== "string") left.push(member);
      else if (SECRET_MEMBER.test(name)) secrets.push(member, ...plainOfUrl(member));
  }
  return secrets;
}

/** A policy is sent URL-encoded, and may come back as it is. */
function plainOfUrl(text: string): string[] {
  if (!text.includes("%")) return [];
  try {
    return [decodeURIComponent(text)];
  } catch {
    return [];
  }
}

/** `text` with every one of `secrets` replaced, in whatever encoding it stands there, and in part. */
export function redact(text: string, secrets: readonly (string | undefined)[]): string {
  const long = secrets.filter((secret): secret is string => (secret?.length ?? 0) >= MIN_SECRET_LENGTH);
  return replaced(text, long, { parts: true });
}

/** Text of a server with all secrets replaced that this process has sent or received, even the short ones. */
export function redactQuoted(text: string): string {
  const all = [...kept];
  return replaced(replaced(text, all.slice(-MAX_SEARCHED_BY_PART), { parts: true }), all, { parts: false });
}

/** Text of our own, likewise: but a short secret may be a word that we use. */
export function redactOwn(text: string): string {
  const long = kept.size === 0 ? [] : [...kept].filter((secret) => secret.length >= KEY_PART);
  return replaced(text, long, { parts: false });
}

/** From where to where, the end not included. */
type Range = readonly [start: number, end: number];

function replaced(text: string, secrets: readonly string[], { parts }: { readonly parts: boolean }): string {
  if (secrets.length === 0 || text === "") return text;
  const ranges = secrets.flatMap((secret) => exactPlaces(secret, text));
  for (const view of layersOf(text)) {
    const plain = comparableView(view);
    const found = plain.chars.join("");
    const index = parts ? new Map<number, Map<string, number[]>>() : undefined;
    for (const secret of secrets)
      for (const [start, end] of places(secret, found, index)) {
        const from = plain.starts[start] ?? 0;
        const to = plain.ends[end - 1] ?? text.length;
        if (secret.length >= MIN_SECRET_LENGTH || isWord(text, from, to)) ranges.push([from, to]);
      }
  }
  return withReplacements(text, ranges);
}

function exactPlaces(secret: string, text: string): Range[] {
  if (secret.length < MIN_SECRET_LENGTH) return [];
  return [...occurrences(secret, text)].map((at) => [at, at + secret.length]);
}

function* occurrences(part: string, text: string): Generator<number, void> {
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) yield at;
}

function withReplacements(text: string, ranges: readonly Range[]): string {
  let [result, at, open] = ["", 0, -1];
  for (const [start, end] of [...ranges].sort((a, b) => a[0] - b[0])) {
    if (start >= at || open < 0) {
      result += text.slice(at, start) + REPLACEMENT;
      open = start;
      at = end;
    } else at = Math.max(at, end);
  }
  return result + text.slice(at);
}

function isWord(text: string, start: number, end: number): boolean {
  const isLetter = (at: number): boolean => /[\p{L}\p{N}_]/u.test(text[at] ?? "");
  return !isLetter(start - 1) && !isLetter(end);
}

/**
 * Where `secret` stands in `text`, which is comparable.
 * @param indexes of `text` by parts, made as they are needed; absent: only the whole secret counts.
 */
function* places(
  secret: string,
  text: string,
  indexes: Map<number, Map<string, number[]>> | undefined,
): Generator<Range, void> {
  const part = /^[\w+/=.~:-]+$/.test(secret) ? KEY_PART : TEXT_PART;
  for (const form of formsOf(secret)) {
    if (indexes === undefined || form.length <= part) {
      for (const at of occurrences(form, text)) yield [at, at + form.length];
      continue;
    }
    const index = indexes.get(part) ?? partsOf(text, part);
    indexes.set(part, index);
    if (index.size === 0) continue;
    const last = form.length - part;
    for (let at = 0; at < last + STRIDE; at += STRIDE) {
      const from = Math.min(at, last);
      for (const place of index.get(form.slice(from, from + part)) ?? [])
        yield extended(form, from, text, place, part);
    }
  }
}

/** As far as `form` and `text` agree before and behind `length` characters that they share. */
function extended(form: string, from: number, text: string, place: number, length: number): Range {
  let [before, behind] = [0, length];
  while (before < from && before < place && form[from - before - 1] === text[place - before - 1]) before += 1;
  while (from + behind < form.length && form[from + behind] === text[place + behind]) behind += 1;
  return [place - before, place + behind];
}

/** Each part of `length` characters, and where it stands. */
function partsOf(text: string, length: number): Map<string, number[]> {
  const index = new Map<string, number[]>();
  for (let at = 0; at + length <= text.length; at += 1) {
    const part = text.slice(at, at + length);
    const places = index.get(part);
    if (places === undefined) index.set(part, [at]);
    else places.push(at);
  }
  return index;
}

/** A secret as it stands in comparable text: itself, in base64 at each of three offsets, in hexadecimal. */
function formsOf(secret: string): readonly string[] {
  let forms = formsOfKept.get(secret);
  if (forms === undefined) {
    forms = newFormsOf(secret);
    formsOfKept.set(secret, forms);
    if (formsOfKept.size > MAX_KEPT) formsOfKept.delete(formsOfKept.keys().next().value as string);
  }
  return forms;
}

const formsOfKept = new Map<string, readonly string[]>();

function newFormsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const plain = comparable(secret);
  const long = plain.length >= MIN_SECRET_LENGTH;
  if (!long) return secret.length < MIN_SECRET_LENGTH && plain !== "" ? [plain] : [];
  const inBase64 = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString("base64")
      .replaceAll("=", "");
    // the first and the last characters depend on what stands before and behind
    const whole = (offset + bytes.length) % 3 === 0 ? text.length : text.length - 1;
    return comparable(text.slice(offset === 0 ? 0 : offset + 1, whole));
  });
  return [plain, ...inBase64.filter((form) => form.length > MIN_SECRET_LENGTH), bytes.toString("hex")];
}

/**
 * What is left out of a comparison: blanks, line ends and invisible characters, which a message may be broken by,
 * and what a wrong decoding changes (`+` to a blank, `-` for `+`).
 */
const IGNORED = /^[\s\p{C}+-]$/u;

function isIgnored(char: string): boolean {
  const code = char.charCodeAt(0);
  // most text is ASCII, and the expression takes long
  return code < 0x7f ? code <= 0x20 || char === "+" || char === "-" : IGNORED.test(char);
}

function comparable(text: string): string {
  return [...text]
    .filter((char) => !isIgnored(char))
    .map(comparableChar)
    .join("");
}

function comparableChar(char: string): string {
  const lower = char.toLowerCase();
  if (lower === "_") return "/";
  return lower.length === 1 ? lower : char;
}

function comparableView({ chars, starts, ends }: View): View {
  const [outChars, outStarts, outEnds]: [string[], number[], number[]] = [[], [], []];
  chars.forEach((char, at) => {
    if (isIgnored(char)) return;
    for (const unit of comparableChar(char).split("")) {
      outChars.push(unit);
      outStarts.push(starts[at] ?? 0);
      outEnds.push(ends[at] ?? 0);
    }
  });
  return { chars: outChars, starts: outStarts, ends: outEnds };
}
