/**
 * Globs over names whose parts are separated by slashes, with the meaning that POSIX gives them: `*` any number of
 * characters, `?` one, `[abc]` and `[a-z]` one of them, `[!abc]` one that is not among them, `\` takes the next
 * character as it is; besides, `{a,b}` one or the other, and `**`, as a whole part, any number of parts. Case counts.
 * Everything else that is special elsewhere is refused. Matching takes time in proportion to pattern and name.
 */

import { ANY_PARTS, isBetween, type Pattern, type Piece, patternsOf, Refused } from "./globPattern";

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

/** Likewise for a text of any kind, such as the name of a resource. */
export function problemOfTextGlob(glob: string): string | undefined {
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

/** A function that tells whether `glob` matches a text as a whole; a slash is a character like any other. */
export function textMatcher(glob: string): (text: string) => boolean {
  const slash: Piece = { kind: "character", character: "/" };
  const rows = patternsOf(glob).map((pattern) =>
    pattern.flatMap((part, index): readonly Piece[] => {
      const pieces: readonly Piece[] = part === ANY_PARTS ? [{ kind: "many" }] : part;
      return index === 0 ? pieces : [slash, ...pieces];
    }),
  );
  return (text) => rows.some((pieces) => matchesPart(pieces, text));
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
