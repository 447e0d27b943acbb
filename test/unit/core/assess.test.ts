import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type AssessSettings,
  assess,
  blocks,
  coverageNeedOf,
  evaluate,
  type RuleFinding,
  withUnavailableLevel,
} from "../../../core/assess";
import { TcssError } from "../../../core/base/errors";
import { parsePurchaseState } from "../../../core/model/parse";
import type { Reading } from "../../../core/model/reading";
import { rules } from "../../../core/rules";
import { noUndefendedCores } from "../../../core/rules/noUndefendedCores";
import { purchaseStateAvailable } from "../../../core/rules/purchaseStateAvailable";
import { type EnforcementLevel, LEVELS, type Rule } from "../../../core/rules/rule";
import { DURING_LICENCE, EXAMPLE } from "../support/replies";
import { replies } from "../support/replyArbitraries";

const example = parsePurchaseState(EXAMPLE);
const healthy = parsePurchaseState({
  ...EXAMPLE,
  UndefendCoresCnt: 0,
  AllCoresCnt: 68,
  AuthorizedCoresCnt: 68,
});
const notRead = new TcssError("no answer came", { kind: "network" });

/** Findings of the three rules that stop a deployment. */
function mandatory(reading: Reading, settings: AssessSettings, now: Date): RuleFinding[] {
  return assess({ reading }, settings, now).filter(({ ruleId }) => ruleId <= "TCSS002");
}

function idsOf(findings: readonly RuleFinding[]): string[] {
  return findings.map(({ ruleId }) => ruleId);
}

