import assert from "node:assert/strict";
import { parsePurchaseState, TcssError } from "pulumi-tcss/internal";
import { scenarios } from "../../../emulator/src";
import { type ReportDocument, verdictAt } from "../../../report/src/document";
import { linesOf } from "../../../report/src/formats/lines";
import { status } from "../../../report/src/formats/status";
import { table } from "../../../report/src/formats/table";
import { columnsOf } from "../../../report/src/terminal";
import {
  assertGolden,
  assertNoControl,
  DURING_LICENCE,
  EXAMPLE,
  HOSTILE,
  observation,
  reportOn,
  withoutColors,
} from "./support";

const unreadable = new TcssError("no answer came", { kind: "network", nextStep: "Check the network." });
const read = (fields: object) => observation(parsePurchaseState({ ...EXAMPLE, ...fields }));

const example = reportOn([read({})]);
const waived = reportOn([read({})], {
  waivers: [
    { rule: "TCSS006", reason: "old images go in December", expires: "2024-12-31" },
    { rule: "TCSS005", reason: "not a trial", expires: "2024-12-31" },
  ],
});
const several = reportOn([
  read({}),
  observation(unreadable, { origin: { kind: "live", name: "生产环境" }, observedAt: undefined }),
]);
/** Every rule that can fire together does. */
const worst = reportOn([
  read({
    State: 2,
    ExpirationTime: "2024-10-05 00:00:00",
    CurrentFlexibleCoresCnt: 4999,
    NoContainerCoresCnt: 1234,
    AllCoresCnt: 99,
    AutomaticRenewal: 7,
  }),
]);
const hostile = reportOn(
  [
    observation(parsePurchaseState({ ...EXAMPLE, State: 4, SubState: `ISOLATE`, ExpirationTime: "" }), {
      origin: { kind: "file", name: HOSTILE, resource: HOSTILE },
    }),
    observation(new TcssError(HOSTILE, { kind: "api" }), { origin: { kind: "file", name: "b" } }),
  ],
  { waivers: [{ rule: "TCSS002", reason: HOSTILE, expires: "2024-12-31" }] },
);
const history = [
  {
    stack: "acme/security/prod",
    points: [
      {
        time: "2024-09-01T00:00:00Z",
        version: 1,
        resource: "tcss",
        allCoresCnt: 100,
        coresCnt: 68,
        undefendCoresCnt: 32,
      },
      {
        time: "2024-09-29T12:00:00Z",
        version: 2,
        resource: "tcss",
        allCoresCnt: 154,
        coresCnt: 68,
        undefendCoresCnt: 86,
      },
    ],
  },
  { stack: "acme/security/test", points: [], problem: "The stack has no successful update yet." },
];

const reports: Record<string, ReportDocument> = { example, waived, several, worst, hostile };

