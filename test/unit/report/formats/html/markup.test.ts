import assert from "node:assert/strict";
import { html, safe, withCode } from "../../../../../report/src/formats/html/markup";

describe("html report: markup", () => {
  it("escapes what is interpolated, for text and for attributes", () => {
    const text = `<b class="a" id='b'>\`&amp;</b>`;
    assert.equal(
      html`<p title="${text}">${text}</p>`.text,
      '<p title="&lt;b class=&quot;a&quot; id=&#39;b&#39;&gt;&#96;&amp;amp;&lt;/b&gt;">&lt;b class=&quot;a&quot; id=&#39;b&#39;&gt;&#96;&amp;amp;&lt;/b&gt;</p>',
    );
  });

  it("shows controls, changes of the writing direction and broken characters as escapes", () => {
    const controls = "\u0000\u0008\u000b\u001b\u007f\u009f";
    const directions = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069";
    const broken = "\udfff\ud800\ufffe\uffff";
    const escapes = (text: string): string =>
      Array.from(text, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
    assert.equal(
      html`${`a${controls}b${directions}c${broken}d`}`.text,
      `a${escapes(controls)}b${escapes(directions)}c${escapes(broken)}d`,
    );
  });

  it("keeps line breaks, tabs, other scripts and emoji", () => {
    const text = "a\n\tб 中文 עברית 👩‍💻";
    assert.equal(html`${text}`.text, text);
  });

  it("does not escape markup twice, in lists neither", () => {
    const items = ["<1>", "<2>"].map((text) => html`<li>${text}</li>`);
    assert.equal(
      html`<ul>${items}${safe("<li>3</li>")}${undefined}</ul>`.text,
      "<ul><li>&lt;1&gt;</li><li>&lt;2&gt;</li><li>3</li></ul>",
    );
  });

  it("takes no object of the report for markup", () => {
    const forged = JSON.parse('{"text":"<script>"}');
    assert.throws(() => html`${forged}`);
  });

  it("shows backquoted words as code", () => {
    assert.equal(withCode("`a<b` or `c`").text, "<code>a&lt;b</code> or <code>c</code>");
  });
});
