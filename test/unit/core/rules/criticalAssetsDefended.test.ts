import assert from "node:assert/strict";
import { TcssError } from "../../../../core/base/errors";
import type { CoverageReading } from "../../../../core/model/reading";
import { criticalAssetsDefended } from "../../../../core/rules/criticalAssetsDefended";
import { cluster, coverageWith, EXAMPLE_ASSETS, host } from "../../support/coverages";
import { DURING_LICENCE, EXAMPLE } from "../../support/replies";
import { readingOf, saidOf } from "../../support/said";

function judged(
  mustBeDefended: readonly string[],
  coverage: CoverageReading | undefined = coverageWith(),
): ReturnType<typeof saidOf> {
  const evidence = { reading: readingOf(EXAMPLE), coverage, assets: { exempt: [], mustBeDefended } };
  return saidOf(criticalAssetsDefended, evidence, {}, DURING_LICENCE);
}

const SWITCH_ON =
  "Switch protection on for them in the TCSS console, or by the commands that tcss coverage prints.";
const CORRECT =
  "Where an asset has another name or is gone, correct assets.mustBeDefended in tcss.gate.yaml.";

describe("TCSS011 critical-assets-defended does not fire", () => {
  it("where the settings name nothing, whatever the assets are", () => {
    assert.equal(judged([]), undefined);
    assert.equal(judged([], new TcssError("gone", { kind: "network" })), undefined);
    assert.equal(
      saidOf(criticalAssetsDefended, { reading: readingOf(EXAMPLE) }, {}, DURING_LICENCE),
      undefined,
    );
  });
  it("where all that it names is fully protected", () => {
    assert.equal(judged(["web-1"]), undefined);
    assert.equal(judged(["host:web-1", "host-web-1"]), undefined);
  });
});

describe("TCSS011 critical-assets-defended asks for the assets", () => {
  const need = (mustBeDefended: readonly string[]) =>
    criticalAssetsDefended.asksForCoverage?.(
      { reading: readingOf(EXAMPLE), assets: { exempt: [], mustBeDefended } },
      {},
    );
  it("where the settings name some, and only then", () => {
    assert.equal(need(["a"]), "outcome");
    assert.equal(need([]), undefined);
    assert.equal(criticalAssetsDefended.asksForCoverage?.({ reading: readingOf(EXAMPLE) }, {}), undefined);
  });
});

describe("TCSS011 critical-assets-defended is violated", () => {
  const cases: [
    why: string,
    patterns: readonly string[],
    coverage: CoverageReading | undefined,
    text: string,
  ][] = [
    [
      "where an asset is undefended",
      ["cls-data"],
      undefined,
      `1 of 1 asset that must be defended is not fully protected: cluster data (cls-data, undefended, 30 cores undefended). ${SWITCH_ON}`,
    ],
    [
      "where an asset is protected in part",
      ["web-1", "shop"],
      undefined,
      `1 of 2 assets that must be defended is not fully protected: cluster shop (cls-shop, partly protected, 40 cores undefended). ${SWITCH_ON}`,
    ],
    [
      "where a pattern names nothing",
      ["web-1", "web-9"],
      undefined,
      `No asset of the account has a name or id that assets.mustBeDefended gives: web-9. ${CORRECT}`,
    ],
    [
      "where both is so",
      ["web-*", "tag:env=prod"],
      undefined,
      `1 of 2 assets that must be defended is not fully protected: host web-2 (host-web-2, undefended, 16 cores undefended). No asset of the account has a name or id that assets.mustBeDefended gives: tag:env=prod. ${SWITCH_ON} ${CORRECT}`,
    ],
    [
      "where the account has no asset",
      ["*"],
      coverageWith([]),
      `No asset of the account has a name or id that assets.mustBeDefended gives: *. ${CORRECT}`,
    ],
    [
      "where cores are unknown, by the state",
      ["data"],
      coverageWith(undefined, { changes: { AllCoresCnt: 20_000 } }),
      `1 of 1 asset that must be defended is not fully protected: cluster data (cls-data, undefended). ${SWITCH_ON}`,
    ],
  ];
  for (const [why, patterns, coverage, text] of cases)
    it(why, () => {
      const { outcome, message, advice } = judged(patterns, coverage) ?? assert.fail("nothing was said");
      assert.equal(outcome, "violated");
      assert.equal(`${message} ${advice}`, text);
    });

  it("where one is undefended and of another it is unknown", () => {
    const assets = [cluster("open", 86, 0), host("odd", 68, 68, { DefendStatus: "running" })];
    const { outcome, message } = judged(["*"], coverageWith(assets)) ?? assert.fail("nothing was said");
    assert.equal(outcome, "violated");
    assert.match(
      message,
      /^2 of 2 assets .*cluster open .* and host odd \(host-odd, protection unknown\)\.$/,
    );
  });

  it("where an asset was listed as defended, and last as undefended", () =>
    assert.match(
      judged(["data"], coverageWith([cluster("data", 30, 30), ...EXAMPLE_ASSETS]))?.message ?? "",
      /cluster data \(cls-data, undefended, 30 cores undefended, listed several times with different values\)\.$/,
    ));

  it("and names five assets and five patterns at most", () => {
    const assets = Array.from({ length: 7 }, (_, index) => host(`h${index}`, 22, 0));
    const { message } = judged(["h*", ..."abcdefg"], coverageWith(assets)) ?? assert.fail("nothing was said");
    assert.match(message, /^7 of 7 assets/);
    assert.match(message, /host h4 \([^)]+\) and 2 more\. No asset .*: a, b, c, d, e and 2 more\.$/);
  });
});

