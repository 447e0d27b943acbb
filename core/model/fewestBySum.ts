// The exact part of a knapsack: which of the weights make up a sum, with the fewest of them.

/** More weights than are ever taken together. */
const UNREACHED = 0xffff;

/**
 * The fewest weights that make up a sum, from the last weight to the first, and one bit for each weight and sum: whether
 * the fewest take the weight. Sums that cannot lead to the best one are left out: a sum of the weights from one on is of
 * use only where those before it can fill what is missing.
 */
export class FewestBySum {
  /** The bits of all weights, one after the other. */
  readonly #bits: Uint8Array;
  /** Where each weight's bits start. */
  readonly #starts: Float64Array;
  readonly #bands: readonly Band[];
  /** How many of the weights make up the sum at least. Infinite where none do. */
  readonly fewest: number;

  constructor(weights: Uint32Array, best: number) {
    this.#bands = bandsOf(weights, best);
    this.#starts = new Float64Array(weights.length);
    let bytes = 0;
    for (const [index, { low, high }] of this.#bands.entries()) {
      this.#starts[index] = bytes;
      bytes += Math.max(0, (high >> 3) - (low >> 3) + 1);
    }
    this.#bits = new Uint8Array(bytes);
    const fewest = new Uint16Array(best + 1).fill(UNREACHED);
    fewest[0] = 0;
    for (let index = weights.length - 1; index >= 0; index -= 1) {
      const weight = weights[index] as number;
      const { low, high } = this.#bands[index] as Band;
      const row = this.#bits.subarray(this.#starts[index]);
      takeWhereFewer(fewest, row, low >> 3, weight, Math.max(low, weight), high);
    }
    const count = fewest[best] as number;
    this.fewest = count >= UNREACHED ? Number.POSITIVE_INFINITY : count;
  }

  /** Whether the fewest weights from the one at `index` on that make up `sum` take this one. */
  isTaken(index: number, sum: number): boolean {
    const { low } = this.#bands[index] as Band;
    const byte = this.#bits[(this.#starts[index] as number) + (sum >> 3) - (low >> 3)] as number;
    return ((byte >> (sum & 7)) & 1) === 1;
  }
}

/** The sums that the weights from one on may have. */
interface Band {
  readonly low: number;
  readonly high: number;
}

function bandsOf(weights: Uint32Array, best: number): Band[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let before = 0;
  return Array.from(weights, (weight) => {
    const band = { low: Math.max(0, best - before), high: Math.min(best, total - before) };
    before += weight;
    return band;
  });
}

/**
 * One weight's step: a loop over typed arrays without a branch, which is where the time goes. With equally many, the
 * weight that stands first is taken; one more than UNREACHED is never the fewest.
 */
function takeWhereFewer(
  fewest: Uint16Array,
  row: Uint8Array,
  firstByte: number,
  weight: number,
  low: number,
  high: number,
): void {
  let byte = 0;
  for (let sum = high; sum >= low; sum -= 1) {
    const count = (fewest[sum - weight] as number) + 1;
    const saved = (fewest[sum] as number) - count;
    const isKept = saved >> 31; // -1 where the set without the weight is the smaller one, else 0
    fewest[sum] = count + (saved & isKept);
    byte = (byte << 1) | (isKept + 1);
    if ((sum & 7) === 0) {
      row[(sum >> 3) - firstByte] = byte;
      byte = 0;
    }
  }
  if ((low & 7) !== 0 && low <= high) row[(low >> 3) - firstByte] = byte << (low & 7);
}
