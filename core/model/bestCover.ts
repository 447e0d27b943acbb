// Which assets to switch on within the idle cores: a 0/1 knapsack, solved exactly.
import { greatestCommonDivisor } from "./divisor";
import { FewestBySum } from "./fewestBySum";
import { MixedSums } from "./mixedSums";
import { type OpenWeights, openFor, openForAnyCount } from "./weightBounds";

/** What may be switched on: an asset, and the whole cores that this takes. */
export interface Candidate {
  readonly id: string;
  /** Whole cores, 1 or more. */
  readonly cores: number;
}

/** Candidates × capacity that take seconds, and 500 MB. No account that is known comes near. */
const MOST_STEPS = 4e9;

/**
 * The candidates that cover the most cores within `capacity`; of several such sets the one of the fewest, and of
 * those the one whose sorted ids come first. Exact.
 *
 * Time and memory grow with candidates × capacity. Where that passes 4·10⁹, the largest candidates are taken first, and
 * the rest is exact.
 * @param capacity whole cores.
 */
export function bestCover<C extends Candidate>(candidates: readonly C[], capacity: number): C[] {
  const fitting = candidates.filter(({ cores }) => cores <= capacity).sort(byId);
  const total = fitting.reduce((sum, { cores }) => sum + cores, 0);
  if (total <= capacity) return fitting;
  const { taken, rest, left } = takenFirst(fitting, capacity);
  const weights = Uint32Array.from(rest, ({ cores }) => cores);
  const isChosen = chosenOf(weights, left);
  return [...taken, ...rest.filter((_, index) => isChosen[index] === 1)].sort(byId);
}

function byId(a: Candidate, b: Candidate): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** What is taken without more ado, so that the rest can be solved. */
function takenFirst<C extends Candidate>(
  sorted: readonly C[],
  capacity: number,
): { readonly taken: readonly C[]; readonly rest: readonly C[]; readonly left: number } {
  const taken = new Set<C>();
  let left = capacity;
  if (sorted.length * capacity > MOST_STEPS)
    for (const candidate of [...sorted].sort((a, b) => b.cores - a.cores)) {
      if ((sorted.length - taken.size) * left <= MOST_STEPS) break;
      if (candidate.cores > left) continue;
      taken.add(candidate);
      left -= candidate.cores;
    }
  const rest = sorted.filter((candidate) => !taken.has(candidate) && candidate.cores <= left);
  return { taken: [...taken], rest, left };
}

/** For each weight 1 where the best set takes it, else 0. Of equally good sets, that of the earlier weights is better. */
function chosenOf(weights: Uint32Array, capacity: number): Uint8Array {
  if (weights.length === 0) return new Uint8Array(0);
  // machines have 2, 4 or 8 cores: counted in their common divisor, there are fewer sums
  const divisor = weights.reduce(greatestCommonDivisor);
  const units = weights.map((weight) => weight / divisor);
  return fewestOf(units, highestSum(units, Math.floor(capacity / divisor)));
}

/**
 * The fewest weights that make up `sum`, and of several such sets the one of the earlier weights: 1 for each that is
 * taken. It goes from weight to weight and takes each with which the rest can make up what is missing. That is mostly
 * plain from the largest of the rest; where it is not, {@link FewestBySum} decides for what is left.
 */
function fewestOf(weights: Uint32Array, sum: number): Uint8Array {
  const chosen = new Uint8Array(weights.length);
  const rest = new MixedSums(weights);
  let missing = sum;
  let count = rest.fewestFor(sum);
  while (rest.canMakeUp(sum, count) === "no") count += 1;
  if (rest.canMakeUp(sum, count) === "unknown") {
    takeFewest(weights, sum, count, chosen);
    return chosen;
  }
  for (let index = 0; count > 0; index += 1) {
    const weight = weights[index] as number;
    rest.remove(weight);
    const answer = rest.canMakeUp(missing - weight, count - 1);
    if (answer === "unknown" && rest.highest(count) >= missing) {
      const others = weights.subarray(index);
      const open = openFor(others, missing, count) as OpenWeights; // there is such a set
      new OpenTable(open, others).take(chosen.subarray(index));
      return chosen;
    }
    if (answer === "no") continue;
    chosen[index] = 1;
    missing -= weight;
    count -= 1;
  }
  return chosen;
}

/** Takes the fewest, where it is not known how many that are: `least` or more. */
function takeFewest(weights: Uint32Array, sum: number, least: number, chosen: Uint8Array): void {
  const all = openForAnyCount(weights, sum);
  // a table for one count is mostly small; once they take a quarter of the one for all of them, that one decides
  let steps = stepsOf(all) / 4;
  for (let count = least; ; count += 1) {
    const open = openFor(weights, sum, count);
    if (open === undefined) continue;
    steps -= stepsOf(open);
    if (steps <= 0) break;
    const table = new OpenTable(open, weights);
    if (table.fewest !== count) continue;
    table.take(chosen);
    return;
  }
  new OpenTable(all, weights).take(chosen);
}

/** How long a table takes, compared with others. */
function stepsOf({ open, left }: OpenWeights): number {
  return open.length * left;
}

/** Decides exactly, for the weights that are open. */
class OpenTable {
  readonly #given: OpenWeights;
  readonly #weights: Uint32Array;
  readonly #rows: FewestBySum;

  constructor(given: OpenWeights, weights: Uint32Array) {
    this.#given = given;
    this.#weights = Uint32Array.from(given.open, (index) => weights[index] as number);
    this.#rows = new FewestBySum(this.#weights, given.left);
  }

  /** How many it takes at least. Infinite where no set has the sum. */
  get fewest(): number {
    return this.#given.forced.length + this.#rows.fewest;
  }

  /** Marks those that are taken. */
  take(chosen: Uint8Array): void {
    for (const index of this.#given.forced) chosen[index] = 1;
    let { left } = this.#given;
    for (const [at, index] of this.#given.open.entries()) {
      if (!this.#rows.isTaken(at, left)) continue;
      chosen[index] = 1;
      left -= this.#weights[at] as number;
    }
  }
}

/** The highest sum of any of the weights that is not above `capacity`: one bit a sum, 32 sums a step. */
function highestSum(weights: Uint32Array, capacity: number): number {
  const words = (capacity >> 5) + 1;
  const isReached = new Uint32Array(words);
  isReached[0] = 1;
  for (const weight of weights) {
    const [skipped, bits] = [weight >> 5, weight & 31];
    for (let word = words - 1; word >= skipped; word -= 1) {
      const low = isReached[word - skipped] as number;
      const below =
        word > skipped && bits > 0 ? (isReached[word - skipped - 1] as number) >>> (32 - bits) : 0;
      isReached[word] = (isReached[word] as number) | (low << bits) | below;
    }
  }
  let sum = capacity;
  while ((((isReached[sum >> 5] as number) >>> (sum & 31)) & 1) === 0) sum -= 1;
  return sum;
}
