import assert from "node:assert/strict";
import { malformed, reasonOf, unverified } from "../../../../../core/words/en/fields";

describe("the words for a field that cannot be used", () => {
  it("say why", () => {
    assert.equal(reasonOf({ field: "imageCnt", problem: "missing" }), "the reply holds no ImageCnt");
    assert.equal(
      reasonOf({ field: "imageCnt", problem: "malformed" }),
      "the reply holds no ImageCnt that is a whole number",
    );
    assert.equal(
      reasonOf({ field: "imageCnt", problem: "negative", count: -1200 }),
      "ImageCnt is -1,200 and must not be negative",
    );
  });

  it("say the same of every time that is absent: several texts mean that there is none", () => {
    for (const problem of ["missing", "malformed"] as const)
      assert.equal(
        reasonOf({ field: "expirationTime", problem }),
        "the reply holds no ExpirationTime that can be read",
      );
  });

  it("say what the field should hold", () => {
    assert.equal(malformed("subState"), "SubState is not text");
    assert.equal(malformed("state"), "State is not a whole number");
    assert.equal(malformed("beginTime"), "BeginTime is not a time (YYYY-MM-DD HH:mm:ss)");
  });

  it("name what cannot be verified, and advise nothing", () =>
    assert.deepEqual(unverified("Coverage")({ problem: { field: "coresCnt", problem: "missing" } }), {
      message: "Coverage cannot be verified: the reply holds no CoresCnt.",
    }));
});
