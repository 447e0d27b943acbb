// What some weights can sum up to: quick answers, for a search that asks often.

import { greatestCommonDivisor } from "./divisor";

/** How many first exchanges are tried before two of them are given up. */
const MOST_TRIES = 64;

/** Weights that may be taken away, and what so many of them can sum up to. */
export class WeightSums {
  /** Different weights, largest first. */
  readonly #values: Uint32Array;
  /** How many there are of each. */
  readonly #counts: Uint32Array;
  readonly #places: ReadonlyMap<number, number>;
  /** How many of each are in the window that is looked at. */
  readonly #inWindow: Uint32Array;
  #total: number;
  /** What all differences of two weights are multiples of: 2 where all weights are odd. 0 where all are the same. */
  readonly #step: number;

  constructor(weights: Uint32Array) {
    this.#values = Uint32Array.from(new Set(weights)).sort().reverse();
    this.#places = new Map(Array.from(this.#values, (value, place) => [value, place]));
    this.#counts = new Uint32Array(this.#values.length);
    this.#inWindow = new Uint32Array(this.#values.length);
    for (const weight of weights) this.#counts[this.#place(weight)] = this.#at(weight) + 1;
    this.#total = weights.length;
    const [largest = 0] = this.#values;
    this.#step = this.#values.reduce((step, value) => greatestCommonDivisor(step, largest - value), 0);
  }

  remove(weight: number): void {
    this.#counts[this.#place(weight)] = this.#at(weight) - 1;
    this.#total -= 1;
  }

  /** The sum of the `count` largest; of all where there are fewer. */
  highest(count: number): number {
    let [sum, missing] = [0, count];
    for (let place = 0; place < this.#values.length && missing > 0; place += 1) {
      const taken = Math.min(missing, this.#counts[place] as number);
      sum += taken * (this.#values[place] as number);
      missing -= taken;
    }
    return sum;
  }

  /** How many it takes at least to reach `sum`. */
  fewestFor(sum: number): number {
    let [count, reached] = [0, 0];
    for (let place = 0; place < this.#values.length && reached < sum; place += 1) {
      const value = this.#values[place] as number;
      const taken = Math.min(this.#counts[place] as number, Math.ceil((sum - reached) / value));
      count += taken;
      reached += taken * value;
    }
    return count;
  }

  /** Whether exactly `count` of the weights sum up to `sum`. Never wrong; `unknown` where that is not plain. */
  canMakeUp(sum: number, count: number): "yes" | "no" | "unknown" {
    if (sum < 0) return "no";
    if (count === 0) return sum === 0 ? "yes" : "no";
    if (count === 1) return this.#at(sum) > 0 ? "yes" : "no";
    if (count === 2) return this.#hasTwo(sum) ? "yes" : "no";
    const [largest = 0] = this.#values;
    if (this.#step > 1 && (largest * count - sum) % this.#step !== 0) return "no";
    const start = this.#windowFor(sum, count);
    if (start === undefined) return "no";
    // from the nearest window a little is missing; from the largest there is more to choose from
    const windows = start === 0 ? [0] : [start, 0];
    const isPlain = windows.some((each) => this.#canLower(this.#windowSum(each, count) - sum, each, count));
    return isPlain ? "yes" : "unknown";
  }

  #place(weight: number): number {
    return this.#places.get(weight) as number;
  }

  /** How many there are of a weight. */
  #at(weight: number): number {
    const place = this.#places.get(weight);
    return place === undefined ? 0 : (this.#counts[place] as number);
  }

  #hasTwo(sum: number): boolean {
    return this.#values.some((value, place) => {
      const available = this.#counts[place] as number;
      const other = sum - value;
      return available > 0 && other > 0 && this.#at(other) > (other === value ? 1 : 0);
    });
  }

  /** The sum of `count` weights that follow each other by size, from the one at `start` on. */
  #windowSum(start: number, count: number): number {
    return this.highest(start + count) - this.highest(start);
  }

  /**
   * The last window of `count` weights that reaches `sum`: the next one, of smaller weights, does not.
   * @returns undefined where the largest do not reach it, and where the smallest are above it.
   */
  #windowFor(sum: number, count: number): number | undefined {
    let [start, end] = [0, this.#total - count];
    if (end < 0 || this.#windowSum(0, count) < sum || this.#windowSum(end, count) > sum) return undefined;
    while (start < end) {
      const middle = Math.ceil((start + end) / 2);
      if (this.#windowSum(middle, count) >= sum) start = middle;
      else end = middle - 1;
    }
    return start;
  }

  /** Whether exchanging one or two weights of a window for others lowers its sum by exactly `excess`. */
  #canLower(excess: number, start: number, count: number): boolean {
    if (excess === 0) return true;
    const smallest = this.#fillWindow(start, count);
    if (this.#canExchange(excess)) return true;
    // one of the smallest of the window goes first
    const end = Math.min(this.#values.length, smallest + MOST_TRIES);
    this.#move(smallest, -1);
    for (let place = smallest + 1; place < end; place += 1) {
      const lowered = (this.#values[smallest] as number) - (this.#values[place] as number);
      if (lowered >= excess) return false;
      if ((this.#counts[place] as number) <= (this.#inWindow[place] as number)) continue;
      this.#move(place, 1);
      if (this.#canExchange(excess - lowered)) return true;
      this.#move(place, -1);
    }
    return false;
  }

  /** Notes how many of each weight are in a window. @returns the place of its smallest. */
  #fillWindow(start: number, count: number): number {
    let [rank, smallest] = [0, 0];
    for (let place = 0; place < this.#values.length; place += 1) {
      const next = rank + (this.#counts[place] as number);
      const inside = Math.max(0, Math.min(next, start + count) - Math.max(rank, start));
      this.#inWindow[place] = inside;
      if (inside > 0) smallest = place;
      rank = next;
    }
    return smallest;
  }

  #move(place: number, by: 1 | -1): void {
    this.#inWindow[place] = (this.#inWindow[place] as number) + by;
  }

  /** Whether one weight of the window is larger by `excess` than one that is not in it. */
  #canExchange(excess: number): boolean {
    for (let place = 0; place < this.#values.length; place += 1) {
      if (this.#inWindow[place] === 0) continue;
      const other = (this.#values[place] as number) - excess;
      if (other <= 0) return false;
      const otherPlace = this.#places.get(other);
      if (otherPlace === undefined) continue;
      if ((this.#counts[otherPlace] as number) > (this.#inWindow[otherPlace] as number)) return true;
    }
    return false;
  }
}
