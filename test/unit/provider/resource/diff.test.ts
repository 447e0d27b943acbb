import assert from "node:assert/strict";
import { CheckedResource } from "../../../support/CheckedResource";
import { ENV } from "./account";

describe("PurchaseStateResource", () => {
  const resource = new CheckedResource(ENV);

  describe("diff", () => {
    const olds = { account: "prod", purchaseState: { state: 3, undefendCoresCnt: 0 } };
    const cases: [why: string, news: Record<string, unknown>, changes: boolean][] = [
      [
        "the same in another order",
        { purchaseState: { undefendCoresCnt: 0, state: 3 }, account: "prod" },
        false,
      ],
      ["another value", { ...olds, purchaseState: { state: 3, undefendCoresCnt: 1 } }, true],
      ["a value more", { ...olds, purchaseState: { state: 3, undefendCoresCnt: 0, coresCnt: 1 } }, true],
      ["a value less", { ...olds, purchaseState: { state: 3 } }, true],
      ["another selector", { ...olds, account: "test" }, true],
      ["a selector more", { ...olds, site: "mainland" }, true],
      ["a selector less", { purchaseState: olds.purchaseState }, true],
      ["values that are unknown yet", { ...olds, purchaseState: "unknown" }, true],
      ["no values", { ...olds, purchaseState: null }, true],
    ];
    for (const [why, news, changes] of cases)
      it(`sees ${changes ? "a" : "no"} change in ${why}`, () => {
        assert.equal(resource.diff(olds, news), changes);
      });

    const at = (observedAt?: string) => ({ purchaseState: { state: 3, ...(observedAt && { observedAt }) } });
    const [noon, later, muchLater] = ["2024-10-01T12:00:00Z", "2024-10-01T13:00:00Z", "2024-10-01T13:00:01Z"];
    const times: [why: string, args: object, olds: object, news: object, changes: boolean][] = [
      ["a time that only the inputs hold", {}, at(), at(noon), false],
      ["a much later time that nobody asks for", {}, at(noon), at(muchLater), false],
      [
        "a time that the outputs lack and the user asks for",
        { recordObservedAt: true },
        at(),
        at(noon),
        true,
      ],
      ["the same, for last known values", { onUnavailable: "lastKnown" }, at(), at(noon), true],
      ["a time of an hour later that is recorded", { recordObservedAt: true }, at(noon), at(later), false],
      [
        "a time of over an hour later that is recorded",
        { recordObservedAt: true },
        at(noon),
        at(muchLater),
        true,
      ],
      ["the same, which is not recorded", { onUnavailable: "lastKnown" }, at(noon), at(muchLater), false],
      ["the time of old values that are kept", { recordObservedAt: true }, at(noon), at(noon), false],
      ["an earlier time, by another clock", { recordObservedAt: true }, at(muchLater), at(noon), false],
    ];
    for (const [why, args, olds, news, changes] of times)
      it(`sees ${changes ? "a" : "no"} change in ${why}`, async () => {
        assert.equal(resource.diff({ ...args, ...olds }, { ...args, ...news }), changes);
      });

    it("sees no change in who asks, and in why nobody answers", async () => {
      const purchaseState = { state: 3, stale: true };
      const news = { askedAs: ["b"], staleReason: "reset", purchaseState };
      const before = { askedAs: ["a"], staleReason: "timeout", purchaseState };
      assert.equal(resource.diff(before, news), false);
    });
  });
});
