/**
 * Globs over names whose parts are separated by slashes, with the meaning that POSIX gives them: `*` any number of
 * characters, `?` one, `[abc]` and `[a-z]` one of them, `[!abc]` one that is not among them, `\` takes the next
 * character as it is; besides, `{a,b}` one or the other, and `**`, as a whole part, any number of parts. Case counts.
 * Everything else that is special elsewhere is refused. Matching takes time in proportion to pattern and name.
 */

/** Something that a part of a pattern consists of. */
type Piece =
  | { readonly kind: "many" }
  | { readonly kind: "one" }
  | { readonly kind: "character"; readonly character: string }
  | {
      readonly kind: "set";
      readonly negated: boolean;
      readonly ranges: readonly (readonly [string, string])[];
    };

/** A part between slashes: pieces, or any number of parts. */
type Part = readonly Piece[] | typeof ANY_PARTS;
const ANY_PARTS = "**";

type Token = Piece | "{" | "," | "}" | "/" | "**";

/** One of the patterns that a glob with braces stands for. */
type Pattern = readonly Part[];

/** Why a glob is refused, as the end of a sentence that starts with its place. */
class Refused extends Error {}

const MAX_LENGTH = 500;
const MAX_PATTERNS = 100;
/** Pulumi allows no longer name for a project or a stack. */
const MAX_NAME_LENGTH = 100;
const STACK_CHARACTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."];

/** Why no stack can match `glob`, or why it is not understood, as the end of a sentence; undefined where it is good. */
export function problemOfStackGlob(glob: string): string | undefined {
  return problemOf(glob, (pattern) => {
    for (const part of pattern) if (part !== ANY_PARTS) assertNameOfStack(part);
    const names = pattern.filter((part) => part !== ANY_PARTS).length;
    if (names > 3)
      throw new Refused(
        "can match no stack: the name of a stack has three parts, ORGANIZATION/PROJECT/STACK",
      );
  });
}

/** Likewise for the name of a resource. */
export function problemOfResourceGlob(glob: string): string | undefined {
  return problemOf(glob, () => {});
}

