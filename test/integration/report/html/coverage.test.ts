import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { HtmlValidate } from "html-validate";
import type { Page } from "playwright-core";
import { TcssError } from "pulumi-tcss/internal";
import type { CoverageDocument } from "../../../../report/src/coverageDocument";
import { html } from "../../../../report/src/formats/coverage/html";
import {
  account,
  bigAccount,
  cluster,
  documentOf,
  documents,
  host,
} from "../../../unit/report/formats/coverage/samples";
import { Viewer } from "./support/browser";
import { observed, reportOf } from "./support/documents";
import { render } from "./support/render";

const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const NASTY =
  '</style></script></pre><img src=x onerror="alert(1)"><script>alert(2)</script>\'"`&amp;\u202e\u0000\u001b[31m\ud800';

function hostile(): CoverageDocument {
  const names = {
    ClusterName: NASTY,
    Region: NASTY,
    AccessedStatus: "AccessedException",
    AccessedErrorReason: NASTY,
  };
  const assets = [
    cluster(NASTY, 8000, 0),
    cluster("cls-a", 8000, 0, names),
    host(NASTY, 8000, 0, { HostName: NASTY, Tags: [{ TagKey: NASTY, TagValue: NASTY }] }),
  ];
  return documentOf([
    account({
      name: NASTY,
      access: { endpoint: "https://a.example", region: NASTY, profile: NASTY },
      assets,
      state: { allCoresCnt: 24, idleCoresCnt: 24 },
    }),
    { name: `other ${NASTY}`, coverage: new TcssError(NASTY, { kind: "api" }) },
  ]);
}

function pageOf(document: CoverageDocument): string {
  return html(document, { color: false, width: 80 });
}

const all = new Map([...documents, ["hostile", hostile()] as const]);

describe("the page of the coverage", () => {
  const validator = new HtmlValidate({
    extends: ["html-validate:recommended"],
    rules: {
      "doctype-style": ["error", { style: "lowercase" }],
      "no-inline-style": "error",
      "long-title": "off",
      // the style gives the table other boxes, for which some browsers forget that it is one
      "no-redundant-role": "off",
      // a command can be scrolled by the keyboard
      "prefer-native-element": "off",
    },
  });

  for (const [name, document] of all)
    it(`is valid: ${name}`, async () => {
      const { results } = await validator.validateString(pageOf(document));
      const messages = results.flatMap(({ messages: found }) =>
        found.map(({ line, ruleId, message }) => `${line}: ${ruleId}: ${message}`),
      );
      assert.deepEqual(messages, []);
    });

  it("allows its own style and script by their hashes, and nothing else", () => {
    const page = pageOf(documentOf([account()]));
    const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(page)?.[1] ?? "";
    for (const element of ["style", "script"]) {
      const text = new RegExp(`<${element}>(.*?)</${element}>`, "s").exec(page)?.[1] ?? "";
      const hash = createHash("sha256").update(text).digest("base64");
      assert.ok(policy.includes(`${element}-src 'sha256-${hash}'`));
    }
    assert.match(policy, /^default-src 'none'; /);
    assert.doesNotMatch(page, /\sstyle="|\son\w+="/);
  });

  it("lets no text of an asset out of its place", () => {
    const elements = (page: string): Set<string> =>
      new Set([...page.matchAll(/<([a-z][\w-]*)/gi)].map((match) => String(match[1])));
    const kind = elements(pageOf(documents.get("everything") as CoverageDocument));
    const nasty = pageOf(hostile());
    assert.deepEqual(
      [...elements(nasty)].filter((element) => !kind.has(element)),
      [],
    );
    assert.equal(nasty.match(/<script/g)?.length, 1);
    assert.doesNotMatch(nasty, /(?!\n)\p{Cc}|[\p{Bidi_Control}\p{Surrogate}]/u);
  });

  it("is a part of a report that asks for it, and of no other", async () => {
    const report = reportOf([observed("example")]);
    const page = await render({ ...report, coverage: [account()] });
    assert.match(page, /Coverage of <bdi>production<\/bdi>/);
    assert.match(page, /tccli tcss ModifyDefendStatus/);
    assert.doesNotMatch(await render(report), /class="assets"|ModifyDefendStatus|content-visibility/);
  });
});

