import assert from "node:assert/strict";
import type { Asset } from "../../../../core/model/assets";
import type { Coverage } from "../../../../core/model/coverage";
import { noUndefendedCores } from "../../../../core/rules/noUndefendedCores";
import { cluster, coverageWith, EXAMPLE_ASSETS, host } from "../../support/coverages";
import { DURING_LICENCE, EXAMPLE } from "../../support/replies";
import { readingOf, saidOf } from "../../support/said";

const CHANGES = { AllCoresCnt: 200, UndefendCoresCnt: 30, CoresCnt: 170 };
/** All undefended cores are those of an exempt asset. */
const EXEMPTED = coverageWith([cluster("a", 170, 170), cluster("e", 30, 0)], {
  exempt: ["e"],
  changes: CHANGES,
});

function judged(
  coverage: Coverage,
  changes: object = CHANGES,
  exempt: readonly string[] = ["e"],
): ReturnType<typeof saidOf> {
  const evidence = {
    reading: readingOf({ ...EXAMPLE, ...changes }),
    coverage,
    assets: { exempt, mustBeDefended: [] },
  };
  return saidOf(noUndefendedCores, evidence, { maxUndefendedCores: 0 }, DURING_LICENCE);
}

/** The same account with one asset more, whose cores are unknown. */
function withHidden(hidden: Partial<Asset>, changed: Partial<Coverage> = {}): Coverage {
  const asset: Asset = { kind: "cluster", id: "cls-x", status: "undefended", access: "ok", ...hidden };
  return { ...EXEMPTED, assets: [...EXEMPTED.assets, asset], ...changed };
}

function exemptCores(exemptUndefendedCores: number): Pick<Coverage, "totals"> {
  return { totals: { ...EXEMPTED.totals, exemptUndefendedCores } };
}

const CANNOT = "Whether all 30 undefended cores belong to exempt assets cannot be verified.";

describe("TCSS002 passes with exempt assets, beside one whose cores are unknown", () => {
  const cases: [what: string, coverage: Coverage][] = [
    ["that is exempt itself", withHidden({ exempt: true })],
    ["that the account does not count", withHidden({ counted: false })],
    ["that is defended", withHidden({ status: "defended" })],
    ["that is a super node, of which no list tells them", withHidden({ kind: "superNode" })],
    [
      "that is a super node, where the exempt assets explain all",
      withHidden({ kind: "superNode" }, exemptCores(30)),
    ],
    ["that has cores, but no known protection", withHidden({ status: "unknown", undefendedCores: 0 })],
  ];
  for (const [what, coverage] of cases) it(what, () => assert.equal(judged(coverage), undefined));
});

describe("TCSS002 cannot be verified with exempt assets, beside one whose cores are unknown", () => {
  const cases: [what: string, coverage: Coverage][] = [
    ["that is undefended", withHidden({})],
    ["that is protected in part", withHidden({ status: "partial" })],
    ["whose protection is unknown", withHidden({ status: "unknown" })],
    ["that is a host", withHidden({ kind: "host" })],
    [
      "that is a super node, where the exempt assets explain too much",
      withHidden({ kind: "superNode" }, exemptCores(31)),
    ],
  ];
  for (const [what, coverage] of cases)
    it(what, () => {
      const { outcome, message } = judged(coverage) ?? assert.fail("nothing was said");
      assert.equal(outcome, "unverifiable");
      assert.equal(
        message,
        `${CANNOT} The cores of other assets are unknown, or a list of assets is incomplete.`,
      );
    });
});

