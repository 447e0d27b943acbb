// What weights can sum up to where most of them share a divisor and a few do not: machines of 2, 4 and 8 cores, one of 7.
import { greatestCommonDivisor } from "./divisor";
import { WeightSums } from "./weightSums";

/** What the divisor of most weights may be a multiple of. */
const PRIMES: readonly number[] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31];
/** So many weights may be without the divisor of the others. */
const MOST_RARE = 256;
/** So many sums are kept of those. */
const MOST_RARE_SUMS = 1024;

/** What some of the weights without the divisor sum up to. */
interface RareSum {
  readonly sum: number;
  /** How many weights that takes. */
  readonly count: number;
}

/**
 * Weights that may be taken away, and what so many of them can sum up to. As {@link WeightSums}, but it also answers where
 * only weights without the divisor of most others can make a sum up.
 */
export class MixedSums {
  readonly #all: WeightSums;
  /** The divisor of most weights. */
  readonly #divisor: number;
  /** Those weights, counted in the divisor. Absent where no divisor leaves few enough others. */
  readonly #common: MixedSums | undefined;
  /** The weights without the divisor. */
  readonly #rare: number[];
  /** What they sum up to, by the remainder of the sum. Absent until it is asked for. */
  #rareSums: ReadonlyMap<number, readonly RareSum[]> | undefined;

  constructor(weights: Uint32Array) {
    this.#all = new WeightSums(weights);
    const prime = primeOfMost(weights);
    const common = weights.filter((weight) => weight % prime === 0);
    this.#divisor = common.reduce(greatestCommonDivisor, 0);
    const isMixed = common.length > 0 && weights.length - common.length <= MOST_RARE;
    this.#common = isMixed ? new MixedSums(common.map((weight) => weight / this.#divisor)) : undefined;
    this.#rare = isMixed ? [...weights.filter((weight) => weight % prime !== 0)] : [];
  }

  remove(weight: number): void {
    this.#all.remove(weight);
    const place = this.#rare.indexOf(weight);
    if (place === -1) this.#common?.remove(weight / this.#divisor);
    else {
      this.#rare.splice(place, 1);
      this.#rareSums = undefined;
    }
  }

  /** The sum of the `count` largest; of all where there are fewer. */
  highest(count: number): number {
    return this.#all.highest(count);
  }

  /** How many it takes at least to reach `sum`. */
  fewestFor(sum: number): number {
    return this.#all.fewestFor(sum);
  }

  /** Whether exactly `count` of the weights sum up to `sum`. Never wrong; `unknown` where that is not plain. */
  canMakeUp(sum: number, count: number): "yes" | "no" | "unknown" {
    const answer = this.#mixed(sum, count);
    return answer === "unknown" ? this.#all.canMakeUp(sum, count) : answer;
  }

  /** The same from the common weights, beside each sum of the rare ones with which their divisor fits. */
  #mixed(sum: number, count: number): "yes" | "no" | "unknown" {
    const common = this.#common;
    if (common === undefined) return "unknown";
    this.#rareSums ??= rareSumsOf(this.#rare, this.#divisor);
    if (this.#rareSums === undefined) return "unknown";
    let isPlain = true;
    for (const rare of this.#rareSums.get(sum % this.#divisor) ?? []) {
      if (rare.count > count) continue;
      const answer = common.canMakeUp((sum - rare.sum) / this.#divisor, count - rare.count);
      if (answer === "yes") return "yes";
      isPlain &&= answer === "no";
    }
    return isPlain ? "no" : "unknown";
  }
}

/** The prime that divides most of the weights. */
function primeOfMost(weights: Uint32Array): number {
  const dividing = (prime: number): number =>
    weights.reduce((count, weight) => count + (weight % prime === 0 ? 1 : 0), 0);
  return PRIMES.map((prime) => ({ prime, count: dividing(prime) })).reduce((most, each) =>
    each.count > most.count ? each : most,
  ).prime;
}

/** All sums of some of the weights, each with every number of weights that makes it up; undefined where they are too many. */
function rareSumsOf(
  weights: readonly number[],
  divisor: number,
): ReadonlyMap<number, readonly RareSum[]> | undefined {
  const found = new Map<string, RareSum>([["0:0", { sum: 0, count: 0 }]]);
  for (const weight of weights) {
    for (const { sum, count } of [...found.values()])
      found.set(`${sum + weight}:${count + 1}`, { sum: sum + weight, count: count + 1 });
    if (found.size > MOST_RARE_SUMS) return undefined;
  }
  const byRemainder = new Map<number, RareSum[]>();
  for (const each of found.values()) {
    const remainder = each.sum % divisor;
    byRemainder.set(remainder, [...(byRemainder.get(remainder) ?? []), each]);
  }
  return byRemainder;
}
