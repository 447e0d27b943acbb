import assert from "node:assert/strict";
import { withinRateLimit } from "../../../../core/api/rateLimit";

let keys = 0;
/** A key that no other test has used. */
function newKey(): string {
  keys += 1;
  return `rate limit ${keys}`;
}
const OPEN = new AbortController().signal;

/** Lets everything run that waits for no timer. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("withinRateLimit", () => {
  it("starts as many tasks as the action allows in a second, and keeps the others waiting", async () => {
    const key = newKey();
    const started: number[] = [];
    const leaving = new AbortController();
    const run = (index: number) =>
      withinRateLimit(key, 3, leaving.signal, async () => {
        started.push(index);
      });
    const tasks = [0, 1, 2, 3, 4].map(run);
    await Promise.all(tasks.slice(0, 3));
    await settled();
    assert.deepEqual(started, [0, 1, 2]);
    // those that wait take no place once their caller has left
    leaving.abort();
    for (const task of tasks.slice(3)) await assert.rejects(task, { name: "AbortError" });
    assert.deepEqual(started, [0, 1, 2]);
  });

  it("keeps accounts and actions apart", async () => {
    const keysOfTwo = [newKey(), newKey()];
    const results = keysOfTwo.map((key) => withinRateLimit(key, 1, OPEN, async () => key));
    assert.deepEqual(await Promise.all(results), keysOfTwo);
  });

  it("throws what the task throws", async () => {
    const error = new Error("no");
    await assert.rejects(
      withinRateLimit(newKey(), 1, OPEN, () => Promise.reject(error)),
      error,
    );
  });
});
