import assert from "node:assert/strict";
import { SharedWork } from "../../../../core/api/sharedWork";

/** Work that ends when a test says so. */
function work() {
  const made = { starts: 0, aborts: 0, resolve: (_: string) => {}, reject: (_: Error) => {} };
  const shared = new SharedWork<string>((signal) => {
    made.starts += 1;
    signal.addEventListener("abort", () => {
      made.aborts += 1;
    });
    return new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  });
  return { made, shared };
}

const CANCELLED = { name: "TcssError", code: "Cancelled" };

describe("SharedWork", () => {
  it("starts once and gives each caller the result, later ones included", async () => {
    const { made, shared } = work();
    const callers = [shared.wait(), shared.wait(new AbortController().signal)];
    made.resolve("done");
    assert.deepEqual(await Promise.all([...callers, shared.wait()]), ["done", "done", "done"]);
    assert.deepEqual([made.starts, made.aborts], [1, 0]);
  });

  it("gives each caller the error", async () => {
    const { made, shared } = work();
    const callers = [shared.wait(), shared.wait()];
    made.reject(new Error("no"));
    for (const caller of callers) await assert.rejects(caller, /^Error: no$/);
    await assert.rejects(shared.wait(), /^Error: no$/);
    assert.equal(shared.isAbandoned, false);
  });

  it("ends the wait of a caller that leaves, and goes on for the others", async () => {
    const { made, shared } = work();
    const leaving = new AbortController();
    const [first, second] = [shared.wait(leaving.signal), shared.wait()];
    leaving.abort();
    await assert.rejects(first, CANCELLED);
    assert.deepEqual([made.aborts, shared.isAbandoned], [0, false]);
    made.resolve("done");
    assert.equal(await second, "done");
  });

  it("is aborted, once, when all callers have left", async () => {
    const { made, shared } = work();
    const leaving = [new AbortController(), new AbortController()];
    const callers = leaving.map(({ signal }) => shared.wait(signal));
    for (const caller of leaving) caller.abort();
    for (const caller of callers) await assert.rejects(caller, CANCELLED);
    assert.deepEqual([made.aborts, shared.isAbandoned], [1, true]);
  });

  it("is aborted by the only caller, who had left before waiting", async () => {
    const { made, shared } = work();
    await assert.rejects(shared.wait(AbortSignal.abort()), CANCELLED);
    assert.deepEqual([made.aborts, shared.isAbandoned], [1, true]);
  });

  it("keeps its result when those who waited leave afterwards", async () => {
    const { made, shared } = work();
    const leaving = new AbortController();
    const caller = shared.wait(leaving.signal);
    made.resolve("done");
    assert.equal(await caller, "done");
    leaving.abort();
    assert.equal(await shared.wait(), "done");
    assert.deepEqual([made.aborts, shared.isAbandoned], [0, false]);
  });

  it("leaves no listener on a caller's signal", async () => {
    const { made, shared } = work();
    const { signal } = new AbortController();
    let listeners = 0;
    const [add, remove] = [signal.addEventListener, signal.removeEventListener];
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners += 1;
      return add.apply(signal, args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners -= 1;
      return remove.apply(signal, args);
    };
    const caller = shared.wait(signal);
    assert.equal(listeners, 1);
    made.resolve("done");
    await caller;
    assert.equal(listeners, 0);
  });
});
