import assert from "node:assert/strict";
import { CredentialCache } from "../../../../core/credentials/cache";
import type { FoundCredential } from "../../../../core/credentials/chain";

const START = new Date("2026-01-01T00:00:00Z");
const minutes = (count: number): Date => new Date(START.getTime() + count * 60_000);

function temporary(name: string, expiration?: Date): FoundCredential {
  const credential = { secretId: name, secretKey: "k", ...(expiration === undefined ? {} : { expiration }) };
  return { credential, source: "STS", skipped: [] };
}

describe("CredentialCache", () => {
  let now: Date;
  let cache: CredentialCache;
  let calls: number;
  beforeEach(() => {
    now = START;
    cache = new CredentialCache(() => now);
    calls = 0;
  });

  const get = (key = "key", expiration?: Date) =>
    cache.get(key, async () => {
      calls += 1;
      return temporary(`${key} ${calls}`, expiration);
    });

  it("keeps a temporary credential until five minutes before its end", async () => {
    const first = await get("key", minutes(60));
    now = minutes(54.9);
    assert.equal(await get("key", minutes(120)), first);
    now = minutes(55);
    assert.notEqual(await get("key", minutes(120)), first);
    assert.equal(calls, 2);
  });

  it("looks a permanent credential up each time", async () => {
    await get();
    await get();
    assert.equal(calls, 2);
    assert.equal(cache.kept("key"), undefined);
  });

  it("shares one refresh among callers at the same time, and keeps keys apart", async () => {
    const found = await Promise.all([get("a"), get("a"), get("b")]);
    assert.equal(calls, 2);
    assert.equal(found[0], found[1]);
    assert.notEqual(found[0], found[2]);
  });

  it("keeps no failure", async () => {
    await assert.rejects(cache.get("key", () => Promise.reject(new Error("no"))));
    await get();
    assert.equal(calls, 1);
  });

  it("ends the refresh when all who wait for it have left, and a later caller starts another", async () => {
    const leaving = new AbortController();
    let ended: AbortSignal | undefined;
    const read = cache.get(
      "key",
      (signal) => {
        ended = signal;
        return new Promise(() => {});
      },
      leaving.signal,
    );
    leaving.abort();
    await assert.rejects(read, { code: "Cancelled" });
    assert.equal(ended?.aborted, true);
    await get();
    assert.equal(calls, 1);
  });
});
