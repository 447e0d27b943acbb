import assert from "node:assert/strict";
import { markdown } from "../../../../../report/src/formats/coverage/markdown";
import { readMarkdown } from "../markdownText";
import { bigAccount, documentOf, UNREADABLE } from "./samples";

const OPTIONS = { color: false, width: 80 };
const LIMIT = 60_000;

describe("the coverage as a comment", () => {
  it("shows of ten thousand assets what fits, worst first, and says what is left out", () => {
    const text = markdown(documentOf([bigAccount(10_000)]), OPTIONS);
    assert.ok(text.length < LIMIT, String(text.length));
    assert.ok(text.length > LIMIT / 2, String(text.length));
    assert.match(text, /[\d,]+ more commands left out here/);
    assert.match(text, /[\d,]+ assets left out here/);
    readMarkdown(text);
  });

  it("shows commands and every asset where they fit", () => {
    const text = markdown(documentOf([bigAccount(100)]), OPTIONS);
    assert.doesNotMatch(text, /left out/);
    const [assets = []] = readMarkdown(text).tables;
    assert.equal(assets.length, 101);
  });

  it("shows of five thousand accounts what fits", () => {
    const accounts = Array.from({ length: 5000 }, (_, index) => ({
      ...UNREADABLE,
      name: `account ${index}`,
    }));
    const text = markdown(documentOf(accounts), OPTIONS);
    assert.ok(text.length < LIMIT, String(text.length));
    assert.match(text, /[\d,]+ more accounts left out here/);
    assert.match(text, /Coverage of account 0\n/);
  });
});
