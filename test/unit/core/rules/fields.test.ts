import assert from "node:assert/strict";
import { COUNTS, countIn, isMalformed, missing } from "../../../../core/rules/fields";

describe("a field that a rule needs", () => {
  it("is a count, or the reason why it cannot be used", () => {
    assert.deepEqual(countIn({}, "imageCnt"), { field: "imageCnt", problem: "missing" });
    assert.deepEqual(countIn({ malformedFields: ["imageCnt"] }, "imageCnt"), {
      field: "imageCnt",
      problem: "malformed",
    });
    assert.deepEqual(countIn({ imageCnt: -1 }, "imageCnt"), {
      field: "imageCnt",
      problem: "negative",
      count: -1,
    });
    assert.equal(countIn({ imageCnt: 0 }, "imageCnt"), 0);
  });

  it("is malformed where the reply holds a value of another type", () => {
    assert.equal(isMalformed({ malformedFields: ["subState"] }, "subState"), true);
    assert.equal(isMalformed({ malformedFields: ["subState"] }, "state"), false);
    assert.equal(isMalformed({}, "subState"), false);
    assert.deepEqual(missing({ malformedFields: ["subState"] }, "state"), {
      field: "state",
      problem: "missing",
    });
  });

  it("is one of the counts, or none of them", () => {
    assert.ok(COUNTS.includes("coresCnt"));
    assert.ok(!(COUNTS as readonly string[]).includes("state"));
  });
});
