// Which assets to switch on within the idle cores: a 0/1 knapsack, solved exactly.
import { FewestBySum } from "./fewestBySum";
import { WeightSums } from "./weightSums";

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
  const rest = new WeightSums(weights);
  let missing = sum;
  let count = rest.fewestFor(sum);
  if (rest.canMakeUp(sum, count) !== "yes") {
    takeFewest(weights, missing, chosen);
    return chosen;
  }
  for (let index = 0; count > 0; index += 1) {
    const weight = weights[index] as number;
    rest.remove(weight);
    const answer = rest.canMakeUp(missing - weight, count - 1);
    if (answer === "unknown" && rest.highest(count) >= missing) {
      rest.add(weight);
      return takeRest({ weights, from: index, missing, count, rest, chosen });
    }
    if (answer === "no") continue;
    chosen[index] = 1;
    missing -= weight;
    count -= 1;
  }
  return chosen;
}

interface Rest {
  readonly weights: Uint32Array;
  /** The first of the weights that are left. */
  readonly from: number;
  /** What they have to make up, and how many it takes. */
  readonly missing: number;
  readonly count: number;
  readonly rest: WeightSums;
  readonly chosen: Uint8Array;
}

/** Decides exactly, without the weights that must be taken, and without those that are too small for so few. */
function takeRest({ weights, from, missing, count, rest, chosen }: Rest): Uint8Array {
  const others = rest.highest(count - 1);
  const oneMore = rest.highest(count + 1);
  const open: number[] = [];
  let left = missing;
  for (let index = from; index < weights.length; index += 1) {
    const weight = weights[index] as number;
    if (oneMore - weight < missing) {
      chosen[index] = 1;
      left -= weight;
    } else if (weight + others >= missing) open.push(index);
  }
  const taken = new Uint8Array(open.length);
  const openWeights = Uint32Array.from(open, (index) => weights[index] as number);
  takeFewest(openWeights, left, taken);
  for (const [at, index] of open.entries()) chosen[index] = taken[at] as number;
  return chosen;
}

function takeFewest(weights: Uint32Array, sum: number, chosen: Uint8Array): void {
  const rows = new FewestBySum(weights, sum);
  let left = sum;
  for (let index = 0; index < weights.length; index += 1) {
    if (!rows.isTaken(index, left)) continue;
    chosen[index] = 1;
    left -= weights[index] as number;
  }
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
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
