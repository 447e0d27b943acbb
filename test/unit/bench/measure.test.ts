import assert from "node:assert/strict";
import { measure, type Row, type Step } from "../../bench/measure";

describe("measure", () => {
  /** A step that takes these figures, one a round. */
  function step(name: string, figures: readonly number[], more: Partial<Row> = {}): Step {
    const left = [...figures];
    return { rows: [{ name, unit: "s", ...more }], once: async () => [left.shift() ?? Number.NaN] };
  }

  const silent = () => {};

  it("takes the steps in turn, round after round", async () => {
    const order: string[] = [];
    const steps = ["a", "b"].map((name) => ({
      rows: [{ name, unit: "s" as const }],
      once: async () => [order.push(name)],
    }));
    await measure({ steps }, { warmUp: 1, counted: 2 }, (round) => order.push(String(round)));
    assert.equal(order.join(" "), "0 a 0 b 1 a 1 b 2 a 2 b");
  });

  it("does not count the rounds that warm up", async () => {
    const [result] = await measure({ steps: [step("a", [99, 1, 3])] }, { warmUp: 1, counted: 2 }, silent);
    assert.deepEqual(result?.figures, [1, 3]);
    assert.equal(result?.median, 2);
  });

  it("gives the median of the ratios of each round, not the ratio of the medians", async () => {
    const steps = [step("base", [1, 10, 2]), step("other", [2, 10, 8])];
    const results = await measure({ base: "base", steps }, { warmUp: 0, counted: 3 }, silent);
    assert.deepEqual(
      results.map(({ ratio }) => ratio),
      [1, 2],
    );
  });

  it("gives no ratio in a group without a base", async () => {
    const [result] = await measure({ steps: [step("a", [5])] }, { warmUp: 0, counted: 1 }, silent);
    assert.equal(result?.ratio, undefined);
  });

  for (const group of [{ base: "base" }, {}])
    it(`compares a row with a base of its own, where the group has ${group.base ?? "none"}`, async () => {
      const own = { base: "start" };
      const steps = [step("base", [1]), step("start", [4], own), step("other", [8], own)];
      const results = await measure({ ...group, steps }, { warmUp: 0, counted: 1 }, silent);
      assert.deepEqual(
        results.slice(1).map(({ ratio }) => ratio),
        [1, 2],
      );
    });

  it("gives no ratio of a figure of another unit than the base's", async () => {
    const steps = [step("base", [2]), step("memory", [64], { unit: "MB" })];
    const results = await measure({ base: "base", steps }, { warmUp: 0, counted: 1 }, silent);
    assert.deepEqual(
      results.map(({ ratio }) => ratio),
      [1, undefined],
    );
  });

  it("gives half of the rounds as the spread", async () => {
    const [result] = await measure(
      { steps: [step("a", [5, 1, 4, 2, 3])] },
      { warmUp: 0, counted: 5 },
      silent,
    );
    assert.deepEqual(result?.quartiles, [2, 4]);
  });

  it("keeps what is said about a row", async () => {
    const steps = [step("a", [1], { limit: 2, calls: 3 })];
    const [result] = await measure({ steps }, { warmUp: 0, counted: 1 }, silent);
    assert.equal(result?.limit, 2);
    assert.equal(result?.calls, 3);
  });

  it("takes one figure for each row of a step", async () => {
    const rows: Row[] = [
      { name: "a", unit: "MB" },
      { name: "b", unit: "MB" },
    ];
    const results = await measure(
      { steps: [{ rows, once: async () => [1, 2] }] },
      { warmUp: 0, counted: 1 },
      silent,
    );
    assert.deepEqual(
      results.map(({ name, median }) => [name, median]),
      [
        ["a", 1],
        ["b", 2],
      ],
    );
  });

  it("makes parts of the figures of the same round", async () => {
    const steps = [step("whole", [10, 20, 40]), step("bare", [1, 2, 3]), step("some", [2, 3, 4])];
    const parts = [{ name: "rest", of: ["whole", "bare"], without: ["some", "bare"] }];
    const results = await measure({ steps, parts }, { warmUp: 0, counted: 3 }, silent);
    assert.deepEqual(results.at(-1)?.figures, [8, 17, 36]);
    assert.equal(results.at(-1)?.median, 17);
  });

  it("ends with the error of a step that has not done what it should", async () => {
    const once = async () => Promise.reject(new Error("exit status 1"));
    await assert.rejects(
      measure({ steps: [{ rows: [{ name: "a", unit: "s" }], once }] }, { warmUp: 0, counted: 1 }, silent),
      /exit status 1/,
    );
  });
});