function problemOf(glob: string, check: (pattern: Pattern) => void): string | undefined {
  try {
    if (glob.trim() === "") throw new Refused("must not be empty");
    if (glob.trim() !== glob) throw new Refused("must not start or end with a blank");
    for (const pattern of patternsOf(glob)) check(pattern);
    return undefined;
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
}

function assertNameOfStack(pieces: readonly Piece[]): void {
  if (pieces.length === 0) throw new Refused("can match no stack: it has an empty part");
  if (pieces.filter(({ kind }) => kind !== "many").length > MAX_NAME_LENGTH)
    throw new Refused(
      `can match no stack: one of its parts is longer than ${MAX_NAME_LENGTH} characters, which no name of a stack is`,
    );
  for (const piece of pieces)
    if (!STACK_CHARACTERS.some((character) => matchesCharacter(piece, character)))
      throw new Refused(
        piece.kind === "character"
          ? `can match no stack: no name of a stack has the character ${JSON.stringify(piece.character)}`
          : "can match no stack: no name of a stack has a character that its brackets allow",
      );
}

/** Whether `glob` matches a stack, by as many of its names as the glob has; with a `**`, by all of them. */
export function matchesStack(glob: string, stack: string | undefined): boolean {
  if (stack === undefined) return false;
  const names = stack.split("/");
  return patternsOf(glob).some((pattern) => {
    const compared = pattern.includes(ANY_PARTS) ? names : names.slice(-pattern.length);
    return matchesPattern(pattern, compared);
  });
}

/** Whether `glob` matches `name` as a whole. */
export function matchesGlob(glob: string, name: string): boolean {
  const names = name.split("/");
  return patternsOf(glob).some((pattern) => matchesPattern(pattern, names));
}

function matchesPattern(pattern: Pattern, names: readonly string[]): boolean {
  return matchesAll(
    pattern,
    names,
    (part) => part === ANY_PARTS,
    (part, name) => matchesPart(part as readonly Piece[], name),
  );
}

function matchesPart(pieces: readonly Piece[], name: string): boolean {
  return matchesAll(pieces, [...name], ({ kind }) => kind === "many", matchesCharacter);
}

function matchesCharacter(piece: Piece, character: string): boolean {
  switch (piece.kind) {
    case "character":
      return piece.character === character;
    case "set":
      return piece.negated !== piece.ranges.some(([from, to]) => isBetween(from, character, to));
    default:
      return true;
  }
}

function isBetween(from: string, character: string, to: string): boolean {
  const [first, code, last] = [from, character, to].map((each) => each.codePointAt(0) ?? 0) as [
    number,
    number,
    number,
  ];
  return first <= code && code <= last;
}

/**
 * Whether a row of wildcards matches a row of items. Only the last wildcard that takes any number is tried again, so
 * that the time is bounded by the product of the two lengths.
 */
function matchesAll<P, T>(
  pattern: readonly P[],
  items: readonly T[],
  takesAny: (piece: P) => boolean,
  matches: (piece: P, item: T) => boolean,
): boolean {
  let at = 0;
  let next = 0;
  /** Where the last wildcard stands, and how far it reaches. */
  let wildcard: { readonly at: number; reach: number } | undefined;
  while (next < items.length) {
    const piece = pattern[at];
    if (at < pattern.length && takesAny(piece as P)) {
      wildcard = { at, reach: next };
      at += 1;
    } else if (at < pattern.length && matches(piece as P, items[next] as T)) {
      at += 1;
      next += 1;
    } else if (wildcard !== undefined) {
      wildcard.reach += 1;
      at = wildcard.at + 1;
      next = wildcard.reach;
    } else return false;
  }
  return pattern.slice(at).every(takesAny);
}

/** The patterns that `glob` stands for. */
function patternsOf(glob: string): Pattern[] {
  return expanded(tokensOf([...glob])).map(partsOf);
}

function tokensOf(characters: readonly string[]): Token[] {
  if (characters.length > MAX_LENGTH) throw new Refused(`must not be longer than ${MAX_LENGTH} characters`);
  const tokens: Token[] = [];
  let at = 0;
  while (at < characters.length) {
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
    if (character === "[") {
      const { set, end } = bracketsAt(characters, at);
      tokens.push(set);
      at = end;
    } else if (character === "\\") {
      const escaped = characters[at + 1];
      if (escaped === undefined || escaped === "/")
        throw new Refused("has a \\ that takes no character as it is");
      tokens.push({ kind: "character", character: escaped });
      at += 2;
    } else if (character === "*" && characters[at + 1] === "*") {
      tokens.push(ANY_PARTS);
      at += 2;
    } else {
      tokens.push(tokenOf(character));
      at += 1;
    }
  }
  return tokens;
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

function bracketsAt(characters: readonly string[], start: number): { set: Piece; end: number } {
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
  return { set: { kind: "set", negated, ranges: rangesOf(members) }, end: at + 1 };
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

/** Rows of tokens without braces: every choice of the alternatives between them. */
function expanded(tokens: readonly Token[]): Exclude<Token, "{" | "," | "}">[][] {
  type Plain = Exclude<Token, "{" | "," | "}">;
  let rows: Plain[][] = [[]];
  let alternatives: Plain[][] | undefined;
  for (const token of tokens) {
    if (token === "{") {
      if (alternatives !== undefined) throw new Refused("has braces between braces, which is not supported");
      alternatives = [[]];
    } else if (token === "}") {
      if (alternatives === undefined) throw new Refused("has a } without its {; \\} is a plain one");
      if (alternatives.length < 2)
        throw new Refused("has braces without a choice: write {a,b} for one of several; \\{ is a plain one");
      const choices = alternatives;
      rows = rows.flatMap((row) => choices.map((choice) => [...row, ...choice]));
      alternatives = undefined;
      if (rows.length > MAX_PATTERNS)
        throw new Refused(`stands for more than ${MAX_PATTERNS} patterns by its braces`);
    } else if (token === "," && alternatives !== undefined) alternatives.push([]);
    else {
      const plain: Plain = token === "," ? { kind: "character", character: "," } : token;
      for (const row of alternatives === undefined ? rows : alternatives.slice(-1)) row.push(plain);
    }
  }
  if (alternatives !== undefined) throw new Refused("has a { without its }; \\{ is a plain one");
  return rows;
}

function partsOf(row: readonly Exclude<Token, "{" | "," | "}">[]): Pattern {
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