describe("TCSS011 critical-assets-defended cannot be verified", () => {
  it("where the state of all that is wrong is unknown", () =>
    assert.deepEqual(
      judged(
        ["*"],
        coverageWith([
          cluster("odd", 0, 0, {
            DefenderStatus: "Sleeping\u001b[2J",
            CoresCnt: "many",
            ChargeCoresCnt: null,
          }),
        ]),
      ),
      {
        outcome: "unverifiable",
        message:
          "Whether assets that must be defended are protected cannot be verified: cluster odd (cls-odd, protection unknown).",
        advice: "The API states nothing that it documents for them: look at them in the TCSS console.",
      },
    ));

  it("where an asset was listed as undefended, and last as defended", () => {
    const twice = [host("web-1", 20, 0), ...EXAMPLE_ASSETS];
    const doubt = "host web-1 (host-web-1, protection unknown, listed several times with different values)";
    assert.deepEqual(judged(["web-1"], coverageWith(twice)), {
      outcome: "unverifiable",
      message: `Whether assets that must be defended are protected cannot be verified: ${doubt}.`,
      advice: "Try again: the lists of assets changed while they were read.",
    });
    const odd = host("odd", 0, 0, { DefendStatus: "running" });
    assert.equal(
      judged(["web-1", "odd"], coverageWith([...twice, odd]))?.advice,
      "Try again: the lists of assets changed while they were read. Look at the others in the TCSS console.",
    );
  });

  it("but passes where an asset was listed twice, each time as defended", () =>
    assert.equal(judged(["web-1"], coverageWith([host("web-1", 10, 10), ...EXAMPLE_ASSETS])), undefined));

  it("where the assets cannot be read", () =>
    assert.deepEqual(
      judged(["a"], new TcssError("no answer came in time", { kind: "network", nextStep: "Try again." })),
      {
        outcome: "unverifiable",
        message:
          "Whether the assets that must be defended are protected cannot be verified: no answer came in time. Try again.",
      },
    ));

  it("where they may not be read, and names the permission", () =>
    assert.deepEqual(
      judged(
        ["a"],
        new TcssError("Tencent Cloud answered UnauthorizedOperation", {
          kind: "api",
          permission: "tcss:DescribeUserCluster",
        }),
      ),
      {
        outcome: "unverifiable",
        message:
          "Whether the assets that must be defended are protected cannot be verified: Tencent Cloud answered UnauthorizedOperation. Allow tcss:DescribeUserCluster to this key's user or role in CAM: tcss policy-json --coverage prints all that it takes.",
      },
    ));

  it("where the values are not of an account that was asked itself", () => {
    const evidence = { reading: readingOf(EXAMPLE), assets: { exempt: [], mustBeDefended: ["a"] } };
    assert.deepEqual(saidOf(criticalAssetsDefended, evidence, {}, DURING_LICENCE), {
      outcome: "unverifiable",
      message:
        "Whether the assets that must be defended are protected cannot be verified. The assets are known only of an account that is asked itself, and these values come from elsewhere.",
      advice: "Judge the account itself: it is one of the gate's accounts, or tcss check --live asks it.",
    });
  });
});