describe("assess", () => {
  it("finds nothing mandatory wrong with a healthy account", () => {
    assert.deepEqual(mandatory(healthy, {}, DURING_LICENCE), []);
  });

  it("gives a finding all that a reader needs", () => {
    assert.deepEqual(mandatory(example, {}, DURING_LICENCE), [
      {
        ruleId: "TCSS002",
        policyName: "no-undefended-cores",
        title: noUndefendedCores.title,
        severity: "high",
        enforcementLevel: "mandatory",
        outcome: "violated",
        key: "undefended",
        facts: {
          undefendedCores: 86,
          allCores: 154,
          maxUndefendedCores: 0,
          idleKind: "bought",
          idleCores: 79,
          elastic: { limitCores: 5000, usedCores: 0, freeCores: 5000 },
        },
      },
    ]);
  });

  it("lets TCSS000 alone speak when nothing was read", () => {
    assert.deepEqual(assess({ reading: notRead }, {}, DURING_LICENCE), [
      {
        ruleId: "TCSS000",
        policyName: "purchase-state-available",
        title: purchaseStateAvailable.title,
        severity: "critical",
        enforcementLevel: "mandatory",
        outcome: "unverifiable",
        key: "notRead",
        facts: { kind: "network", summary: "no answer came" },
      },
    ]);
  });

  it("judges at the time it is given", () => {
    assert.deepEqual(idsOf(mandatory(healthy, {}, new Date("2024-12-24T05:01:18Z"))), ["TCSS001"]);
    assert.deepEqual(idsOf(mandatory(healthy, {}, new Date("2024-12-24T05:01:17Z"))), []);
  });

  it("gives findings in the order of the ids", () => {
    const ids = idsOf(
      assess({ reading: parsePurchaseState({ State: 4, UndefendCoresCnt: 1 }) }, {}, DURING_LICENCE),
    );
    assert.deepEqual(ids.slice(0, 2), ["TCSS001", "TCSS002"]);
    assert.deepEqual(ids, [...ids].sort());
  });

  it("keeps the rules that need protection silent once TCSS001 is violated", () => {
    const ids = idsOf(assess({ reading: parsePurchaseState({ ...EXAMPLE, State: 4 }) }, {}, DURING_LICENCE));
    const silent = rules.filter(({ skippedWhenInactive }) => skippedWhenInactive).map(({ id }) => id);
    assert.deepEqual(
      ids.filter((id) => silent.includes(id)),
      [],
    );
  });

  const lapsed = parsePurchaseState({ ...EXAMPLE, ExpirationTime: "2024-01-24 13:01:18" });
  const isWaived = ({ ruleId }: RuleFinding): boolean => ruleId === "TCSS001";
  const level = (active: EnforcementLevel, soon: EnforcementLevel): AssessSettings => ({
    ...Object.fromEntries(rules.map(({ name }) => [name, { enforcementLevel: "disabled" as const }])),
    "protection-active": { enforcementLevel: active },
    "expiring-soon": { enforcementLevel: soon },
  });
  const skipping: [active: EnforcementLevel, soon: EnforcementLevel, found: string[]][] = [
    ["mandatory", "mandatory", ["TCSS001"]],
    ["mandatory", "advisory", ["TCSS001"]],
    ["advisory", "advisory", ["TCSS001"]],
    ["advisory", "mandatory", ["TCSS001", "TCSS003"]],
    ["disabled", "mandatory", ["TCSS003"]],
    ["disabled", "advisory", ["TCSS003"]],
  ];
  for (const [active, soon, found] of skipping)
    it(`with TCSS001 ${active} and TCSS003 ${soon}, finds ${found.join(" and ")} once the license has ended`, () =>
      assert.deepEqual(idsOf(assess({ reading: lapsed }, level(active, soon), DURING_LICENCE)), found));

  it("skips no rule for a finding of TCSS001 that is waived", () =>
    assert.deepEqual(
      idsOf(assess({ reading: lapsed }, level("mandatory", "advisory"), DURING_LICENCE, isWaived)),
      ["TCSS001", "TCSS003"],
    ));

  it("skips no rule where TCSS001 cannot be verified", () => {
    const stateless = parsePurchaseState({ ...EXAMPLE, State: null });
    const found = assess(
      { reading: stateless },
      level("mandatory", "mandatory"),
      new Date("2024-12-20T00:00:00Z"),
    );
    assert.deepEqual(idsOf(found), ["TCSS001", "TCSS003"]);
  });

  it("stops at what any mandatory rule would stop by itself (property)", () => {
    const levels = fc.record(Object.fromEntries(rules.map(({ name }) => [name, fc.constantFrom(...LEVELS)])));
    const times = fc.date({ min: new Date("2024-01-01"), max: new Date("2025-12-31"), noInvalidDate: true });
    fc.assert(
      fc.property(replies, levels, times, fc.boolean(), (reply, given, now, waives) => {
        const reading = parsePurchaseState(reply);
        const settings = Object.fromEntries(
          Object.entries(given).map(([name, enforcementLevel]) => [name, { enforcementLevel }]),
        );
        const waived = (finding: RuleFinding): boolean => waives && isWaived(finding);
        const alone = rules.some((rule) => {
          const finding = evaluate(rule, { reading }, settings, now);
          return finding !== undefined && !waived(finding) && finding.enforcementLevel === "mandatory";
        });
        const found = assess({ reading }, settings, now, waived).filter((finding) => !waived(finding));
        assert.equal(blocks(found), alone);
      }),
    );
  });

  it("fails closed: an empty reply is found wanting by both rules that need it", () => {
    const findings = mandatory(parsePurchaseState({}), {}, DURING_LICENCE);
    assert.deepEqual(
      findings.map(({ ruleId, outcome, enforcementLevel }) => [ruleId, outcome, enforcementLevel]),
      [
        ["TCSS001", "unverifiable", "mandatory"],
        ["TCSS002", "unverifiable", "mandatory"],
      ],
    );
  });
});

