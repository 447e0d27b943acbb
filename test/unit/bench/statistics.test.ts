import assert from "node:assert/strict";
import { quantile } from "../../bench/statistics";

describe("quantile", () => {
  it("is the middle value, in whatever order they come", () => {
    assert.equal(quantile([9, 1, 5], 0.5), 5);
  });

  it("lies between the two middle values when there is no middle one", () => {
    assert.equal(quantile([4, 1, 2, 3], 0.5), 2.5);
  });

  it("draws a straight line between neighbours", () => {
    assert.equal(quantile([0, 10, 20, 30, 40], 0.25), 10);
    assert.equal(quantile([0, 10, 20, 30], 0.25), 7.5);
    assert.equal(quantile([0, 10], 1), 10);
  });

  it("of a single value is that value", () => {
    assert.equal(quantile([7], 0.75), 7);
  });

  it("of no values is not a number", () => {
    assert.ok(Number.isNaN(quantile([], 0.5)));
  });

  it("leaves the values as they are", () => {
    const values = [3, 1, 2];
    quantile(values, 0.5);
    assert.deepEqual(values, [3, 1, 2]);
  });
});
