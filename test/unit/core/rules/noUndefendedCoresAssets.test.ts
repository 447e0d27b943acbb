import assert from "node:assert/strict";
import fc from "fast-check";
import { TcssError } from "../../../../core/base/errors";
import type { Asset } from "../../../../core/model/assets";
import type { CoverageReading } from "../../../../core/model/reading";
import { noUndefendedCores } from "../../../../core/rules/noUndefendedCores";
import { cluster, coverageWith, EXAMPLE_ASSETS, host } from "../../support/coverages";
import { DURING_LICENCE, EXAMPLE } from "../../support/replies";
import { readingOf, saidOf } from "../../support/said";

interface Given {
  readonly coverage?: CoverageReading | undefined;
  readonly exempt?: readonly string[];
  readonly changes?: object;
  readonly maxUndefendedCores?: number;
}

function judged({
  coverage,
  exempt = [],
  changes = {},
  maxUndefendedCores = 0,
}: Given): ReturnType<typeof saidOf> {
  const reading = readingOf({ ...EXAMPLE, ...changes });
  const evidence = { reading, coverage, assets: { exempt, mustBeDefended: [] } };
  return saidOf(noUndefendedCores, evidence, { maxUndefendedCores }, DURING_LICENCE);
}

function exempting(exempt: readonly string[], given: Given = {}): ReturnType<typeof saidOf> {
  return judged({ exempt, coverage: coverageWith(undefined, { exempt }), ...given });
}

const HEADLINE = "86 of 154 cores are undefended.";
const COVER =
  "Up to 79 bought cores are idle and could cover them at no cost; the other 7 need elastic billing (limit 5,000, none in use) or a purchase.";
const REFUSED = new TcssError("Tencent Cloud answered UnauthorizedOperation: no", {
  kind: "api",
  code: "UnauthorizedOperation",
  permission: "tcss:DescribeUserCluster",
  nextStep: "Allow it.",
});
const LATE = new TcssError("the assets did not arrive within 15 s", {
  kind: "network",
  code: "DeadlineExceeded",
});

