// How often each weight stands in a set of so many weights with a given sum: what an exact search need not ask.

/** Weights in the order in which they are taken, and what is already decided of them. */
export interface OpenWeights {
  /** Indices of weights that each such set takes. */
  readonly forced: readonly number[];
  /** Indices of weights that one such set may take, and another not. In order. */
  readonly open: readonly number[];
  /** What the open ones have to sum up to. */
  readonly left: number;
}

/**
 * What is open in the sets of exactly `count` weights that sum up to `sum`, where of equal weights the first are taken:
 * a weight may stand there so often that the largest others still reach the sum, and the smallest others do not pass it.
 * @returns undefined where that shows that there is no such set.
 */
export function openFor(weights: Uint32Array, sum: number, count: number): OpenWeights | undefined {
  const sorted = new SortedWeights(weights);
  const bounds = new Map(
    [...sorted.groups].map(([weight, group]) => [weight, sorted.boundsOf(weight, group, sum, count)]),
  );
  if ([...bounds.values()].some(({ least, most }) => most < least)) return undefined;
  const open = split(weights, sum, (weight) => bounds.get(weight) as Bounds);
  return open.left < 0 ? undefined : open;
}

/** What is open in all sets that sum up to `sum`, where of equal weights the first are taken. */
export function openForAnyCount(weights: Uint32Array, sum: number): OpenWeights {
  return split(weights, sum, (weight) => ({ least: 0, most: Math.floor(sum / weight) }));
}

/** How often a weight may be taken. */
interface Bounds {
  readonly least: number;
  readonly most: number;
}

function split(weights: Uint32Array, sum: number, boundsOf: (weight: number) => Bounds): OpenWeights {
  const seen = new Map<number, number>();
  const forced: number[] = [];
  const open: number[] = [];
  let left = sum;
  for (const [index, weight] of weights.entries()) {
    const before = seen.get(weight) ?? 0;
    seen.set(weight, before + 1);
    const { least, most } = boundsOf(weight);
    if (before < least) {
      forced.push(index);
      left -= weight;
    } else if (before < most) open.push(index);
  }
  return { forced, open, left };
}

/** Where equal weights stand among the sorted ones. */
interface Group {
  readonly start: number;
  readonly size: number;
}

/** Weights by size, largest first, with their sums from the first on. */
class SortedWeights {
  /** The equal weights, by weight. */
  readonly groups: ReadonlyMap<number, Group>;
  readonly #sums: Float64Array;
  readonly #length: number;

  constructor(weights: Uint32Array) {
    const sorted = Uint32Array.from(weights).sort().reverse();
    this.#length = sorted.length;
    this.#sums = new Float64Array(sorted.length + 1);
    const groups = new Map<number, Group>();
    for (const [index, weight] of sorted.entries()) {
      this.#sums[index + 1] = this.#sumOf(index) + weight;
      const { start, size } = groups.get(weight) ?? { start: index, size: 0 };
      groups.set(weight, { start, size: size + 1 });
    }
    this.groups = groups;
  }

  /** How often `weight` may stand in a set of `count` weights that sum up to `sum`. Such numbers follow each other. */
  boundsOf(weight: number, group: Group, sum: number, count: number): Bounds {
    const others = this.#length - group.size;
    let [least, most] = [0, -1];
    for (let taken = Math.max(0, count - others); taken <= Math.min(group.size, count); taken += 1) {
      const missing = sum - taken * weight;
      if (this.#highest(count - taken, group) < missing || this.#lowest(count - taken, group) > missing)
        continue;
      if (most === -1) least = taken;
      most = taken;
    }
    return { least, most };
  }

  #sumOf(first: number): number {
    return this.#sums[first] as number;
  }

  /** The sum of the `count` largest that are not in the group. */
  #highest(count: number, { start, size }: Group): number {
    if (count <= start) return this.#sumOf(count);
    return this.#sumOf(count + size) - this.#sumOf(start + size) + this.#sumOf(start);
  }

  /** The sum of the `count` smallest that are not in the group. */
  #lowest(count: number, group: Group): number {
    const others = this.#length - group.size;
    return this.#highest(others, group) - this.#highest(others - count, group);
  }
}