describe("TCSS002 with assets that were listed several times with other values", () => {
  it("cannot be verified where it would pass by what is exempt", () => {
    const listed = [cluster("a", 170, 170), cluster("e", 20, 0), cluster("e", 30, 0)];
    const coverage = coverageWith(listed, { exempt: ["e"], changes: CHANGES });
    assert.deepEqual(judged(coverage), {
      outcome: "unverifiable",
      message: `${CANNOT} The lists gave assets several times, with different values.`,
      advice: "Judge the account itself, or use maxUndefendedCores in the place of assets.exempt.",
    });
  });

  it("passes where they came again as they were", () => {
    const listed = [cluster("a", 170, 170), cluster("e", 30, 0), cluster("e", 30, 0)];
    assert.equal(judged(coverageWith(listed, { exempt: ["e"], changes: CHANGES })), undefined);
  });

  it("names them where it fires", () => {
    const coverage = coverageWith([host("web-2", 8, 0, { HostName: "evil\u001b[2J" }), ...EXAMPLE_ASSETS]);
    assert.match(
      judged(coverage, {}, [])?.advice ?? "",
      /^Undefended: cluster shop [^.]+\. The lists gave assets several times with different values, of which the last count: host host-web-2\. Up to 79/,
    );
  });

  it("names five of them, also where protection is not in effect", () => {
    const old = Array.from({ length: 7 }, (_, index) => host(`h${index}`, 12, 12));
    const now = Array.from({ length: 7 }, (_, index) => host(`h${index}`, 22, 0));
    const changes = { State: 4, AllCoresCnt: 154 };
    assert.match(
      judged(coverageWith([...old, ...now], { changes }), changes, [])?.advice ?? "",
      /of which the last count: host host-h0, host host-h1, host host-h2, host host-h3, host host-h4 and 2 more\. None can/,
    );
  });

  it("holds them as facts", () => {
    const evidence = {
      reading: readingOf(EXAMPLE),
      coverage: coverageWith([host("web-2", 8, 0), ...EXAMPLE_ASSETS]),
    };
    const { facts } = noUndefendedCores.evaluate(evidence, { maxUndefendedCores: 0 }, DURING_LICENCE) ?? {};
    const { worst, repeated, moreRepeated } = Object(facts).assets;
    assert.deepEqual(
      { repeated, moreRepeated },
      { repeated: [{ kind: "host", id: "host-web-2" }], moreRepeated: 0 },
    );
    assert.deepEqual(
      worst.map(({ id, isRepeated }: { id: string; isRepeated?: true }) => [id, isRepeated]),
      [
        ["cls-shop", undefined],
        ["cls-data", undefined],
        ["host-web-2", true],
      ],
    );
  });
});

describe("TCSS002 names", () => {
  it("no asset as repeated because one of another kind has its id", () => {
    const twice = [cluster("a", 60, 0), cluster("a", 70, 0), host("b", 84, 0, { HostID: "cls-a" })];
    const evidence = { reading: readingOf(EXAMPLE), coverage: coverageWith(twice) };
    const { facts } = noUndefendedCores.evaluate(evidence, { maxUndefendedCores: 0 }, DURING_LICENCE) ?? {};
    assert.deepEqual(
      Object(facts).assets.worst.map(({ kind, isRepeated }: { kind: string; isRepeated?: true }) => [
        kind,
        isRepeated,
      ]),
      [
        ["host", undefined],
        ["cluster", true],
      ],
    );
  });

  it("no asset that the account does not count, and none that has no undefended core", () => {
    const coverage = coverageWith([
      ...EXAMPLE_ASSETS,
      host("gone", 60, 0, { Status: "OFFLINE" }),
      host("odd", 0, 0, { DefendStatus: "running" }),
    ]);
    const { advice = "" } = judged(coverage, {}, []) ?? {};
    assert.match(
      advice,
      /^Undefended: cluster shop \([^)]+\), cluster data \([^)]+\) and host web-2 \([^)]+\)\. /,
    );
  });

  it("no exempt cores where the exempt assets have none", () => {
    const evidence = {
      reading: readingOf(EXAMPLE),
      coverage: coverageWith(undefined, { exempt: ["web-1"] }),
      assets: { exempt: ["web-1"], mustBeDefended: [] },
    };
    const { facts } = noUndefendedCores.evaluate(evidence, { maxUndefendedCores: 0 }, DURING_LICENCE) ?? {};
    assert.equal(Object(facts).exemptCores, undefined);
  });
});
