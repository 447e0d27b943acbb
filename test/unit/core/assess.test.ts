import assert from "node:assert/strict";
import { type AssessSettings, assess, blocks, type Finding } from "../../../core/assess";
import { TcssError } from "../../../core/errors";
import { parsePurchaseState } from "../../../core/purchaseState";
import { rules } from "../../../core/rules";
import { noUndefendedCores } from "../../../core/rules/noUndefendedCores";
import { purchaseStateAvailable } from "../../../core/rules/purchaseStateAvailable";
import { DURING_LICENCE, EXAMPLE } from "../support/replies";

const example = parsePurchaseState(EXAMPLE);
const healthy = parsePurchaseState({
  ...EXAMPLE,
  UndefendCoresCnt: 0,
  AllCoresCnt: 68,
  AuthorizedCoresCnt: 68,
});
const notRead = new TcssError("no answer came", { kind: "network" });

/** Findings of the three rules that stop a deployment. */
function mandatory(...args: Parameters<typeof assess>): Finding[] {
  return assess(...args).filter(({ ruleId }) => ruleId <= "TCSS002");
}

function idsOf(findings: readonly Finding[]): string[] {
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
        message:
          "86 of 154 cores are undefended. Up to 79 bought cores are idle and could cover them at no cost; the other 7 need elastic billing (limit 5,000, none in use) or a purchase.",
      },
    ]);
  });

  it("lets TCSS000 alone speak when nothing was read", () => {
    assert.deepEqual(assess(notRead, {}, DURING_LICENCE), [
      {
        ruleId: "TCSS000",
        policyName: "purchase-state-available",
        title: purchaseStateAvailable.title,
        severity: "critical",
        enforcementLevel: "mandatory",
        outcome: "unverifiable",
        message: "Protection cannot be verified: no answer came.",
      },
    ]);
  });

  it("judges at the time it is given", () => {
    assert.deepEqual(idsOf(mandatory(healthy, {}, new Date("2024-12-24T05:01:18Z"))), ["TCSS001"]);
    assert.deepEqual(idsOf(mandatory(healthy, {}, new Date("2024-12-24T05:01:17Z"))), []);
  });

  it("gives findings in the order of the ids", () => {
    const ids = idsOf(assess(parsePurchaseState({ State: 4, UndefendCoresCnt: 1 }), {}, DURING_LICENCE));
    assert.deepEqual(ids.slice(0, 2), ["TCSS001", "TCSS002"]);
    assert.deepEqual(ids, [...ids].sort());
  });

  it("keeps the rules that need protection silent once TCSS001 is violated", () => {
    const ids = idsOf(assess(parsePurchaseState({ ...EXAMPLE, State: 4 }), {}, DURING_LICENCE));
    const silent = rules.filter(({ needsProtection }) => needsProtection).map(({ id }) => id);
    assert.deepEqual(
      ids.filter((id) => silent.includes(id)),
      [],
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
    assert.deepEqual(assess(notRead, settings, DURING_LICENCE), []);
  });
});

describe("blocks", () => {
  const findings = assess(example, {}, DURING_LICENCE);
  it("is true for a mandatory finding", () => assert.equal(blocks(findings), true));
  it("is false for advisory ones, and for none", () => {
    assert.equal(blocks(findings.map((finding) => ({ ...finding, enforcementLevel: "advisory" }))), false);
    assert.equal(blocks([]), false);
  });
});
