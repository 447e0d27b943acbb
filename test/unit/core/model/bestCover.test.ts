import assert from "node:assert/strict";
import fc from "fast-check";
import { bestCover, type Candidate } from "../../../../core/model/bestCover";

const candidates = (max: number, most: number) =>
  fc.array(fc.integer({ min: 1, max: most }), { maxLength: max }).chain((cores) =>
    fc
      .shuffledSubarray(
        cores.map((_, index) => index),
        { minLength: cores.length },
      )
      .map((order) => order.map((index) => ({ id: `cls-${index}`, cores: cores[index] as number }))),
  );

const coresOf = (chosen: readonly Candidate[]): number => chosen.reduce((sum, { cores }) => sum + cores, 0);
const idsOf = (chosen: readonly Candidate[]): string[] => chosen.map(({ id }) => id).sort();

/** Of all subsets the one that covers most; then the smallest; then the one whose sorted ids come first. */
function bestOfAll(given: readonly Candidate[], capacity: number): Candidate[] {
  let best: Candidate[] = [];
  for (let mask = 0; mask < 1 << given.length; mask += 1) {
    const chosen = given.filter((_, index) => (mask >> index) & 1);
    if (coresOf(chosen) <= capacity && isBetter(chosen, best)) best = chosen;
  }
  return best;
}

/** The same for more assets, which are given by their ids: the fewest that each sum takes, from the last asset to the first. */
function bestByTable(given: readonly Candidate[], capacity: number): Candidate[] {
  const rows = [[0, ...Array<number>(capacity).fill(Number.POSITIVE_INFINITY)]];
  for (const { cores } of [...given].reverse()) {
    const without = rows[0] as number[];
    rows.unshift(
      without.map((count, sum) => Math.min(count, (without[sum - cores] ?? Number.POSITIVE_INFINITY) + 1)),
    );
  }
  let missing = (rows[0] as number[]).findLastIndex(Number.isFinite);
  return given.filter(({ cores }, index) => {
    const isTaken =
      missing >= cores && rows[index]?.[missing] === (rows[index + 1]?.[missing - cores] as number) + 1;
    if (isTaken) missing -= cores;
    return isTaken;
  });
}

function isBetter(a: readonly Candidate[], b: readonly Candidate[]): boolean {
  if (coresOf(a) !== coresOf(b)) return coresOf(a) > coresOf(b);
  if (a.length !== b.length) return a.length < b.length;
  const [ids, others] = [idsOf(a), idsOf(b)];
  const at = ids.findIndex((id, index) => id !== others[index]);
  return at !== -1 && (ids[at] as string) < (others[at] as string);
}

describe("bestCover", () => {
  it("is the best of all subsets, with the ties as they are documented", () => {
    fc.assert(
      fc.property(candidates(12, 9), fc.integer({ min: 0, max: 60 }), (given, capacity) => {
        assert.deepEqual(idsOf(bestCover(given, capacity)), idsOf(bestOfAll(given, capacity)));
      }),
      { numRuns: 300 },
    );
  });

  it("is the best of all subsets also where sums are far apart, or share a divisor", () => {
    for (const [most, times] of [
      [500, 1],
      [20, 8],
      [3, 97],
    ] as const)
      fc.assert(
        fc.property(candidates(11, most), fc.nat(most * 8), (small, capacity) => {
          const given = small.map(({ id, cores }) => ({ id, cores: cores * times }));
          const limit = capacity * times + (times >> 1);
          assert.deepEqual(idsOf(bestCover(given, limit)), idsOf(bestOfAll(given, limit)));
        }),
        { numRuns: 100 },
      );
  });

  it("covers exactly what the best of all subsets of 15 covers", () => {
    fc.assert(
      fc.property(candidates(15, 40), fc.integer({ min: 0, max: 300 }), (given, capacity) => {
        assert.equal(coresOf(bestCover(given, capacity)), coresOf(bestOfAll(given, capacity)));
      }),
      { numRuns: 15 },
    );
  });

  it("is the best also of many assets, whatever their sizes share", () => {
    const size = fc.integer({ min: 1, max: 12 });
    for (const sizes of [
      size,
      size.map((each) => 2 * each - 1),
      size.map((each) => 2 ** (each % 6)),
      size.map((each) => (each === 1 ? 1 : 6 * each)),
      size.map((each) => (each < 3 ? each : 12 * each)),
      size.map((each) => (each % 2 === 0 ? 7 : 40)),
      size.map((each) => each * each * each),
    ])
      fc.assert(
        fc.property(fc.array(sizes, { minLength: 20, maxLength: 40 }), fc.nat(900), (cores, capacity) => {
          const given = cores.map((each, index) => ({ id: `cls-${100 + index}`, cores: each }));
          assert.deepEqual(idsOf(bestCover(given, capacity)), idsOf(bestByTable(given, capacity)));
        }),
        { numRuns: 60 },
      );
  });

  it("fills the capacity of many assets, each of them once", () => {
    const given = Array.from({ length: 5000 }, (_, index) => ({
      id: `host-${index}`,
      cores: 1 + (index % 64),
    }));
    const chosen = bestCover(given, 2000);
    assert.equal(coresOf(chosen), 2000);
    assert.equal(new Set(idsOf(chosen)).size, chosen.length);
  });

  it("reaches the upper bound of 5,000 assets and 100,000 cores, within a core of it where the bound is odd", () => {
    for (const cores of [
      (index: number) => 1 + ((index * 37) % 64),
      (index: number) => 2 ** (index % 9),
      (index: number) => 2 * (1 + ((index * 131) % 700)),
    ]) {
      const given = Array.from({ length: 5000 }, (_, index) => ({
        id: `host-${index}`,
        cores: cores(index),
      }));
      const divisor = cores(0) % 2 === 0 ? 2 : 1;
      const chosen = bestCover(given, 100_001);
      assert.equal(coresOf(chosen), Math.floor(Math.min(100_001, coresOf(given)) / divisor) * divisor);
      assert.equal(new Set(idsOf(chosen)).size, chosen.length);
    }
  });

  it("ends for more than can be decided exactly, and still fills the capacity", () => {
    const given = Array.from({ length: 50_000 }, (_, index) => ({
      id: `host-${index}`,
      cores: 1 + (index % 64),
    }));
    assert.equal(coresOf(bestCover(given, 1_000_000)), 1_000_000);
  });

  it("takes all where they fit, and none where nothing does", () => {
    const given = [
      { id: "b", cores: 3 },
      { id: "a", cores: 2 },
    ];
    assert.deepEqual(idsOf(bestCover(given, 5)), ["a", "b"]);
    assert.deepEqual(bestCover(given, 1), []);
    assert.deepEqual(bestCover([], 10), []);
    assert.deepEqual(bestCover(given, 0), []);
  });
});
