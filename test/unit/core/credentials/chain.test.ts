import assert from "node:assert/strict";
import { TcssError } from "../../../../core/base/errors";
import { findCredential } from "../../../../core/credentials/chain";
import type { CredentialSource } from "../../../../core/credentials/source";

const KEY = { secretId: "AKIDx", secretKey: "k" };
const { signal } = new AbortController();

/** Sources that count how often they are asked. */
function sourcesOf(finds: readonly CredentialSource["find"][]) {
  const calls = finds.map(() => 0);
  const sources = finds.map(
    (find, index): CredentialSource => ({
      name: `source ${index + 1}`,
      find: (given) => {
        calls[index] = (calls[index] ?? 0) + 1;
        return find(given);
      },
    }),
  );
  return { sources, calls };
}

const absent = async () => ({ absent: "nothing is set" });
const present = async () => KEY;
const broken = async () => {
  throw new TcssError("it is malformed", { kind: "credentials" });
};

describe("findCredential", () => {
  it("takes the first that is there, says why the earlier ones were skipped, and asks no later one", async () => {
    const { sources, calls } = sourcesOf([absent, present, present, broken]);
    assert.deepEqual(await findCredential(sources, signal), {
      credential: KEY,
      source: "source 2",
      skipped: [{ source: "source 1", reason: "nothing is set" }],
    });
    assert.deepEqual(calls, [1, 1, 0, 0]);
  });

  it("stops at a broken source, which the error names, and asks no later one", async () => {
    const { sources, calls } = sourcesOf([absent, broken, present]);
    await assert.rejects(findCredential(sources, signal), { credentialSource: "source 2" });
    assert.deepEqual(calls, [1, 1, 0]);
  });

  it("passes a defect on as it is", async () => {
    const defect = new TypeError("x is not a function");
    const { sources } = sourcesOf([() => Promise.reject(defect)]);
    await assert.rejects(findCredential(sources, signal), defect);
  });

  it("says what each place lacks where there is none", async () => {
    const { sources, calls } = sourcesOf([absent, absent]);
    await assert.rejects(findCredential(sources, signal), {
      kind: "credentials",
      summary:
        "no credentials for Tencent Cloud were found: source 1: nothing is set; source 2: nothing is set",
      nextStep: /TENCENTCLOUD_SECRET_ID/,
    });
    assert.deepEqual(calls, [1, 1]);
  });
});
