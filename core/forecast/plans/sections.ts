// Parts of a large JSON text, without parsing the rest: a plan has tens of megabytes, most of it of no interest.
import { TcssError } from "../../base/errors";
import { parseJson } from "../../base/json";
import { isRecord, type JsonRecord } from "../../base/record";

/** A value within a text: where it starts, and where it ends. */
export interface Section {
  readonly start: number;
  readonly end: number;
}

/** A JSON text, and what an error about it says. */
export class JsonText {
  readonly #text: string;
  readonly #name: string;
  readonly #nextStep: string;

  /** @param name what the text is, for errors: "plan.json". */
  constructor(text: string, name: string, nextStep: string) {
    this.#text = text;
    this.#name = name;
    this.#nextStep = nextStep;
  }

  /** An error about the text; it never quotes it. */
  error(problem: string, nextStep = this.#nextStep): TcssError {
    return new TcssError(`${this.#name} ${problem}`, { kind: "configuration", nextStep });
  }

  /** The members of the object that the text is, or that stands in `section`. */
  members(section: Section = this.whole()): Map<string, Section> {
    const found = new Map<string, Section>();
    for (const [key, value] of this.#parts(section, "{")) {
      if (key === undefined) continue;
      if (found.has(key)) throw this.error("has the same key twice");
      found.set(key, value);
    }
    return found;
  }

  /** The items of a list, one after the other. */
  *items(section: Section | undefined): Generator<Section> {
    if (section === undefined || this.isNull(section)) return;
    for (const [, item] of this.#parts(section, "[")) yield item;
  }

  /** The value in a section. */
  value(section: Section | undefined): unknown {
    if (section === undefined) return undefined;
    const parsed = parseJson(this.#text.slice(section.start, section.end));
    if ("value" in parsed) return parsed.value;
    throw this.error(parsed.problem.replace(/ \(line.*$/s, ""));
  }

  /** The object in a section; undefined where there is none. */
  record(section: Section | undefined): JsonRecord | undefined {
    const value = this.value(section);
    return isRecord(value) ? value : undefined;
  }

  /** Whether there is no value, or `null`. */
  isNull(section: Section | undefined): boolean {
    return section === undefined || this.#text.startsWith("null", section.start);
  }

  has(section: Section | undefined, text: string): boolean {
    if (section === undefined) return false;
    const at = this.#text.indexOf(text, section.start);
    return at !== -1 && at < section.end;
  }

  /** The whole text, which has to be one value. */
  whole(): Section {
    const start = this.#skipSpace(0);
    const end = this.#endOfValue(start);
    if (this.#skipSpace(end) < this.#text.length)
      throw this.error("is not valid JSON: it goes on after its end");
    return { start, end };
  }

  /** Where the first value ends. */
  endOfFirst(): number {
    return this.#endOfValue(this.#skipSpace(0));
  }

  *#parts(section: Section, open: "{" | "["): Generator<[key: string | undefined, value: Section]> {
    const text = this.#text;
    if (text[section.start] !== open) throw this.error("is not valid JSON of a plan");
    let at = this.#skipSpace(section.start + 1);
    if (at === section.end - 1) return;
    for (;;) {
      let key: string | undefined;
      if (open === "{") {
        const end = this.#endOfValue(at);
        const name = this.value({ start: at, end });
        if (typeof name !== "string") throw this.error("is not valid JSON");
        key = name;
        at = this.#skipSpace(end);
        if (text[at] !== ":") throw this.error("is not valid JSON");
        at = this.#skipSpace(at + 1);
      }
      const end = this.#endOfValue(at);
      yield [key, { start: at, end }];
      at = this.#skipSpace(end);
      if (at === section.end - 1) return;
      if (text[at] !== ",") throw this.error("is not valid JSON");
      at = this.#skipSpace(at + 1);
    }
  }

  #skipSpace(from: number): number {
    let at = from;
    for (;;) {
      const code = this.#text.charCodeAt(at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return at;
      at += 1;
    }
  }

  /** Where the value that starts at `start` ends, by its brackets. */
  #endOfValue(start: number): number {
    const text = this.#text;
    const first = text.charCodeAt(start);
    if (first === QUOTE) return this.#endOfString(start) + 1;
    if ((DEPTH[first] ?? 0) <= 0) return this.#endOfWord(start);
    let depth = 0;
    for (let at = start; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) at = this.#endOfString(at);
      else depth += DEPTH[code] ?? 0;
      if (depth === 0) return at + 1;
    }
    throw this.error("ends early: it is not complete");
  }

  /** Where a number, `true`, `false` or `null` ends. */
  #endOfWord(start: number): number {
    WORD.lastIndex = start;
    WORD.test(this.#text);
    const end = WORD.lastIndex;
    if (end > start) return end;
    throw this.error(start >= this.#text.length ? "ends early: it is not complete" : "is not valid JSON");
  }

  /** Where the closing quotation mark of a string stands. */
  #endOfString(start: number): number {
    for (let at = start + 1; ; at += 1) {
      at = this.#text.indexOf('"', at);
      if (at === -1) throw this.error("ends early: it is not complete");
      let backslashes = 0;
      while (this.#text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes += 1;
      if (backslashes % 2 === 0) return at;
    }
  }
}

const WORD = /[^\s,:[\]{}"]*/y;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** What each character adds to the depth of brackets, by its code. */
const DEPTH = new Int8Array(128);
for (const char of "{[") DEPTH[char.charCodeAt(0)] = 1;
for (const char of "}]") DEPTH[char.charCodeAt(0)] = -1;
