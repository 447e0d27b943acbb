import assert from "node:assert/strict";
import fc from "fast-check";
import { secret } from "../../../../core/pulumiFormat";
import { changesBetween, failuresWithoutSecrets } from "../../../../provider/plugin/wire";

describe("the plugin's wire", () => {
  it("names each field that differs, by its path", () => {
    const before = { same: [1], gone: 1, values: { a: 1, b: { c: 1 } }, list: [1] };
    const after = { same: [1], values: { a: 2, b: { c: 1, d: 2 } }, list: [2], more: {} };
    assert.deepEqual(Object.fromEntries(changesBetween(before, after)), {
      gone: "deleted",
      "values.a": "updated",
      "values.b.d": "added",
      list: "updated",
      more: "added",
    });
  });

  it("finds no change between equal properties, and the reverse ones in the other direction", () => {
    const properties = fc.dictionary(fc.constantFrom("a", "b", "c"), fc.jsonValue({ maxDepth: 2 }), {
      noNullPrototype: true,
    });
    const reversed = { added: "deleted", deleted: "added", updated: "updated" };
    fc.assert(
      fc.property(properties, properties, (olds, news) => {
        assert.equal(changesBetween(olds, structuredClone(olds)).size, 0);
        const there = [...changesBetween(olds, news)].map(([path, change]) => [path, reversed[change]]);
        assert.deepEqual(new Map(there as [string, never][]), new Map([...changesBetween(news, olds)]));
      }),
    );
  });

  it("repeats no secret of the properties in a failure", () => {
    const issues = [{ property: "site", problem: "hunter2hunter2 is not allowed" }];
    assert.deepEqual(failuresWithoutSecrets({ issues }, { site: secret("hunter2hunter2") }), [
      { property: "", reason: "site [secret] is not allowed" },
    ]);
  });
});
