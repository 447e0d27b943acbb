import assert from "node:assert/strict";
import { assembleCredential, firstSet } from "../../../../core/credentials/source";

const names = ["id in FILE", "key in FILE"] as const;

function assembled(secretId?: string, secretKey?: string, token?: string) {
  return assembleCredential("the file", { secretId, secretKey, token, names });
}

describe("assembleCredential", () => {
  it("takes both parts, without the blanks around them, and a token where there is one", () => {
    assert.deepEqual(assembled(" AKIDx ", "key\n"), { secretId: "AKIDx", secretKey: "key" });
    assert.deepEqual(assembled("AKIDx", "key", " t "), { secretId: "AKIDx", secretKey: "key", token: "t" });
    assert.deepEqual(assembled("AKIDx", "key", " "), { secretId: "AKIDx", secretKey: "key" });
  });

  it("is absent where neither part is set, whatever the token is", () => {
    const absence = { absent: "id in FILE and key in FILE are not set" };
    assert.deepEqual(assembled(), absence);
    assert.deepEqual(assembled("", "", "t"), absence);
  });

  const broken: [parts: [id?: string | undefined, key?: string], words: RegExp][] = [
    [
      ["AKIDx"],
      /the file cannot be used: id in FILE is set but key in FILE is not.*Set key in FILE, or remove id/,
    ],
    [[undefined, "s3cret"], /key in FILE is set but id in FILE is not/],
    [["AKIDx", " "], /id in FILE is set but key in FILE is not/],
    [[" ", "\t"], /hold white space only/],
  ];
  for (const [parts, words] of broken)
    it(`refuses ${JSON.stringify(parts)}, and repeats no value`, () =>
      assert.throws(
        () => assembled(...parts),
        ({ kind, message }: Error & { kind: string }) =>
          kind === "credentials" && words.test(message) && !/AKIDx|s3cret/.test(message),
      ));
});

describe("firstSet", () => {
  it("is the first variable that is set and not empty", () => {
    assert.equal(firstSet({ A: "", B: "b", C: "c" }, ["A", "B", "C"]), "b");
    assert.equal(firstSet({ A: "" }, ["A", "B"]), undefined);
  });
});
