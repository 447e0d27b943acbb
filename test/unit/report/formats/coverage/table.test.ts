import assert from "node:assert/strict";
import fc from "fast-check";
import { table } from "../../../../../report/src/formats/coverage/table";
import { columnsOf } from "../../../../../report/src/terminal";
import { withoutColors } from "../../support";
import { account, bigAccount, cluster, documentOf, documents, EXAMPLE_STATE, host } from "./samples";

function linesOf(...accounts: Parameters<typeof documentOf>[0]): string[] {
  return table(documentOf(accounts), { color: false, width: 80 }).split("\n");
}

describe("the table of the coverage", () => {
  for (const [name, document] of documents)
    for (const width of [20, 40, 80, 200])
      it(`fits ${width} columns, but for what is copied: ${name}`, () => {
        for (const line of table(document, { color: false, width }).split("\n"))
          if (!/^ {3}(tccli|new |import|\/\/|resource| {2}|\})/.test(line))
            assert.ok(columnsOf(line) <= Math.max(width, 60), line);
      });

  it("fits any width, whatever an asset is called (property)", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 80 }),
        fc.integer({ min: 60, max: 160 }),
        (text, width) => {
          const assets = [cluster("cls-a", 8000, 0, { ClusterName: text, Region: text })];
          const document = documentOf([
            account({ name: text, assets, state: { allCoresCnt: 8, idleCoresCnt: 0 } }),
          ]);
          for (const line of table(document, { color: false, width }).split("\n"))
            assert.ok(columnsOf(line) <= width, line);
        },
      ),
    );
  });

  it("says the same in colors", () => {
    for (const document of documents.values()) {
      const colored = table(document, { color: true, width: 80 });
      assert.equal(withoutColors(colored), table(document, { color: false, width: 80 }));
      assert.notEqual(colored, withoutColors(colored));
    }
  });

  it("draws little as something, and almost all as not all", () => {
    const assets = [cluster("cls-a", 1000, 1), cluster("cls-b", 1000, 999), cluster("cls-c", 1000, 1000)];
    const bars = linesOf(account({ assets, state: { allCoresCnt: 3000 } })).flatMap(
      (line) => /[█░]{10}/.exec(line) ?? [],
    );
    const [, little, almost, all] = bars;
    assert.deepEqual([little, almost, all], ["█░░░░░░░░░", "█████████░", "██████████"]);
  });

  it("lists ten thousand assets, and names every one of the plan in a command", () => {
    const big = bigAccount(10_000);
    const lines = linesOf(big);
    assert.equal(lines.filter((line) => /^(un)?defended +[█░]/.test(line)).length, 10_000);
    const named = lines.flatMap((line) =>
      JSON.parse(/--InstanceIDs '(.*)' --endpoint/.exec(line)?.[1] ?? "[]"),
    );
    assert.ok("plan" in big.coverage && big.coverage.plan !== null);
    assert.deepEqual(new Set(named), new Set(big.coverage.plan.switchOn.map(({ id }) => id)));
  });

  it("lists with --undefended what is not known to be protected, and counts all", () => {
    const text = linesOf(account({ onlyUndefended: true })).join("\n");
    assert.match(text, /4 of 6 assets, worst first/);
    assert.match(text, /6 assets: 3 undefended, 1 partial, 2 defended/);
    assert.doesNotMatch(text, /^defended/m);
  });

  it("says so where nothing is left to list", () => {
    const assets = [host("h", 8000, 8000)];
    const text = linesOf(
      account({ assets, state: { ...EXAMPLE_STATE, allCoresCnt: 8 }, onlyUndefended: true }),
    ).join("\n");
    assert.match(text, /No asset is undefended or of unknown protection/);
    assert.match(text, /Nothing is undefended: there is nothing to switch on\./);
  });
});
