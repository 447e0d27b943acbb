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
  const fault = firstFault(text);
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

/** The first place at which `text` is no JSON, or at which an object has a key again. */
function firstFault(text: string): Fault | undefined {
  /** The keys of each open object, undefined for a list. */
  const open: (Set<string> | undefined)[] = [];
  let state: State = "value";
  let offset = 0;
  const wrong = (): Fault => ({ offset, isDuplicate: false });
  const valueEnded = (): State => (open.length === 0 ? "end" : "separator");
  for (;;) {
    offset = endOf(SPACE, text, offset);
    const char = text[offset];
    if (char === undefined) return state === "end" ? undefined : wrong();
    const takesValue: boolean = state === "value" || state === "firstItem";
    const takesKey: boolean = state === "key" || state === "firstKey";
    if (char === '"') {
      if (!takesValue && !takesKey) return wrong();
      const end = endOfString(text, offset);
      const content = stringIn(text.slice(offset, end));
      if (content === undefined) return wrong();
      if (takesKey) {
        const keys = open.at(-1);
        if (keys?.has(content)) return { offset, isDuplicate: true };
        keys?.add(content);
      }
      state = takesKey ? "colon" : valueEnded();
      offset = end;
    } else if (char === "{" || char === "[") {
      if (!takesValue) return wrong();
      open.push(char === "{" ? new Set() : undefined);
      state = char === "{" ? "firstKey" : "firstItem";
      offset += 1;
    } else if (char === "}" || char === "]") {
      const isObject: boolean = open.at(-1) !== undefined;
      const mayEnd: boolean = state === "separator" || state === (char === "}" ? "firstKey" : "firstItem");
      if (open.length === 0 || !mayEnd || isObject !== (char === "}")) return wrong();
      open.pop();
      state = valueEnded();
      offset += 1;
    } else if (char === "," || char === ":") {
      if (state !== (char === "," ? "separator" : "colon")) return wrong();
      state = char === "," && open.at(-1) !== undefined ? "key" : "value";
      offset += 1;
    } else {
      const end = endOf(WORD, text, offset);
      if (!takesValue || !LITERAL.test(text.slice(offset, end))) return wrong();
      state = valueEnded();
      offset = end;
    }
  }
}

function endOf(pattern: RegExp, text: string, from: number): number {
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