describe("TCSS002 with the account's assets", () => {
  it("names them and the cheapest cover", () =>
    assert.deepEqual(judged({ coverage: coverageWith() }), {
      outcome: "violated",
      message: HEADLINE,
      advice: `Undefended: cluster shop (cls-shop, 40 cores), cluster data (cls-data, 30 cores) and host web-2 (host-web-2, 16 cores). ${COVER} Cheapest cover by whole clusters and hosts: switch protection on for cluster shop (cls-shop, 40 cores) and cluster data (cls-data, 30 cores), which covers 70 cores at no cost; the other 16 cores cost about 4.00 USD a day by elastic billing, or about 108.00 USD a month bought in advance.`,
    }));

  it("holds them as facts", () => {
    const evidence = { reading: readingOf(EXAMPLE), coverage: coverageWith() };
    const result = noUndefendedCores.evaluate(evidence, { maxUndefendedCores: 0 }, DURING_LICENCE);
    assert.deepEqual(Object(result?.facts).assets, {
      worst: [
        { kind: "cluster", id: "cls-shop", name: "shop", status: "partial", undefendedCores: 40 },
        { kind: "cluster", id: "cls-data", name: "data", status: "undefended", undefendedCores: 30 },
        { kind: "host", id: "host-web-2", name: "web-2", status: "undefended", undefendedCores: 16 },
      ],
      more: 0,
      plan: {
        switchOn: [
          { kind: "cluster", id: "cls-shop", name: "shop", cores: 40 },
          { kind: "cluster", id: "cls-data", name: "data", cores: 30 },
        ],
        moreToSwitchOn: 0,
        coveredCores: 70,
        remainingCores: 16,
        currency: "USD",
        elasticPerDay: 4,
        prepaidPerMonth: 108,
        needAccess: 0,
      },
    });
  });

  it("names the worst five", () => {
    const assets = Array.from({ length: 43 }, (_, index) => host(`h${index + 10}`, index === 0 ? 4 : 2, 0));
    const { advice = "" } = judged({ coverage: coverageWith([...assets, host("x", 66, 66)]) }) ?? {};
    assert.match(
      advice,
      /^Undefended: host h10 \(host-h10, 4 cores\), (host h1\d \(host-h1\d, 2 cores\)(, | and )){4}38 more\. /,
    );
    assert.match(
      advice,
      /switch protection on for (host h\d+ \(host-h\d+, [24] cores\)(, | and )){5}33 more, /,
    );
  });

  it("says that an agent is needed first", () => {
    const assets = [...EXAMPLE_ASSETS.slice(0, 3), host("web-2", 16, 0, { Status: "UNINSTALL" })];
    const changes = { AuthorizedCoresCnt: 68 + 16 };
    const { advice = "" } = judged({ coverage: coverageWith(assets, { changes }), changes }) ?? {};
    assert.match(
      advice,
      /for host web-2 \(host-web-2, 16 cores\), which covers 16 cores at no cost, once the agent is installed on one of them; the other 70 cores cost /,
    );
  });

  it("names them by their states where no unit fits, without a plan", () => {
    const changes = { AllCoresCnt: 20_000 };
    const { advice } = judged({ coverage: coverageWith(undefined, { changes }), changes }) ?? {};
    assert.equal(
      advice,
      `Undefended: cluster data (cls-data, undefended), host web-2 (host-web-2, undefended) and cluster shop (cls-shop, partly protected). ${COVER}`,
    );
  });

  it("shows what names hide", () => {
    const assets = [cluster("data", 86, 0, { ClusterName: "evil\u001b[2J\u202e name" }), host("x", 68, 68)];
    const { advice = "" } = judged({ coverage: coverageWith(assets) }) ?? {};
    assert.match(advice, /cluster evil\\u001b\[2J\\u202e name \(cls-data, 86 cores\)/);
  });

  it("says so where an asset has no id and no name", () => {
    const assets = [host("x", 86, 0, { HostID: "", HostName: null }), host("y", 68, 68)];
    assert.match(judged({ coverage: coverageWith(assets) })?.advice ?? "", /host without an id \(86 cores\)/);
  });

  it("names them where protection is not in effect, and plans nothing", () => {
    const changes = { State: 4 };
    const { advice = "" } = judged({ coverage: coverageWith(undefined, { changes }), changes }) ?? {};
    assert.match(
      advice,
      /^Undefended: cluster shop .* None can be defended before protection is in effect again\.$/,
    );
  });

  it("is as before where they may not be read, and names the permission", () =>
    assert.deepEqual(judged({ coverage: REFUSED }), {
      outcome: "violated",
      message: HEADLINE,
      advice: `${COVER} The permission tcss:DescribeUserCluster would name the assets: tcss policy-json --coverage prints all that it takes.`,
    }));

  it("is as before where they could not be read, and says why", () =>
    assert.deepEqual(judged({ coverage: LATE }), {
      outcome: "violated",
      message: HEADLINE,
      advice: `${COVER} Which assets they are could not be read: the assets did not arrive within 15 s.`,
    }));

  it("asks for them where it fires, and only then", () => {
    const need = (changes: object, maxUndefendedCores = 0, exempt: readonly string[] = []) =>
      noUndefendedCores.asksForCoverage?.(
        { reading: readingOf({ ...EXAMPLE, ...changes }), assets: { exempt, mustBeDefended: [] } },
        { maxUndefendedCores },
      );
    assert.equal(need({}), "words");
    assert.equal(need({}, 85, ["a"]), "outcome");
    assert.equal(need({}, 86, ["a"]), undefined);
    assert.equal(need({ UndefendCoresCnt: 0 }, 0, ["a"]), undefined);
    assert.equal(need({ UndefendCoresCnt: undefined }, 0, ["a"]), undefined);
    assert.equal(need({ UndefendCoresCnt: -1 }), undefined);
  });
});

describe("TCSS002 does not count exempt assets", () => {
  it("and does not fire where all undefended cores are theirs", () => {
    assert.equal(exempting(["shop", "cls-data", "tag:env=test"]), undefined);
    assert.equal(exempting(["*"]), undefined);
  });

  it("and fires for the others", () => {
    const { message, advice = "" } = exempting(["cluster:*"]) ?? assert.fail("nothing was said");
    assert.equal(message, "16 of 154 cores are undefended, 70 of exempt assets not counted.");
    assert.match(advice, /^Undefended: host web-2 \(host-web-2, 16 cores\)\. Up to 79 bought cores are idle/);
  });

  it("up to what is accepted", () => {
    assert.equal(exempting(["cluster:*"], { maxUndefendedCores: 16 }), undefined);
    assert.equal(
      exempting(["cluster:*"], { maxUndefendedCores: 15 })?.message,
      "16 of 154 cores are undefended, 70 of exempt assets not counted (15 are accepted).",
    );
  });

  it("and fires for all where the exempt ones are protected", () =>
    assert.equal(exempting(["web-1"])?.message, HEADLINE));

  it("and cannot verify that where the cores of others are unknown, or a list is incomplete", () => {
    const changes = { AllCoresCnt: 200, UndefendCoresCnt: 20 };
    const exempt = ["e"];
    const listed = [cluster("a", 170, 170), cluster("e", 30, 0)];
    const coverage = coverageWith(listed, { exempt, changes });
    assert.equal(judged({ exempt, changes, coverage }), undefined);
    const [hidden] = coverageWith([cluster("b", 10, 0)], { changes: { AllCoresCnt: 10 } }).assets;
    const { undefendedCores: _, cores: __, ...withoutCores } = hidden as Asset;
    const words =
      /^Whether all 20 undefended cores belong to exempt assets cannot be verified\. The cores of other assets/;
    for (const uncertain of [
      { ...coverage, assets: [...coverage.assets, withoutCores] },
      { ...coverage, incomplete: [{ kind: "host" as const, total: 9, read: 3 }] },
    ])
      assert.match(judged({ exempt, changes, coverage: uncertain })?.message ?? "", words);
  });

  it("with parts of a core", () => {
    // 1.5 cores of an exempt asset are 2 of the account's
    const assets = [cluster("a", 68, 68), host("b", 1.5, 0)];
    const changes = { AllCoresCnt: 70, UndefendCoresCnt: 2 };
    const exempt = ["b"];
    assert.equal(judged({ exempt, changes, coverage: coverageWith(assets, { exempt, changes }) }), undefined);
    const more = [...assets, cluster("c", 0.3, 0)];
    assert.equal(
      judged({ exempt, changes, coverage: coverageWith(more, { exempt, changes }) })?.message,
      "1 of 70 cores is undefended, 1 of exempt assets not counted.",
    );
  });

  it("and never hides others behind an exempt asset that the account's cores leave out", () => {
    // the exempt host is offline: the account does not count it
    const assets = [...EXAMPLE_ASSETS, host("gone", 10, 0, { Status: "OFFLINE" })];
    assert.match(
      judged({ exempt: ["gone"], coverage: coverageWith(assets, { exempt: ["gone"] }) })?.message ?? "",
      /^86 of 154 cores are undefended/,
    );
  });

  it("and counts no more than the account does, whatever is exempt (property)", () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 }), fc.boolean()), {
          minLength: 1,
          maxLength: 8,
        }),
        (hosts) => {
          const listed = hosts.map(([free, covered], index) => host(`h${index}`, free + covered, covered));
          const sum = (of: (each: [number, number, boolean]) => number): number =>
            hosts.reduce((total, each) => total + of(each), 0);
          const changes = {
            AllCoresCnt: sum(([free, covered]) => free + covered),
            CoresCnt: sum(([, covered]) => covered),
            UndefendCoresCnt: sum(([free]) => free),
          };
          const exempt = [
            "none",
            ...hosts.flatMap(([, , isExempt], index) => (isExempt ? [`h${index}`] : [])),
          ];
          const others = sum(([free, , isExempt]) => (isExempt ? 0 : free));
          const result = judged({ exempt, changes, coverage: coverageWith(listed, { exempt, changes }) });
          if (others === 0) return result === undefined;
          return result?.message.startsWith(`${others} of`) ?? false;
        },
      ),
    ));
});

