import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { Locator, Page } from "playwright-core";
import { figure } from "pulumi-tcss/internal";
import { worstFirst } from "../../../../report/src/present/health";
import { Viewer } from "./support/browser";
import { documents, many, one } from "./support/documents";
import { render } from "./support/render";

const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const WIDTHS = [320, 768, 1280] as const;
/** Pixels between the margins of a page. */
const A4 = 680;
const SCHEMES = ["light", "dark"] as const;
/** Those with most to show; the others are parts of them. */
const SHOWN = ["an empty reply", "many", "hostile"];

describe("html report: in a browser", () => {
  let viewer: Viewer;

  before(async () => {
    viewer = await Viewer.start();
  });

  after(() => viewer?.close());

  for (const [name, report] of documents())
    it(`opens without a complaint: ${name}`, async () => {
      const { page, complaints } = await viewer.open(await render(report));
      assert.equal(await page.locator("h1").count(), 1);
      assert.deepEqual(complaints, []);
      await page.context().close();
    });

  it("refuses what a text of the report might smuggle in", async () => {
    const smuggled = '<script>alert(1)</script><img src="https://example.com/"><p style="color:red">x</p>';
    const content = (await render(one())).replace("</main>", `${smuggled}</main>`);
    const { page, complaints } = await viewer.open(content);
    const refused = complaints.filter((complaint) => complaint.startsWith("console:"));
    assert.deepEqual(
      refused.map((complaint) => /inline script|inline style|the image/.exec(complaint)?.[0]),
      ["inline script", "inline style", "the image"],
    );
    assert.ok(!complaints.some((complaint) => complaint.startsWith("dialog:")));
    await page.context().close();
  });

  it("shows the numbers of the JSON report", async () => {
    const report = one();
    const { page } = await viewer.open(await render(report));
    const [subject] = report.subjects;
    const state = subject?.purchaseState;
    assert.ok(subject && state);
    assert.equal(await seen(page.locator("h1")), "Would block");
    assert.equal(await seen(page.locator(".lead strong")), `${subject.daysLeft} days left`);
    assert.deepEqual(await tiles(page), {
      Coverage: "44%",
      "Undefended cores": figure(state.undefendCoresCnt ?? Number.NaN),
      "Idle cores, at most": figure(state.idleCoresCnt ?? Number.NaN),
      "Days left": figure(subject.daysLeft ?? Number.NaN),
      "Unlicensed images": figure(state.unlicensedImageCnt ?? Number.NaN),
    });
    await page.getByText("All fields").click();
    for (const [field, value] of Object.entries(state)) {
      const row = page.getByRole("row").filter({ has: page.getByText(field, { exact: true }) });
      const shown = typeof value === "number" ? figure(value) : String(value);
      assert.equal(await seen(row.first().locator(".value")), shown, field);
    }
    await page.context().close();
  });

  it("shows what each subject of many is, as the JSON report says", async () => {
    const report = many();
    const { page } = await viewer.open(await render(report));
    const words = {
      pass: ["Protected", "Would pass, with gaps"],
      block: ["Would block"],
      unknown: ["Cannot be determined"],
    };
    const rows = await overview(page);
    assert.equal(rows.length, report.subjects.length);
    for (const [index, { verdict, purchaseState, daysLeft }] of worstFirst(report).entries()) {
      const [, shown = "", undefended, left] = rows[index] ?? [];
      assert.ok(words[verdict].includes(shown), shown);
      assert.equal(undefended, cell(purchaseState?.undefendCoresCnt));
      assert.equal(left, daysLeft === -3 ? "ended 3 days ago" : cell(daysLeft));
    }
    await page.context().close();
  });

  it("shows the error of a subject that could not be read", async () => {
    const { page } = await viewer.open(await render(many()));
    const section = page.getByRole("region", { name: "mainland-backup" });
    assert.match(
      await seen(section),
      /no answer within 10 seconds .*endpoint https:\/\/tcss\.tencentcloudapi/,
    );
    await page.context().close();
  });

  it("is sorted by the keyboard, with unknown values last", async () => {
    const { page } = await viewer.open(await render(many()));
    const column = async (name: string, index: number): Promise<[(string | undefined)[], string | null]> => {
      const header = page.getByRole("columnheader", { name });
      await header.getByRole("button").focus();
      await page.keyboard.press("Enter");
      const values = (await overview(page)).map((row) => row[index]);
      return [values, await header.getAttribute("aria-sort")];
    };
    const left = ["5", "20", "60", "275", "275"];
    const unknown = ["unknown", "unknown"];
    assert.deepEqual(await column("Days left", 3), [["ended 3 days ago", ...left, ...unknown], "ascending"]);
    assert.deepEqual(await column("Days left", 3), [
      [...left.reverse(), "ended 3 days ago", ...unknown],
      "descending",
    ]);
    const [verdicts] = await column("Verdict", 1);
    assert.deepEqual(
      [...new Set(verdicts)],
      ["Would block", "Cannot be determined", "Would pass, with gaps", "Protected"],
    );
    const [names] = await column("Name", 0);
    assert.deepEqual(names, [...names].sort());
    assert.equal(await page.locator("th[aria-sort]").count(), 1);
    await page.context().close();
  });

  it("leads by the keyboard past the headline", async () => {
    const { page } = await viewer.open(await render(many()));
    await page.keyboard.press("Tab");
    assert.equal(await seen(page.locator(":focus")), "Skip to the report");
    await page.keyboard.press("Enter");
    assert.equal(await page.locator(":focus").getAttribute("id"), "report");
    await page.context().close();
  });

  it("reads without a script, and has no dead button then", async () => {
    const { page } = await viewer.open(await render(many()), { javaScriptEnabled: false });
    assert.equal(await page.locator("button").count(), 0);
    assert.equal(await page.locator(".overview tbody tr").count(), many().subjects.length);
    await page.context().close();
  });

  for (const width of WIDTHS)
    for (const colorScheme of SCHEMES)
      for (const [name, report] of [...documents()].filter(([each]) => SHOWN.includes(each)))
        it(`is accessible and fits: ${name}, ${width} px, ${colorScheme}`, async () => {
          // axe is a script of ours that the page's policy rightly refuses
          const { page } = await viewer.open(await render(report), {
            bypassCSP: true,
            colorScheme,
            viewport: { width, height: 900 },
          });
          await page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true");
          assert.deepEqual(await violations(page), []);
          assert.ok((await widthOf(page)) <= width);
          await page.context().close();
        });

  it("prints what matters, on white: what is folded on the screen stays folded", async () => {
    const { page, complaints } = await viewer.open(await render(one()), {
      colorScheme: "dark",
      viewport: { width: A4, height: 1000 },
    });
    const meaning = page.getByText("Cores that were bought.", { exact: true }).first();
    assert.equal(await meaning.isVisible(), false);
    await page.emulateMedia({ media: "print" });
    assert.equal(await meaning.isVisible(), false);
    assert.equal(await page.getByText("86 of 154 cores are undefended").first().isVisible(), true);
    assert.equal(
      await page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--card').trim()"),
      "#ffffff",
    );
    assert.ok((await widthOf(page)) <= A4);
    const paper = await page.pdf({ format: "A4" });
    assert.equal(paper.subarray(0, 5).toString(), "%PDF-");
    assert.deepEqual(complaints, []);
    await page.context().close();
  });
});

/** What people see of an element. */
async function seen(element: Locator): Promise<string> {
  const [text = ""] = await element.allInnerTexts();
  return text;
}

async function widthOf(page: Page): Promise<number> {
  return page.evaluate("document.scrollingElement.scrollWidth");
}

async function tiles(page: Page): Promise<Record<string, string>> {
  const texts = await page.locator(".tiles:not(.costs) > div").all();
  const pairs = texts.map(async (tile) => [await seen(tile.locator("dt")), await seen(tile.locator("dd"))]);
  return Object.fromEntries(await Promise.all(pairs));
}

async function overview(page: Page): Promise<string[][]> {
  const rows = await page.locator(".overview tbody tr").all();
  return Promise.all(
    rows.map(async (row) => (await row.locator("th, td").allInnerTexts()).map((text) => text.trim())),
  );
}

function cell(value: number | undefined): string {
  return value === undefined ? "unknown" : figure(value);
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const { violations: found } = (await page.evaluate("axe.run()")) as {
    violations: { id: string; nodes: { html: string; failureSummary: string }[] }[];
  };
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}