describe("status", () => {
  for (const [name, report] of Object.entries({ example, waived, several, worst }))
    for (const width of [80, 40])
      it(`shows ${name} at ${width} columns as it did before`, () => {
        assertGolden(`status-${name}-${width}.txt`, status(report, { color: false, width }));
      });

  for (const [name, report] of Object.entries({ example, waived, worst }))
    for (const width of [80, 100, 200])
      it(`fits ${name} on a screen of ${width} columns`, () => {
        assert.ok(status(report, { color: false, width }).split("\n").length - 1 <= 40);
      });

  it("names every way in which cores are covered, or could be", () => {
    const text = status(reportOn([read({ CurrentFlexibleCoresCnt: 10 })]), { color: false, width: 80 });
    for (const part of ["█ 58 protected", "▓ 10 elastic", "▒ 86 idle cores could cover"])
      assert.ok(text.includes(part), part);
  });

  it("shows at least a sign of what is small", () => {
    const fields = {
      AllCoresCnt: 100_001,
      CoresCnt: 100_000,
      UndefendCoresCnt: 1,
      AuthorizedCoresCnt: 100_000,
    };
    assert.match(status(reportOn([read(fields)]), { color: false, width: 80 }), /█░\n/);
  });

  it("does not round up to all cores", () => {
    const fields = { AllCoresCnt: 1000, CoresCnt: 999, UndefendCoresCnt: 1 };
    assert.match(
      status(reportOn([read(fields)]), { color: false, width: 80 }),
      /999 of 1,000 protected, 99%/,
    );
  });

  it("marks what a reply does not hold, and draws no bar of it", () => {
    const text = status(reportOn([observation(parsePurchaseState({ State: 3 }))]), {
      color: false,
      width: 80,
    });
    assert.match(text, /Coverage +cannot be determined/);
    assert.match(text, /Cores +\? of \? protected \(\? in clusters/);
  });

  it("says that all is well", () => {
    const fields = {
      CoresCnt: 154,
      UndefendCoresCnt: 0,
      AuthorizedCoresCnt: 154,
      AutomaticRenewal: 1,
      ImageCnt: 287_756,
      DefendClusterCoresCnt: 134,
    };
    const text = status(reportOn([read(fields)]), { color: false, width: 80 });
    assert.match(text, /THE GATE PASSES/);
    assert.match(text, /Findings +none: all rules hold/);
    assert.match(text, /Cost +no core is idle, missing or elastic/);
  });

  it("leaves costs out where no prices are wanted", () => {
    assert.doesNotMatch(
      status(reportOn([read({})], { prices: "none" }), { color: false, width: 80 }),
      /Cost/,
    );
  });
});

describe("table", () => {
  for (const [name, report] of Object.entries({ example, waived, several, history: { ...example, history } }))
    for (const width of [80, 40])
      it(`shows ${name} at ${width} columns as it did before`, async () => {
        assertGolden(`table-${name}-${width}.txt`, `${await table(report, { color: false, width })}\n`);
      });
});

for (const [name, format] of Object.entries({ status, table })) {
  describe(`${name}, for every report`, () => {
    for (const [which, report] of Object.entries(reports))
      for (const width of [20, 33, 40, 56, 80, 132])
        it(`keeps ${which} within ${width} columns`, async () => {
          const lines = (await format(report, { color: false, width })).split("\n");
          assert.deepEqual(
            lines.filter((line) => columnsOf(line) > width),
            [],
          );
        });

    it("lets no control character through", async () => {
      assertNoControl(await format(hostile, { color: false, width: 80 }));
    });

    it("colors without changing the text", async () => {
      const colored = await format(worst, { color: true, width: 80 });
      assert.notEqual(colored, withoutColors(colored));
      assert.equal(withoutColors(colored), await format(worst, { color: false, width: 80 }));
    });

    it("shows every scenario of the emulator", async () => {
      for (const { build } of Object.values(scenarios)) {
        const report = reportOn([observation(parsePurchaseState(build(DURING_LICENCE)))]);
        assert.ok((await format(report, { color: false, width: 80 })).length > 0);
      }
    });
  });
}

describe("the verdict", () => {
  const unread = observation(unreadable, { observedAt: undefined });
  const advisory = read({ UndefendCoresCnt: 0 });
  const cases: [what: string, report: ReportDocument, mandatory: string, advisory: string][] = [
    ["a mandatory finding", example, "block", "block"],
    ["advisory findings alone", reportOn([advisory]), "pass", "block"],
    ["what cannot be read", reportOn([unread]), "unknown", "unknown"],
    ["what cannot be read beside advisory findings", reportOn([unread, advisory]), "unknown", "block"],
    ["what cannot be read beside a mandatory finding", reportOn([unread, read({})]), "block", "block"],
    [
      "what cannot be read where that is advisory",
      reportOn([unread], { rules: { "purchase-state-available": "advisory" } }),
      "pass",
      "unknown",
    ],
    [
      "findings that are all waived",
      reportOn([advisory], {
        waivers: (["TCSS004", "TCSS006", "TCSS008", "TCSS009"] as const).map((rule) => ({
          rule,
          reason: "r",
          expires: "2024-12-31",
        })),
      }),
      "pass",
      "pass",
    ],
  ];
  for (const [what, report, mandatory, lowest] of cases)
    it(`on ${what} is ${mandatory}, and ${lowest} with --fail-on advisory`, () => {
      assert.deepEqual([verdictAt(report, "mandatory"), verdictAt(report, "advisory")], [mandatory, lowest]);
    });

  it("comes last, after one line a finding and how old the values are", () => {
    const lines = linesOf(several, "block");
    assert.match(
      lines[0] ?? "",
      /^acme\/security\/prod › tcss: \d findings, values 36 hours old \(2024-09-29 20:00:00 Beijing time, /,
    );
    assert.match(
      lines[1] ?? "",
      /^acme\/security\/prod › tcss: mandatory TCSS002 no-undefended-cores: 86 of 154/,
    );
    assert.ok(lines.includes("生产环境: not read"));
    assert.equal(lines.at(-1), "Verdict: blocks");
  });

  it("lets no control character through", () => {
    for (const line of linesOf(hostile, "block")) assertNoControl(line);
  });
});
