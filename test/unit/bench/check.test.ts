import assert from "node:assert/strict";
import { problemsOf, recordOf, statusOf } from "../../bench/check";
import type { Result } from "../../bench/measure";

function result(more: Partial<Result>): Result {
  return { name: "a preview", unit: "s", median: 2, quartiles: [2, 2], figures: [2], ...more };
}

describe("the check of a benchmark", () => {
  it("passes over a limit that was not kept when it was recorded, until the figure grows", () => {
    const before = { engine: { "a preview": 1.8 } };
    assert.deepEqual(problemsOf("engine", [result({ ratio: 1.9, limit: 1.65 })], before), []);
    assert.deepEqual(problemsOf("engine", [result({ ratio: 2, limit: 1.65 })], before), [
      "engine: a preview costs 2.00, and cost 1.80 when it was recorded",
    ]);
  });

  it("passes a ratio at its limit, and no higher one", () => {
    assert.deepEqual(problemsOf("engine", [result({ ratio: 1.2, limit: 1.2 })], {}), []);
    assert.deepEqual(problemsOf("engine", [result({ ratio: 1.21, limit: 1.2 })], {}), [
      "engine: a preview costs 1.21, and may cost 1.20",
    ]);
  });

  it("passes a ratio a tenth above the recorded one, and no higher one", () => {
    const recorded = { engine: { "a preview": 2 } };
    assert.deepEqual(problemsOf("engine", [result({ ratio: 2.2 })], recorded), []);
    assert.deepEqual(problemsOf("engine", [result({ ratio: 2.21 })], recorded), [
      "engine: a preview costs 2.21, and cost 2.00 when it was recorded",
    ]);
  });

  it("compares with the same row of the same group alone", () => {
    const recorded = { scale: { "a preview": 1 }, engine: { "another preview": 1 } };
    assert.deepEqual(problemsOf("engine", [result({ ratio: 5 })], recorded), []);
  });

  it("says both when both are passed", () => {
    const problems = problemsOf("engine", [result({ ratio: 3, limit: 2 })], { engine: { "a preview": 1 } });
    assert.equal(problems.length, 2);
  });

  it("compares bytes, megabytes and calls by themselves", () => {
    const state = result({ unit: "bytes", median: 2600, limit: 2500 });
    assert.deepEqual(problemsOf("state", [state], { state: { "a preview": 2000 } }), [
      "state: a preview costs 2,600 bytes, and may cost 2,500 bytes",
      "state: a preview costs 2,600 bytes, and cost 2,000 bytes when it was recorded",
    ]);
    const calls = result({ unit: "calls", median: 2 });
    assert.equal(problemsOf("state", [calls], { state: { "a preview": 1 } }).length, 1);
  });

  it("takes no call where there was none for a regression", () => {
    const recorded = { state: { "a preview": 0 } };
    assert.equal(problemsOf("state", [result({ unit: "calls", median: 0 })], recorded).length, 0);
    assert.equal(problemsOf("state", [result({ unit: "calls", median: 1 })], recorded).length, 1);
  });

  it("leaves seconds without a ratio alone: they differ from machine to machine", () => {
    assert.deepEqual(problemsOf("dynamic", [result({ limit: 1 })], { dynamic: { "a preview": 1 } }), []);
    assert.deepEqual(recordOf([result({})]), {});
  });

  it("records ratios, and figures that stand for themselves", () => {
    const results = [
      result({ name: "a", ratio: 1.23456 }),
      result({ name: "b", unit: "bytes", median: 2345 }),
    ];
    assert.deepEqual(recordOf(results), { a: 1.235, b: 2345 });
  });
});

describe("the exit status of a benchmark", () => {
  const nothing = { problems: [], missing: [], isCheck: true, isNamed: true };

  it("is 0 where all was measured and nothing has grown", () => {
    assert.equal(statusOf(nothing), 0);
  });

  it("is 1 for a problem, if problems are looked for", () => {
    assert.equal(statusOf({ ...nothing, problems: ["it costs more"] }), 1);
    assert.equal(statusOf({ ...nothing, problems: ["it costs more"], isCheck: false }), 0);
  });

  it("is 2 where something could not be measured, if its group was named", () => {
    assert.equal(statusOf({ ...nothing, missing: ["there is no terraform"] }), 2);
    assert.equal(statusOf({ ...nothing, missing: ["there is no terraform"], isNamed: false }), 0);
  });

  it("is 1 where a problem was found as well", () => {
    assert.equal(
      statusOf({ ...nothing, problems: ["it costs more"], missing: ["there is no terraform"] }),
      1,
    );
  });
});
