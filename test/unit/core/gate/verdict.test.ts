import assert from "node:assert/strict";
import fc from "fast-check";
import { TcssError } from "../../../../core/base/errors";
import {
  askedLine,
  assessReading,
  type Criteria,
  evaluateRule,
  type FailOn,
  type Verdict,
  verdictOf,
  type Waiver,
  worst,
} from "../../../../core/gate";
import { parsePurchaseState } from "../../../../core/model/parse";
import { rules } from "../../../../core/rules";
import { LEVELS } from "../../../../core/rules/rule";
import { DURING_LICENCE, EXAMPLE } from "../../support/replies";
import { replies } from "../../support/replyArbitraries";

const NOT_READ = new TcssError("no answer came", { kind: "network" });
const WAIVER: Waiver = { rule: "TCSS002", reason: "accepted", expires: "2027-01-31" };

const criteria = (more: Partial<Criteria> = {}): Criteria => ({
  settings: {},
  waivers: [],
  timeZone: "Asia/Shanghai",
  now: DURING_LICENCE,
  ...more,
});

describe("assessReading and evaluateRule", () => {
  const level = fc.constantFrom(...LEVELS);
  const settings = fc.dictionary(
    fc.constantFrom(...rules.map(({ name }) => name)),
    level.map((enforcementLevel) => ({ enforcementLevel })),
  );
  const waivers = fc.subarray(rules.map(({ id }) => ({ ...WAIVER, rule: id as Waiver["rule"] })));
  const readings = fc.oneof(
    replies.map((reply) => parsePurchaseState(reply)),
    fc.constant(NOT_READ),
  );

  it("have the same findings, rule by rule (property)", () => {
    fc.assert(
      fc.property(readings, settings, waivers, (reading, levels, accepted) => {
        const by = criteria({ settings: levels, waivers: accepted });
        const placed = { reading, place: { stack: "acme/shop/dev" } };
        const { findings, verdict } = assessReading(placed, by);
        assert.deepEqual(
          rules.flatMap((rule) => evaluateRule(rule, placed, by) ?? []),
          findings,
        );
        assert.equal(verdict, verdictOf(findings));
      }),
      { numRuns: 60 },
    );
  });

  it("make the sentences in the reader's zone", () => {
    const reading = parsePurchaseState({ ...EXAMPLE, State: 2 });
    const said = (timeZone: string) =>
      assessReading({ reading, place: {} }, criteria({ timeZone })).findings.map(({ message }) => message);
    assert.match(said("Asia/Shanghai").join("\n"), /2024-12-24 13:01:18 Beijing time/);
    assert.match(said("UTC").join("\n"), /2024-12-24 05:01:18 UTC/);
  });
});

describe("the verdict on one reading", () => {
  const found = (reading: Parameters<typeof assessReading>[0]["reading"], more: Partial<Criteria> = {}) =>
    assessReading({ reading, place: {} }, criteria(more)).findings;
  const example = parsePurchaseState(EXAMPLE);
  const advised = found(example, { settings: { "no-undefended-cores": { enforcementLevel: "advisory" } } });

  for (const [title, findings, failOn, verdict] of [
    ["pass without findings", [], undefined, "pass"],
    ["block where a mandatory rule fires", found(example), undefined, "block"],
    ["pass where that is waived", found(example, { waivers: [WAIVER] }), undefined, "pass"],
    ["pass where rules only advise", advised, undefined, "pass"],
    ["block where advice blocks", advised, "advisory", "block"],
    ["unknown where nothing could be read", found(NOT_READ), undefined, "unknown"],
    [
      "pass where even that is waived",
      found(NOT_READ, { waivers: [{ ...WAIVER, rule: "TCSS000" }] }),
      undefined,
      "pass",
    ],
  ] as const)
    it(`is ${title}`, () => {
      assert.equal(verdictOf(findings, failOn as FailOn | undefined), verdict);
    });
});

describe("the verdict on several readings", () => {
  for (const [verdicts, expected] of [
    [[], "unknown"],
    [["pass", "pass"], "pass"],
    [["pass", "unknown"], "unknown"],
    [["unknown", "block", "pass"], "block"],
  ] as const satisfies readonly (readonly [readonly Verdict[], Verdict])[])
    it(`is ${expected} for ${verdicts.join(", ") || "none"}`, () => {
      assert.equal(worst(verdicts), expected);
    });
});

describe("who was asked", () => {
  const origin = {
    credentialSource: "environment",
    skippedSources: [],
    endpoint: "https://tcss.intl.tencentcloudapi.com",
    account: undefined,
    accountId: undefined,
  };
  const by = "with credentials from environment, at https://tcss.intl.tencentcloudapi.com";
  for (const [title, more, profile, whom] of [
    ["the account, where nothing names it", {}, undefined, "the account"],
    ["its id", { accountId: "100000000001" }, undefined, "account 100000000001"],
    ["its label", { account: "production" }, "prod", "account production"],
    [
      "its label and id",
      { account: "production", accountId: "100000000001" },
      undefined,
      "account production (100000000001)",
    ],
    ["its profile", {}, "prod", "account of profile prod"],
  ] as const)
    it(`is told by ${title}`, () => {
      assert.equal(askedLine({ ...origin, ...more }, profile), `asked ${whom}, ${by}`);
    });
});
