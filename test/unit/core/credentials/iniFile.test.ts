import assert from "node:assert/strict";
import { readSections } from "../../../../core/credentials/iniFile";

/** Sections with their values, without what stands before the first. */
function sectionsIn(text: string): object {
  const named = readSections(text).sections.filter(({ name }) => name !== undefined);
  return Object.fromEntries(named.map(({ name = "", values }) => [name, Object.fromEntries(values)]));
}

describe("readSections", () => {
  it("reads keys and values of both spellings, comments, quotation marks and any line end", () => {
    const text = '; a comment\r\n[default]\rsecret_id = a # mine\nsecret_key: "b c"\n\n# end\n[other]\nx=\n';
    assert.deepEqual(sectionsIn(text), { default: { secret_id: "a", secret_key: "b c" }, other: { x: "" } });
    assert.deepEqual(readSections(text).faults, []);
  });

  it("keeps what stands before the first section apart", () => {
    const [first] = readSections("secret_id = a\n[default]\n").sections;
    assert.equal(first?.name, undefined);
    assert.deepEqual([...(first?.values ?? [])], [["secret_id", "a"]]);
  });

  const faults: readonly [text: string, fault: RegExp][] = [
    ["[a]\n[a]", /the same section twice, again in line 2/],
    ["[a]\nx=hunter2\nx=2", /the same key twice, again in line 3/],
    ["[a]\nhunter2", /neither \[SECTION\] nor KEY = VALUE in line 2/],
    ["[a\n", /neither .* in line 1/],
  ];
  for (const [text, fault] of faults)
    it(`says what is wrong with ${JSON.stringify(text)}, and quotes no value`, () => {
      const [first = ""] = readSections(text).faults;
      assert.match(first, fault);
      assert.doesNotMatch(first, /hunter2/);
    });
});
