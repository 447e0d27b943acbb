import assert from "node:assert/strict";
import { ending, TimeUp } from "../../../../core/api/ending";

const never = (): Promise<never> => new Promise(() => {});

describe("ending", () => {
  it("gives the result, and aborts the signal so that nothing is left", async () => {
    let signal: AbortSignal | undefined;
    const result = await ending(60_000, undefined, async (given) => {
      signal = given;
      return 7;
    });
    assert.equal(result, 7);
    assert.equal(signal?.aborted, true);
  });

  it("ends with TimeUp after its time", async () => {
    await assert.rejects(ending(1, undefined, never), TimeUp);
  });

  it("ends with the reason of the outer signal, also where that was aborted before", async () => {
    const reason = new Error("left");
    await assert.rejects(ending(60_000, AbortSignal.abort(reason), never), reason);
    const outer = new AbortController();
    const work = ending(60_000, outer.signal, never);
    outer.abort(reason);
    await assert.rejects(work, reason);
  });

  it("starts no work for an outer signal that was aborted before", async () => {
    let isStarted = false;
    const work = ending(60_000, AbortSignal.abort(), async () => {
      isStarted = true;
    });
    await assert.rejects(work, { name: "AbortError" });
    assert.equal(isStarted, false);
  });
});
