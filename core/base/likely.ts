/**
 * The name that somebody who wrote `given` most likely meant.
 * @returns undefined where none of `known` is near.
 */
export function likely(given: string, known: Iterable<string>): string | undefined {
  const plainGiven = plain(given);
  if (plainGiven === "") return undefined;
  const limit = plainGiven.length < 3 ? 0 : Math.min(3, Math.max(1, Math.floor(plainGiven.length / 4)));
  const [best] = [...known]
    .map((name) => ({ name, distance: distanceTo(plain(name), plainGiven) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance || a.name.length - b.name.length);
  return best?.name;
}

/** Ends a sentence about an unknown name with the likely one, where there is one. */
export function didYouMean(given: string, known: Iterable<string>): string {
  const name = likely(given, known);
  return name === undefined ? "" : `. Did you mean ${name}?`;
}

/** Names that differ in case and separators only are the same to most people. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

/** A name that somebody has cut short is as near as one with a wrong letter. */
function distanceTo(known: string, given: string): number {
  if (given.length >= 4 && known.includes(given)) return known === given ? 0 : 1;
  return editDistance(given, known);
}

/** How many letters must be added, removed, replaced or swapped with their neighbor. */
export function editDistance(from: string, to: string): number {
  // neither is a name that somebody has written by hand
  if (Math.max(from.length, to.length) > 100) return Number.POSITIVE_INFINITY;
  let earlier: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const same = from[i - 1] === to[j - 1];
      const best = Math.min(at(row, j) + 1, at(next, j - 1) + 1, at(row, j - 1) + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      next.push(swapped ? Math.min(best, at(earlier, j - 2) + 1) : best);
    }
    earlier = row;
    row = next;
  }
  return at(row, to.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
