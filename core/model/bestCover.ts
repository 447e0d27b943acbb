// The cheapest way to protect what is undefended: which assets to switch on within the idle cores.

/** What may be switched on: an asset, and the whole cores that this takes. */
export interface Candidate {
  readonly id: string;
  /** Whole cores, 1 or more. */
  readonly cores: number;
}

/**
 * The candidates that cover the most cores within `capacity`; of several such sets the one of the fewest, and of
 * those the one whose sorted ids come first. Exact.
 *
 * It goes over the sums that can be reached, from the last candidate to the first, and keeps one bit for each
 * candidate and sum: whether the best set takes the candidate. Time and memory grow with candidates × capacity.
 * @param capacity whole cores.
 */
export function bestCover<C extends Candidate>(candidates: readonly C[], capacity: number): C[] {
  const sorted = candidates
    .filter(({ cores }) => cores <= capacity)
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const total = sorted.reduce((sum, { cores }) => sum + cores, 0);
  if (total <= capacity) return sorted;
  const rows = takenBySum(sorted, capacity);
  const chosen: C[] = [];
  let left = rows.best;
  sorted.forEach((candidate, index) => {
    if (!rows.isTaken(index, left)) return;
    chosen.push(candidate);
    left -= candidate.cores;
  });
  return chosen;
}

interface TakenBySum {
  /** The highest sum within the capacity that can be reached. */
  readonly best: number;
  /** Whether the best set of the candidates from `index` on with this sum takes the one at `index`. */
  isTaken(index: number, sum: number): boolean;
}

/** More than any number of candidates, which is a limit of {@link bestCover}. */
const UNREACHED = 0xffff;

function takenBySum(candidates: readonly Candidate[], capacity: number): TakenBySum {
  const bytesOfRow = (capacity >> 3) + 1;
  const taken = new Uint8Array(bytesOfRow * candidates.length);
  // the fewest candidates, from the one at hand to the last, by their sum
  const fewest = new Uint16Array(capacity + 1).fill(UNREACHED);
  fewest[0] = 0;
  let highest = 0;
  for (let index = candidates.length - 1; index >= 0; index -= 1) {
    const { cores } = candidates[index] as Candidate;
    highest = Math.min(capacity, highest + cores);
    takeWhereFewer(fewest, taken.subarray(index * bytesOfRow, (index + 1) * bytesOfRow), cores, highest);
  }
  let best = highest;
  while (fewest[best] === UNREACHED) best -= 1;
  return {
    best,
    isTaken: (index, sum) => (((taken[index * bytesOfRow + (sum >> 3)] as number) >> (sum & 7)) & 1) === 1,
  };
}

/** One candidate's step: a loop over typed arrays alone, which is where the time goes. */
function takeWhereFewer(fewest: Uint16Array, row: Uint8Array, cores: number, highest: number): void {
  for (let sum = highest; sum >= cores; sum -= 1) {
    const count = (fewest[sum - cores] as number) + 1;
    // with equally many, the candidate whose id comes first is taken; one more than UNREACHED is never the fewest
    if (count <= (fewest[sum] as number)) {
      fewest[sum] = count;
      row[sum >> 3] = (row[sum >> 3] as number) | (1 << (sum & 7));
    }
  }
}
