/** A place in a text, both counted from 1. */
export interface JsonPosition {
  readonly line: number;
  readonly column: number;
}

/** What a text holds as JSON, or why it is refused. The reason never quotes the text, which may hold a secret. */
export type ParsedJson =
  | { readonly value: unknown }
  | {
      /** As the end of a sentence that starts with the text's name: "is not valid JSON (line 2, column 7)". */
      readonly problem: string;
      readonly position: JsonPosition;
    };

/**
 * Parses JSON, but refuses an object that has the same key twice: `JSON.parse` takes the last one in silence, and
 * other readers the first one.
 */
export function parseJson(text: string): ParsedJson {
  let value: unknown;
  let isValid = true;
  try {
    value = JSON.parse(text);
  } catch {
    isValid = false; // the parser's own message quotes the text
  }
  const fault = new Scan(text).firstFault();
  if (isValid && fault === undefined) return { value };
  const position = positionOf(text, fault?.offset ?? 0);
  return {
    problem: `${fault?.isDuplicate ? "has the same key twice" : "is not valid JSON"} (line ${position.line}, column ${position.column})`,
    position,
  };
}

interface Fault {
  readonly offset: number;
  readonly isDuplicate: boolean;
}

/** What may come next. */
type State = "value" | "firstItem" | "firstKey" | "key" | "colon" | "separator" | "end";

const SPACE = /[ \t\r\n]*/y;
const WORD = /[^\s,:[\]{}"]*/y;
const LITERAL = /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)$/;

/** One way through a text, from token to token. */
class Scan {
  readonly #text: string;
  #offset = 0;
  #state: State = "value";
  /** The keys of each open object, undefined for a list. */
  readonly #open: (Set<string> | undefined)[] = [];
  #isDuplicate = false;

  constructor(text: string) {
    this.#text = text;
  }

  /** The first place at which the text is no JSON, or at which an object has a key again. */
  firstFault(): Fault | undefined {
    for (;;) {
      this.#offset = endOfMatch(SPACE, this.#text, this.#offset);
      const char = this.#text[this.#offset];
      if (char === undefined && this.#state === "end") return undefined;
      if (char === undefined || !this.#take(char))
        return { offset: this.#offset, isDuplicate: this.#isDuplicate };
    }
  }

  /** Whether the token that starts with `char` may stand here. */
  #take(char: string): boolean {
    switch (char) {
      case '"':
        return this.#takeString();
      case "{":
      case "[":
        return this.#takeStart(char);
      case "}":
      case "]":
        return this.#takeEnd(char);
      case ",":
      case ":":
        return this.#takeMark(char);
      default:
        return this.#takeLiteral();
    }
  }

  #takeString(): boolean {
    const takesKey = this.#state === "key" || this.#state === "firstKey";
    if (!takesKey && !this.#takesValue()) return false;
    const end = endOfString(this.#text, this.#offset);
    const content = stringIn(this.#text.slice(this.#offset, end));
    if (content === undefined || (takesKey && !this.#takeKey(content))) return false;
    this.#state = takesKey ? "colon" : this.#valueEnded();
    this.#offset = end;
    return true;
  }

  #takeKey(key: string): boolean {
    const keys = this.#open.at(-1);
    this.#isDuplicate = keys?.has(key) ?? false;
    keys?.add(key);
    return !this.#isDuplicate;
  }

  #takeStart(char: "{" | "["): boolean {
    if (!this.#takesValue()) return false;
    this.#open.push(char === "{" ? new Set() : undefined);
    this.#state = char === "{" ? "firstKey" : "firstItem";
    this.#offset += 1;
    return true;
  }

  #takeEnd(char: "}" | "]"): boolean {
    const isObject = this.#open.at(-1) !== undefined;
    const mayEnd = this.#state === "separator" || this.#state === (char === "}" ? "firstKey" : "firstItem");
    if (this.#open.length === 0 || !mayEnd || isObject !== (char === "}")) return false;
    this.#open.pop();
    this.#state = this.#valueEnded();
    this.#offset += 1;
    return true;
  }

  #takeMark(char: "," | ":"): boolean {
    if (this.#state !== (char === "," ? "separator" : "colon")) return false;
    this.#state = char === "," && this.#open.at(-1) !== undefined ? "key" : "value";
    this.#offset += 1;
    return true;
  }

  #takeLiteral(): boolean {
    const end = endOfMatch(WORD, this.#text, this.#offset);
    if (!this.#takesValue() || !LITERAL.test(this.#text.slice(this.#offset, end))) return false;
    this.#state = this.#valueEnded();
    this.#offset = end;
    return true;
  }

  #takesValue(): boolean {
    return this.#state === "value" || this.#state === "firstItem";
  }

  #valueEnded(): State {
    return this.#open.length === 0 ? "end" : "separator";
  }
}

function endOfMatch(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  pattern.test(text);
  return pattern.lastIndex;
}

/** Where the string that starts at `start` ends: after its closing quotation mark. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; ; at += 1) {
    at = text.indexOf('"', at);
    if (at === -1) return text.length;
    let backslashes = 0;
    while (text[at - 1 - backslashes] === "\\") backslashes += 1;
    if (backslashes % 2 === 0) return at + 1;
  }
}

function stringIn(literal: string): string | undefined {
  try {
    return JSON.parse(literal) as string;
  } catch {
    return undefined;
  }
}

function positionOf(text: string, offset: number): JsonPosition {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
