import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { HtmlValidate } from "html-validate";
import type { ReportDocument } from "../../../../report/src/document";
import { documents, hostile, many, observed, one, reportOf, UNREADABLE } from "./support/documents";
import { render } from "./support/render";

describe("html report: the page", () => {
  const validator = new HtmlValidate({
    extends: ["html-validate:recommended"],
    // the attribute and the element are written as the HTML standard writes them
    rules: {
      "doctype-style": ["error", { style: "lowercase" }],
      "no-inline-style": "error",
      "long-title": "off",
    },
  });

  for (const [name, report] of documents())
    it(`is valid for ${name}`, async () => {
      const { results } = await validator.validateString(await render(report));
      const messages = results.flatMap(({ messages: found }) =>
        found.map(({ line, ruleId, message }) => `${line}: ${ruleId}: ${message}`),
      );
      assert.deepEqual(messages, []);
    });

  it("allows its own style and script by their hashes, and nothing else", async () => {
    const page = await render(many());
    const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(page)?.[1];
    assert.equal(
      policy,
      [
        "default-src 'none'",
        `style-src '${hash(contentOf(page, "style"))}'`,
        `script-src '${hash(contentOf(page, "script"))}'`,
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
      ].join("; "),
    );
  });

  it("names no address but those of links", async () => {
    const page = await render(many());
    const rest = page
      .replace(/<a href="https:[^"]*" rel="noreferrer">/g, "")
      .replace(/data:image\/svg[^"]*/, "");
    assert.doesNotMatch(rest.replace(/endpoint https:\S+/g, ""), /https?:|url\(|@import|srcset|\bsrc=/);
    assert.doesNotMatch(page, /\sstyle="|\son\w+="/);
  });

  it("lets no text of the report out of its place", async () => {
    const [kind, nasty] = [await render(many()), await render(hostile())];
    const elements = (page: string): Set<string> =>
      new Set([...page.matchAll(/<([a-z][\w-]*)/gi)].map((match) => String(match[1])));
    const foreign = [...elements(nasty)].filter((element) => !elements(kind).has(element));
    assert.deepEqual(foreign, []);
    assert.equal(nasty.match(/<script/g)?.length, 1);
    assert.equal(nasty.match(/<style/g)?.length, 1);
    assert.doesNotMatch(nasty, /(?!\n)\p{Cc}|[\p{Bidi_Control}\p{Surrogate}]/u);
  });

  it("is the same for the same report", async () => {
    assert.equal(await render(many()), await render(many()));
  });

  it("gives each verdict in plain words", async () => {
    const waiver = { rule: "TCSS002" as const, reason: "a test", expires: "2026-12-01" };
    const verdicts: [ReportDocument, string][] = [
      [reportOf([observed("healthy")]), "Protected"],
      [reportOf([observed("trial")]), "Protected"],
      [reportOf([observed("undefended")], { waivers: [waiver] }), "Would pass, with gaps"],
      [reportOf([UNREADABLE], { waivers: [{ ...waiver, rule: "TCSS000" }] }), "Would pass, with gaps"],
      [reportOf([observed("healthy"), UNREADABLE]), "Cannot be determined"],
      [reportOf([observed("healthy"), UNREADABLE, observed("undefended")]), "Would block"],
      [reportOf([]), "Nothing was assessed"],
    ];
    for (const [report, words] of verdicts)
      assert.equal(textOf(await render(report), "h1"), words, JSON.stringify(report.verdict));
  });

  it("tells waived from expired waivers, and names the unused", async () => {
    const page = await render(many());
    assert.match(
      page,
      /Accepted until 2026-12-01 \(8 days left\): A playground: its nodes live for an hour\./,
    );
    assert.match(page, /waiver expired/);
    assert.match(page, /A waiver of it expired on 2026-11-10/);
    assert.match(page, /The waiver of TCSS009 reply-consistent until 2027-01-31/);
  });

  it("marks costs as an estimate, and says nothing without prices", async () => {
    const report = one();
    const page = await render(report);
    assert.match(page, /USD 533\.25/);
    assert.match(page, /An estimate by prices as of 2026-03-01 \(list prices of/);
    const [subject] = report.subjects;
    assert.ok(subject);
    const { cost: _, ...unpriced } = subject;
    assert.doesNotMatch(await render({ ...report, subjects: [unpriced] }), /What it costs|USD/);
  });

  it("says why a stack has no history", async () => {
    assert.match(await render(many()), /The backend keeps no history of this stack\./);
  });

  it("does not take a field for missing that the international site does not have", async () => {
    const page = await render(one());
    assert.equal(one().subjects[0]?.purchaseState?.noContainerCoresCnt, undefined);
    assert.doesNotMatch(page, /What could not be read/);
  });

  it("says what an account's reply lacks", async () => {
    const empty = documents().get("an empty reply");
    assert.ok(empty);
    const page = await render(empty);
    assert.match(page, /What could not be read <span class="count">21<\/span>/);
    assert.match(page, /<td class="value"><span class="none">absent<\/span>/);
  });
});

function contentOf(page: string, element: string): string {
  return new RegExp(`<${element}>(.*?)</${element}>`, "s").exec(page)?.[1] ?? "";
}

function textOf(page: string, element: string): string {
  return contentOf(page, element)
    .replace(/<[^>]*>/g, "")
    .trim();
}

function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
