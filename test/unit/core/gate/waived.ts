import assert from "node:assert/strict";
import { type Finding, type Place, type Waiver, type WaiverScope, withWaiver } from "../../../../core/gate";
export const FINDING: Finding = {
  ruleId: "TCSS002",
  policyName: "no-undefended-cores",
  title: "Every core that runs containers must be protected",
  severity: "high",
  enforcementLevel: "mandatory",
  outcome: "violated",
  key: "undefended",
  facts: { undefendedCores: 86 },
  message: "86 of 154 cores are undefended.",
};

export const WAIVER: Waiver = { rule: "TCSS002", reason: "new nodes, ticket 4711", expires: "2024-10-05" };
const ZONE = "Asia/Shanghai";
const NOON = new Date("2024-10-01T12:00:00+08:00");

/** Everything that can be known about a finding. */
export const PLACE: Place = {
  stack: "acme/shop/prod",
  accountId: "100000000001",
  accountName: "production",
  resource: "tcss-main",
};

export function judged(waivers: readonly Waiver[], place: Place = PLACE, now = NOON, zone = ZONE): Finding {
  return withWaiver(FINDING, waivers, place, zone, now);
}

/** Days left by the waiver that covers the finding; "uncovered", or "expired" with the days since. */
export function coverage(...args: Parameters<typeof judged>): string {
  const { waived, expiredWaiver } = judged(...args);
  assert.ok(waived === undefined || expiredWaiver === undefined);
  if (waived !== undefined) return `${waived.daysLeft} left`;
  return expiredWaiver === undefined ? "uncovered" : `expired ${-expiredWaiver.daysLeft} ago`;
}

export function covers(scope: WaiverScope | undefined, place: Place = PLACE): boolean {
  return judged([{ ...WAIVER, scope }], place).waived !== undefined;
}
