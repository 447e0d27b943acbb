import assert from "node:assert/strict";
import fc from "fast-check";
import { formsOf, SecretSearch } from "../../support/secretSearch";

const SECRET = 'pa+ss/wo&rd"<\u00e9>=%!';
/** What a program may write of it, by what it is. */
const WRITTEN: Record<string, string> = {
  plain: SECRET,
  "in JSON": JSON.stringify({ token: SECRET }),
  "in JSON in JSON": JSON.stringify(JSON.stringify({ token: SECRET })),
  "in a query": new URLSearchParams({ token: SECRET }).toString(),
  "percent-encoded": encodeURIComponent(SECRET),
  "percent-encoded in lower case": encodeURIComponent(SECRET).replace(/%../g, (code) => code.toLowerCase()),
  "percent-encoded twice": encodeURIComponent(encodeURIComponent(SECRET)),
  "in HTML": SECRET.replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;"),
  hexadecimal: Buffer.from(SECRET).toString("hex"),
  base64: Buffer.from(SECRET).toString("base64"),
  "base64 behind one byte": Buffer.from(`:${SECRET}`).toString("base64"),
  "base64 behind two bytes": Buffer.from(`u:${SECRET}`).toString("base64"),
  "base64 in the middle": Buffer.from(`{"a":"${SECRET}","b":1}`).toString("base64"),
  base64url: Buffer.from(`user:${SECRET}`).toString("base64url"),
  "base64, percent-encoded": encodeURIComponent(Buffer.from(SECRET).toString("base64")),
};

describe("the search for secrets", () => {
  const search = new SecretSearch(["another-secret", SECRET, "pa+ss/wo&other"]);

  for (const [name, text] of Object.entries(WRITTEN))
    it(`finds one that is written ${name}`, () => {
      assert.notEqual(search.findIn(Buffer.from(`before ${text} behind`)), undefined);
    });

  it("finds one in UTF-16, as PowerShell writes files", () => {
    assert.notEqual(search.findIn(Buffer.from(`before ${SECRET}`, "utf16le")), undefined);
  });

  it("finds none where there is none, and none in parts of one", () => {
    for (const text of ["", "pa+ss/wo", SECRET.slice(0, -1), SECRET.slice(1), "nothing"])
      assert.equal(search.findIn(Buffer.from(text)), undefined, text);
  });

  it("finds what stands anywhere in anything, as looking for each form alone does", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "+", "é"), minLength: 8, maxLength: 10 });
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 4 }),
        fc.string({ unit: fc.constantFrom("a", "b", "+"), maxLength: 60 }),
        (secrets, text) => {
          const bytes = Buffer.from(text);
          const expected = secrets.some((secret) =>
            [...formsOf(secret).values()].some((form) => bytes.toString("latin1").includes(form)),
          );
          assert.equal(new SecretSearch(secrets).findIn(bytes) !== undefined, expected);
        },
      ),
    );
  });

  it("leaves short texts out", () => {
    assert.equal(new SecretSearch(["short"]).findIn(Buffer.from("too short")), undefined);
  });
});