describe("the page of the coverage, in a browser", function () {
  this.timeout(60_000);
  let viewer: Viewer;

  before(async () => {
    viewer = await Viewer.start();
  });
  after(() => viewer?.close());

  for (const [name, document] of all)
    it(`opens without a complaint: ${name}`, async () => {
      const { page, complaints } = await viewer.open(pageOf(document));
      assert.equal(await page.locator("h1").count(), 1);
      assert.deepEqual(complaints, []);
      await page.context().close();
    });

  for (const width of [320, 1280])
    for (const colorScheme of ["light", "dark"] as const)
      for (const name of width === 320 ? ["everything", "hostile"] : ["everything"])
        it(`is accessible and fits: ${name}, ${width} px, ${colorScheme}`, async () => {
          const { page } = await viewer.open(pageOf(all.get(name) as CoverageDocument), {
            bypassCSP: true,
            colorScheme,
            viewport: { width, height: 900 },
          });
          await page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true");
          await page.evaluate(AXE);
          const { violations } = (await page.evaluate("axe.run()")) as {
            violations: { id: string; nodes: { html: string; failureSummary: string }[] }[];
          };
          assert.deepEqual(
            violations.flatMap(({ id, nodes }) =>
              nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`),
            ),
            [],
          );
          assert.ok((await page.evaluate<number>("document.scrollingElement.scrollWidth")) <= width);
          await page.context().close();
        });

  it("is sorted by the keyboard, with unknown values last", async () => {
    const assets = [
      cluster("cls-b", 4000, 0),
      cluster("cls-a", 9000, 0),
      cluster("cls-c", -1, 0),
      cluster("cls-d", 10_000, 0),
    ];
    const { page } = await viewer.open(pageOf(documentOf([account({ assets, state: { allCoresCnt: 23 } })])));
    const sorted = async (name: string): Promise<[string[], string | null]> => {
      const header = page.getByRole("columnheader", { name });
      await header.getByRole("button").focus();
      await page.keyboard.press("Enter");
      return [await page.locator(".assets code").allTextContents(), await header.getAttribute("aria-sort")];
    };
    assert.deepEqual(await sorted("Cores"), [["cls-b", "cls-a", "cls-d", "cls-c"], "ascending"]);
    assert.deepEqual(await sorted("Cores"), [["cls-d", "cls-a", "cls-b", "cls-c"], "descending"]);
    assert.deepEqual(await sorted("Asset"), [["cls-a", "cls-b", "cls-c", "cls-d"], "ascending"]);
    assert.equal(await page.locator("th[aria-sort]").count(), 1);
    await page.context().close();
  });

  it("is filtered by text, kind and protection together, and says how many are shown", async () => {
    const { page } = await viewer.open(pageOf(documentOf([account()])));
    const ids = () => page.locator(".assets code").allTextContents();
    const shown = page.getByRole("status");
    assert.equal(await shown.textContent(), "6 shown");
    await page.getByLabel("Kind").selectOption("cluster");
    assert.equal(await shown.textContent(), "4 of 6 shown");
    await page.getByLabel("Protection").selectOption("undefended");
    assert.deepEqual(await ids(), ["cls-search", "cls-batch"]);
    await page.getByLabel("Search").fill("BATCH");
    assert.deepEqual([await ids(), await shown.textContent()], [["cls-batch"], "1 of 6 shown"]);
    await page.getByLabel("Search").fill("nothing has this name");
    assert.deepEqual([await ids(), await shown.textContent()], [[], "0 of 6 shown"]);
    for (const name of ["Kind", "Protection"]) await page.getByLabel(name).selectOption("all");
    await page.getByLabel("Search").fill("");
    assert.equal((await ids()).length, 6);
    await page.context().close();
  });

  it("has all rows, and no dead control, where no script runs", async () => {
    const { page } = await viewer.open(pageOf(documentOf([account()])), { javaScriptEnabled: false });
    assert.equal(await page.locator(".assets tbody tr").count(), 6);
    assert.equal(await page.locator("button, input, select").count(), 0);
    await page.context().close();
  });

  it("sorts and filters ten thousand assets, of which it draws what is in view", async () => {
    const { page, complaints } = await viewer.open(pageOf(documentOf([bigAccount(10_000)])));
    const first = () => page.evaluate<string>("document.querySelector('.assets tbody code').textContent");
    const rows = () => page.evaluate<number>("document.querySelectorAll('.assets tbody tr').length");
    assert.equal(await rows(), 10_000);
    await press(page, "Asset");
    assert.equal(await first(), "cls-00000000");
    await press(page, "Asset");
    assert.notEqual(await first(), "cls-00000000");
    assert.equal(await rows(), 10_000);
    await page.evaluate(`{
      const search = document.querySelector('input[type=search]');
      search.value = 'cls-0000999';
      search.dispatchEvent(new Event('input'));
    }`);
    assert.equal(await rows(), 5);
    assert.equal(await page.locator("output").textContent(), "5 of 10,000 shown");
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  it("prints all rows, on white, without controls", async () => {
    const { page } = await viewer.open(pageOf(documentOf([account()])), {
      colorScheme: "dark",
      viewport: { width: 680, height: 1000 },
    });
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator(".filters").isVisible(), false);
    assert.equal(await page.getByText("host-1a2b").isVisible(), true);
    assert.equal(await page.getByText("--InstanceType Cluster").first().isVisible(), true);
    assert.ok((await page.evaluate<number>("document.scrollingElement.scrollWidth")) <= 680);
    await page.context().close();
  });
});

/** Presses the button of a column; looking for it by its role takes long among thousands of rows. */
async function press(page: Page, column: string): Promise<void> {
  await page.evaluate(
    `[...document.querySelectorAll('.assets th button')].find((each) => each.textContent === ${JSON.stringify(column)}).click()`,
  );
}
