/** What a glob consists of (see glob.ts): patterns of parts between slashes, without braces. */

/** Something that a part of a pattern consists of. */
export type Piece =
  | { readonly kind: "many" }
  | { readonly kind: "one" }
  | { readonly kind: "character"; readonly character: string }
  | {
      readonly kind: "set";
      readonly negated: boolean;
      readonly ranges: readonly (readonly [string, string])[];
    };

/** A part between slashes: pieces, or any number of parts. */
export type Part = readonly Piece[] | typeof ANY_PARTS;
export const ANY_PARTS = "**";

/** What a row of tokens without braces consists of. */
type Plain = Piece | "/" | "**";
type Token = Plain | "{" | "," | "}";

/** One of the patterns that a glob with braces stands for. */
export type Pattern = readonly Part[];

/** Why a glob is refused, as the end of a sentence that starts with its place. */
export class Refused extends Error {}

const MAX_LENGTH = 500;
const MAX_PATTERNS = 100;

/** The patterns that `glob` stands for. */
export function patternsOf(glob: string): Pattern[] {
  return expanded(tokensOf([...glob])).map(partsOf);
}

function tokensOf(characters: readonly string[]): Token[] {
  if (characters.length > MAX_LENGTH) throw new Refused(`must not be longer than ${MAX_LENGTH} characters`);
  const tokens: Token[] = [];
  let at = 0;
  while (at < characters.length) {
    assertSupported(characters, at);
    const { token, end } = tokenAt(characters, at);
    tokens.push(token);
    at = end;
  }
  return tokens;
}

function assertSupported(characters: readonly string[], at: number): void {
  const character = characters[at] as string;
  if (/[\p{Cc}\u2028\u2029]/u.test(character)) throw new Refused("must not contain control characters");
  if (characters[at + 1] === "(" && "@+?*!".includes(character))
    throw new Refused(
      `uses ${character}( ), which is not supported: write {a,b} for one of several; [(] is a plain parenthesis`,
    );
  if (at === 0 && character === "!")
    throw new Refused(
      "starts with !, which negates nothing: put an entry for the exception before it; \\! is a plain !",
    );
}

/** The token that starts at a place, and where the next one starts. */
function tokenAt(characters: readonly string[], at: number): { token: Token; end: number } {
  const [character, next] = characters.slice(at, at + 2) as [string, string | undefined];
  if (character === "[") return bracketsAt(characters, at);
  if (character === "\\") {
    if (next === undefined || next === "/") throw new Refused("has a \\ that takes no character as it is");
    return { token: { kind: "character", character: next }, end: at + 2 };
  }
  if (character === "*" && next === "*") return { token: ANY_PARTS, end: at + 2 };
  return { token: tokenOf(character), end: at + 1 };
}

function tokenOf(character: string): Token {
  switch (character) {
    case "*":
      return { kind: "many" };
    case "?":
      return { kind: "one" };
    case "{":
    case ",":
    case "}":
    case "/":
      return character;
    default:
      return { kind: "character", character };
  }
}

function bracketsAt(characters: readonly string[], start: number): { token: Piece; end: number } {
  let at = start + 1;
  const negated = characters[at] === "!";
  if (characters[at] === "^")
    throw new Refused("has [^ ]: write [!abc] for a character that is not a, b or c");
  if (negated) at += 1;
  const first = at;
  const members: { readonly character: string; readonly plain: boolean }[] = [];
  for (; characters[at] !== "]" || at === first; at += 1) {
    let character = characters[at];
    if (character === "[" && [":", ".", "="].includes(characters[at + 1] ?? ""))
      throw new Refused(
        "has a named class such as [:alpha:], which is not supported: write a range such as [a-z]",
      );
    const escaped = character === "\\";
    if (escaped) {
      at += 1;
      character = characters[at];
    }
    if (character === undefined) throw new Refused("has a [ without its ]; \\[ is a plain one");
    if (character === "/") throw new Refused("has a / between brackets, where it matches nothing");
    members.push({ character, plain: !escaped });
  }
  return { token: { kind: "set", negated, ranges: rangesOf(members) }, end: at + 1 };
}

function rangesOf(
  members: readonly { readonly character: string; readonly plain: boolean }[],
): [string, string][] {
  const ranges: [string, string][] = [];
  for (let at = 0; at < members.length; at += 1) {
    const from = (members[at] as (typeof members)[number]).character;
    const dash = members[at + 1];
    const to = members[at + 2]?.character;
    if (dash?.character === "-" && dash.plain && to !== undefined) {
      if (!isBetween(from, from, to)) throw new Refused(`has the range ${from}-${to}, which is empty`);
      ranges.push([from, to]);
      at += 2;
    } else ranges.push([from, from]);
  }
  return ranges;
}

export function isBetween(from: string, character: string, to: string): boolean {
  const [first, code, last] = [from, character, to].map((each) => each.codePointAt(0) ?? 0) as [
    number,
    number,
    number,
  ];
  return first <= code && code <= last;
}

/** Rows of tokens without braces: every choice of the alternatives between them. */
function expanded(tokens: readonly Token[]): Plain[][] {
  let rows: Plain[][] = [[]];
  for (const choices of choicesIn(tokens)) {
    rows = rows.flatMap((row) => choices.map((choice) => [...row, ...choice]));
    if (rows.length > MAX_PATTERNS)
      throw new Refused(`stands for more than ${MAX_PATTERNS} patterns by its braces`);
  }
  return rows;
}

/** What to choose from, one after the other: between braces the alternatives, elsewhere there is one choice. */
function* choicesIn(tokens: readonly Token[]): Generator<Plain[][]> {
  let at = 0;
  while (at < tokens.length) {
    const start = placeOf(tokens, "{", at);
    yield [withoutBraces(tokens.slice(at, start))];
    if (start === tokens.length) return;
    const end = placeOf(tokens, "}", start);
    yield alternativesIn(tokens.slice(start + 1, end), end < tokens.length);
    at = end + 1;
  }
}

/** Where `token` comes next, or the end of the tokens. */
function placeOf(tokens: readonly Token[], token: Token, from: number): number {
  const place = tokens.indexOf(token, from);
  return place === -1 ? tokens.length : place;
}

function withoutBraces(tokens: readonly Token[]): Plain[] {
  return tokens.map((token): Plain => {
    if (token === "}") throw new Refused("has a } without its {; \\} is a plain one");
    if (token === "{") throw new Refused("has braces between braces, which is not supported");
    return token === "," ? { kind: "character", character: "," } : token;
  });
}

function alternativesIn(tokens: readonly Token[], isClosed: boolean): Plain[][] {
  const alternatives: Token[][] = [[]];
  for (const token of tokens) {
    if (token === ",") alternatives.push([]);
    else alternatives.at(-1)?.push(token);
  }
  const plain = alternatives.map(withoutBraces);
  if (!isClosed) throw new Refused("has a { without its }; \\{ is a plain one");
  if (plain.length < 2)
    throw new Refused("has braces without a choice: write {a,b} for one of several; \\{ is a plain one");
  return plain;
}

function partsOf(row: readonly Plain[]): Pattern {
  const parts: (Piece | "**")[][] = [[]];
  for (const token of row) {
    if (token === "/") parts.push([]);
    else (parts.at(-1) as (Piece | "**")[]).push(token);
  }
  return parts.map((part): Part => {
    if (!part.includes(ANY_PARTS)) return part as Piece[];
    if (part.length > 1)
      throw new Refused(
        "has ** beside other characters: ** stands for any number of whole parts, * within one",
      );
    return ANY_PARTS;
  });
}
