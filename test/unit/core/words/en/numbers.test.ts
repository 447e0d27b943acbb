import assert from "node:assert/strict";
import { accepted, counted, figure, isAre } from "../../../../../core/words/en/numbers";

describe("the numbers in sentences", () => {
  it("have separators", () =>
    assert.deepEqual([0, 999, 5000, 1234567, -1200].map(figure), [
      "0",
      "999",
      "5,000",
      "1,234,567",
      "-1,200",
    ]));

  it("have separators and few digits where they have a fraction", () =>
    assert.deepEqual([1234.5, 0.25].map(figure), ["1,234.5", "0.25"]));

  it("stand with their unit in the right number", () => {
    assert.deepEqual(
      [0, 1, 2, 1000].map((count) => counted(count, "core")),
      ["0 cores", "1 core", "2 cores", "1,000 cores"],
    );
    assert.equal(counted(2, "entry", "entries"), "2 entries");
    assert.equal(counted(1, "entry", "entries"), "1 entry");
  });

  it("choose the verb", () => assert.deepEqual([0, 1, 2].map(isAre), ["are", "is", "are"]));

  it("say what is accepted, where anything is", () =>
    assert.deepEqual([0, 1, 1200].map(accepted), ["", " (1 is accepted)", " (1,200 are accepted)"]));
});