describe("TCSS002 with exempt assets cannot be verified", () => {
  const CANNOT = "Whether all 86 undefended cores belong to exempt assets cannot be verified";
  const cases: [why: string, coverage: CoverageReading | undefined, rest: string][] = [
    [
      "where the assets are unknown",
      undefined,
      ". The assets are known only of an account that is asked itself, and these values come from elsewhere. Judge the account itself, or use maxUndefendedCores in the place of assets.exempt.",
    ],
    ["where they could not be read", LATE, ": the assets did not arrive within 15 s."],
    [
      "where they may not be read",
      REFUSED,
      ": Tencent Cloud answered UnauthorizedOperation: no. Allow tcss:DescribeUserCluster to this key's user or role in CAM: tcss policy-json --coverage prints all that it takes.",
    ],
    [
      "where no unit fits",
      coverageWith(undefined, { changes: { AllCoresCnt: 20_000 } }),
      ". The cores of the assets do not fit the account's in any unit. Judge the account itself, or use maxUndefendedCores in the place of assets.exempt.",
    ],
  ];
  for (const [why, coverage, rest] of cases)
    it(why, () => {
      const { outcome, message, advice } =
        judged({ exempt: ["x"], coverage }) ?? assert.fail("nothing was said");
      assert.equal(outcome, "unverifiable");
      assert.equal([message, advice].filter(Boolean).join(" "), CANNOT + rest);
    });

  it("but passes where no more cores are undefended than are accepted", () =>
    assert.equal(judged({ exempt: ["x"], coverage: LATE, maxUndefendedCores: 86 }), undefined));
});
