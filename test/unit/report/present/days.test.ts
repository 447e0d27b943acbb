import assert from "node:assert/strict";
import { timeLeft } from "../../../../report/src/present/days";

const NOW = "2026-11-23T08:00:00Z";
const PAST = "2026-11-20T08:00:00Z";
const FUTURE = "2026-11-30T08:00:00Z";

describe("the time that a license has left", () => {
  const cases: [end: string, daysLeft: number, isOver: boolean, text: string][] = [
    [PAST, -3, true, "ended 3 days ago"],
    [PAST, -1, true, "ended 1 day ago"],
    [PAST, -0, true, "ended less than a day ago"],
    [FUTURE, 0, false, "less than a day left"],
    [FUTURE, 1, false, "1 day left"],
    [FUTURE, 1461, false, "1,461 days left"],
  ];
  for (const [end, daysLeft, isOver, text] of cases)
    it(`with ${daysLeft} days is: ${text}`, () => {
      assert.deepEqual(timeLeft(end, daysLeft, NOW), { isOver, text });
    });

  it("is unknown without an end", () => {
    assert.equal(timeLeft(undefined, undefined, NOW), undefined);
  });
});
