import assert from "node:assert/strict";
import { withDeadline } from "../../../../core/api/deadline";
import { TcssError } from "../../../../core/base/errors";

const DEADLINE = { seconds: 0.02, subject: "the list of hosts", endpoint: "https://tcss.example" };
const never = (): Promise<never> => new Promise(() => {});

describe("withDeadline", () => {
  it("gives what the work gives in time, and throws what it throws", async () => {
    assert.equal(await withDeadline({ ...DEADLINE, seconds: 60 }, async () => 7), 7);
    const error = new Error("no");
    await assert.rejects(
      withDeadline({ ...DEADLINE, seconds: 60 }, () => Promise.reject(error)),
      error,
    );
  });

  it("ends work that waits for anything, and names what was read and where", async () => {
    await assert.rejects(withDeadline(DEADLINE, never), {
      kind: "network",
      code: "DeadlineExceeded",
      endpoint: "https://tcss.example",
      summary: "the list of hosts could not be read within 0.02 s",
      nextStep: "Check the network and proxies on the way, or raise tcss:deadlineSeconds.",
    });
  });

  it("says what the last try met, with its request and next step", async () => {
    const met = (summary: string) =>
      new TcssError(summary, { kind: "api", requestId: "r-2", nextStep: "Wait." });
    const work = withDeadline(DEADLINE, ({ onFailedTry }) => {
      onFailedTry?.(met("first"));
      onFailedTry?.(met("Tencent Cloud answered InternalError"));
      return never();
    });
    await assert.rejects(work, {
      summary: /within 0\.02 s; the last try: Tencent Cloud answered InternalError$/,
      requestId: "r-2",
      nextStep: "Wait.",
    });
  });

  it("aborts the work's signal when it is over, and is cancelled by its caller", async () => {
    let signal: AbortSignal | undefined;
    const leaving = new AbortController();
    const work = withDeadline({ ...DEADLINE, seconds: 60, outer: leaving.signal }, (limits) => {
      signal = limits.signal;
      return never();
    });
    assert.equal(signal?.aborted, false);
    leaving.abort();
    await assert.rejects(work, { code: "Cancelled" });
    assert.equal(signal?.aborted, true);
  });
});