describe("assess, with settings", () => {
  const levels: [settings: AssessSettings, found: string[]][] = [
    [{ "no-undefended-cores": { enforcementLevel: "disabled" } }, []],
    [{ "no-undefended-cores": { enforcementLevel: "advisory" } }, ["advisory"]],
    [{ "no-undefended-cores": { enforcementLevel: "mandatory" } }, ["mandatory"]],
    [{ "no-undefended-cores": {} }, ["mandatory"]],
    [{ "no-undefended-cores": undefined }, ["mandatory"]],
    [{ "protection-active": { enforcementLevel: "disabled" } }, ["mandatory"]],
    [{ "no-undefended-cores": { maxUndefendedCores: 85 } }, ["mandatory"]],
    [{ "no-undefended-cores": { maxUndefendedCores: 86 } }, []],
    [{ "no-undefended-cores": { maxUndefendedCores: 0, enforcementLevel: "advisory" } }, ["advisory"]],
  ];
  for (const [settings, found] of levels)
    it(`${JSON.stringify(settings)} finds ${found[0] ?? "nothing"} in the example`, () => {
      const findings = mandatory(example, settings, DURING_LICENCE);
      assert.deepEqual(
        findings.map(({ enforcementLevel }) => enforcementLevel),
        found,
      );
    });

  it("keeps even TCSS000 silent when it is disabled", () => {
    const settings = { "purchase-state-available": { enforcementLevel: "disabled" } } as const;
    assert.deepEqual(assess({ reading: notRead }, settings, DURING_LICENCE), []);
  });
});

describe("coverageNeedOf", () => {
  const need = (
    rule: Rule,
    settings: AssessSettings,
    reading: Reading = example,
    exempt: readonly string[] = [],
  ) => coverageNeedOf(rule, { reading, assets: { exempt, mustBeDefended: [] } }, settings);
  const rule = noUndefendedCores as unknown as Rule;

  it("is what the rule says, by its settings and the evidence", () => {
    assert.equal(need(rule, {}), "words");
    assert.equal(need(rule, {}, example, ["a"]), "outcome");
    assert.equal(need(rule, { "no-undefended-cores": { maxUndefendedCores: 86 } }), undefined);
    assert.equal(need(rule, { "no-undefended-cores": { enforcementLevel: "advisory" } }), "words");
  });

  it("is nothing for a rule that asks for none, one that is disabled, and without a purchase state", () => {
    assert.equal(need(purchaseStateAvailable as unknown as Rule, {}), undefined);
    assert.equal(need(rule, { "no-undefended-cores": { enforcementLevel: "disabled" } }), undefined);
    assert.equal(need(rule, {}, notRead), undefined);
  });
});

describe("withUnavailableLevel", () => {
  const NAME = "purchase-state-available";
  const advisory = Object.fromEntries(
    rules.map(({ name }) => [name, { enforcementLevel: "advisory" as const }]),
  );

  it("leaves the settings alone where its level is the highest already, or is named", () => {
    assert.equal(withUnavailableLevel(advisory, { isNamed: false }), advisory);
    const lower = { ...advisory, "expiring-soon": { enforcementLevel: "mandatory" as const } };
    assert.equal(withUnavailableLevel(lower, { isNamed: true }), lower);
  });

  it("takes the highest of the rules that have something to judge", () => {
    const only = { ...advisory, "critical-assets-defended": { enforcementLevel: "mandatory" as const } };
    assert.equal(withUnavailableLevel(only, { isNamed: false }), only);
    const scope = { assets: { exempt: [], mustBeDefended: ["a"] } };
    assert.deepEqual(withUnavailableLevel(only, { isNamed: false, scope }), {
      ...only,
      [NAME]: { enforcementLevel: "mandatory" },
    });
  });
});

describe("blocks", () => {
  const findings = assess({ reading: example }, {}, DURING_LICENCE);
  it("is true for a mandatory finding", () => assert.equal(blocks(findings), true));
  it("is false for advisory ones, and for none", () => {
    assert.equal(blocks(findings.map((finding) => ({ ...finding, enforcementLevel: "advisory" }))), false);
    assert.equal(blocks([]), false);
  });
});
