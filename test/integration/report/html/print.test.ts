import assert from "node:assert/strict";
import type { Browser } from "playwright-core";
import { parsePurchaseState } from "pulumi-tcss/internal";
import { scenarios } from "../../../../emulator/src/scenarios";
import { NOW, reportOf, textOf } from "../../../unit/report/formats/support";
import { launch } from "./support/browser";

/** A page of `count` accounts, of which the last two need somebody. */
function page(count: number): Promise<string> {
  const observations = Array.from({ length: count }, (_, index) => {
    const scenario = index === count - 1 ? "example" : index === count - 2 ? "expired-isolated" : "trial";
    return {
      origin: { kind: "live", name: `account-${index}` },
      reading: parsePurchaseState(scenarios.get(scenario)?.build(NOW) ?? {}),
      observedAt: "2026-07-01T03:00:00Z",
      place: {},
      site: "international",
    } as const;
  });
  return textOf("html", reportOf(observations));
}

describe("html report: many accounts, and paper", function () {
  this.timeout(120_000);

  it("puts what blocks first, in the table and below it", async () => {
    const text = await page(200);
    for (const part of [
      /<table class="overview">[\s\S]*?<\/table>/,
      /<section class="card subject"[\s\S]*/,
    ]) {
      const names = [...(part.exec(text)?.[0] ?? "").matchAll(/<bdi>(account-\d+)<\/bdi>/g)].map(
        ([, name]) => name,
      );
      assert.equal(names.length, 200);
      assert.deepEqual(new Set(names.slice(0, 2)), new Set(["account-198", "account-199"]));
    }
  });

  it("counts the findings of each account, of those that pass too", async () => {
    const text = await page(3);
    const cells = [...text.matchAll(/data-label="Findings" data-key="\d+">([^<]*)</g)].map(
      ([, cell]) => cell,
    );
    assert.equal(cells.length, 3);
    assert.match(cells[0] ?? "", /blocks/);
    assert.match(cells[2] ?? "", /^\d advises?$/);
  });

  it("says why and what to do once for each rule, and stays small", async () => {
    const text = await page(200);
    assert.equal(text.split('id="rule-TCSS005"').length, 2);
    for (const [, rule] of text.matchAll(/href="#(rule-TCSS\d+)"/g)) assert.ok(text.includes(`id="${rule}"`));
    assert.ok(text.length < 2_500_000, `${text.length}`);
  });

  describe("printed", () => {
    let browser: Browser;
    before(async () => {
      browser = await launch();
    });
    after(() => browser.close());

    async function pagesOf(text: string): Promise<number> {
      const context = await browser.newContext();
      const tab = await context.newPage();
      await tab.setContent(text);
      const pdf = (await tab.pdf({ format: "A4" })).toString("latin1");
      await context.close();
      return pdf.split(/\/Type\s*\/Page\b(?!s)/).length - 1;
    }

    it("is two pages for one account, with its details closed", async () => {
      const pages = await pagesOf(await page(1));
      assert.ok(pages >= 1 && pages <= 2, `${pages} pages`);
    });

    it("takes less than one page for each of many accounts", async () => {
      const pages = await pagesOf(await page(20));
      assert.ok(pages <= 20, `${pages} pages`);
    });
  });
});
