import assert from "node:assert/strict";
import type { Finding, Severity } from "pulumi-tcss/internal";
import { isBlocking, isOpen, openFindings, ranked } from "../../../../report/src/present/findings";
import { SEVERITIES, severityCounts } from "../../../../report/src/present/severity";

function finding(ruleId: string, severity: Severity, more: Partial<Finding> = {}): Finding {
  return {
    ruleId,
    policyName: ruleId,
    title: ruleId,
    severity,
    enforcementLevel: "advisory",
    outcome: "violated",
    key: "found",
    facts: {},
    message: ruleId,
    ...more,
  };
}

const WAIVED = {
  waived: { waiver: { rule: "TCSS001", reason: "r", expires: "2026-12-24" }, daysLeft: 1 },
} as const;
const MANDATORY = { enforcementLevel: "mandatory" } as const;

const findings = [
  finding("TCSS001", "critical", { ...MANDATORY, ...WAIVED }),
  finding("TCSS002", "low"),
  finding("TCSS003", "high"),
  finding("TCSS005", "high"),
  finding("TCSS004", "medium", MANDATORY),
];

describe("findings", () => {
  it("are ranked: what blocks, then advice, then what is waived; each by severity and rule", () => {
    const order = ["TCSS004", "TCSS003", "TCSS005", "TCSS002", "TCSS001"];
    assert.deepEqual(
      ranked([...findings].reverse()).map(({ ruleId }) => ruleId),
      order,
    );
    assert.deepEqual(
      openFindings({ origin: { kind: "live", name: "n" }, findings, verdict: "block" }).map(
        ({ ruleId }) => ruleId,
      ),
      order.slice(0, -1),
    );
  });

  it("count and block unless a waiver accepts them", () => {
    assert.deepEqual(findings.map(isOpen), [false, true, true, true, true]);
    assert.deepEqual(findings.map(isBlocking), [false, false, false, false, true]);
  });

  it("are counted by severity, the worst first", () => {
    assert.equal(severityCounts(findings), "1 critical, 2 high, 1 medium, 1 low");
    assert.equal(severityCounts([]), "");
    assert.equal(SEVERITIES[0], "critical");
  });
});
