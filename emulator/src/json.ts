import { MAX_DEPTH } from "./limits";

/**
 * The value of a JSON document, as every reader understands it: a key that stands twice would be one value to one
 * reader and another value to the next.
 * @throws Error of one line that continues the document's name: `is not JSON`
 */
export function parseJson(document: Buffer | string): unknown {
  const text = typeof document === "string" ? document : utf8(document);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error("is not JSON");
  }
  assertPlain(text);
  return value;
}

/**
 * Objects and arrays in each other, counted without recursion.
 * @throws Error when they are nested deeper than `MAX_DEPTH`
 */
export function assertDepth(value: unknown, name: string): void {
  const pending: [value: unknown, depth: number][] = [[value, 0]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [current, depth] = next;
    if (typeof current !== "object" || current === null) continue;
    if (depth >= MAX_DEPTH) throw tooDeep(`${name} `);
    for (const inner of Object.values(current)) pending.push([inner, depth + 1]);
  }
}

function utf8(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Error("is not UTF-8");
  }
}

/** Looks through the text of valid JSON, without recursion, for what `JSON.parse` lets pass. */
function assertPlain(text: string): void {
  /** The keys of each object that is open; undefined for an array. */
  const open: (Set<string> | undefined)[] = [];
  let keyComes = false;
  for (let index = 0; index < text.length; index++) {
    switch (text[index]) {
      case "{":
      case "[": {
        if (open.length >= MAX_DEPTH) throw tooDeep();
        keyComes = text[index] === "{";
        open.push(keyComes ? new Set() : undefined);
        break;
      }
      case "}":
      case "]":
        open.pop();
        keyComes = false;
        break;
      case ",":
        keyComes = open.at(-1) !== undefined;
        break;
      case '"': {
        const end = endOfString(text, index);
        const keys = open.at(-1);
        if (keyComes && keys !== undefined) {
          const key = JSON.parse(text.slice(index, end + 1)) as string;
          if (keys.has(key)) throw new Error(`has the key ${JSON.stringify(key.slice(0, 60))} twice`);
          keys.add(key);
        }
        keyComes = false;
        index = end;
        break;
      }
    }
  }
}

/** Where the string that begins at `start` has its closing quote. */
function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (text[index] !== '"') index += text[index] === "\\" ? 2 : 1;
  return index;
}

function tooDeep(name = ""): Error {
  return new Error(`${name}is nested deeper than ${MAX_DEPTH} levels`);
}
