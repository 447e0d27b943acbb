import assert from "node:assert/strict";
import { ProtectionStatus } from "pulumi-tcss/internal";
import type { Origin } from "../../../../report/src/document";
import { known, knownAlone, knownOf, percentage } from "../../../../report/src/present/counts";
import { money } from "../../../../report/src/present/money";
import { accountOf, nameOf } from "../../../../report/src/present/names";
import { hasEdition, isProtected, protectionOf, renewalOf } from "../../../../report/src/present/protection";
import { dayOf, minuteOf, timeOf } from "../../../../report/src/present/time";
import { VERDICT_CLAUSE, VERDICT_WORD, VERDICTS } from "../../../../report/src/present/verdict";
import { UNNAMED } from "../../../../report/src/words";

describe("the words of a report", () => {
  it("name each verdict, from worst to best", () => {
    assert.deepEqual(
      VERDICTS.map((verdict) => VERDICT_WORD[verdict]),
      ["blocks", "unknown", "passes"],
    );
    assert.deepEqual(
      VERDICTS.map((verdict) => VERDICT_CLAUSE[verdict]),
      ["the gate blocks", "cannot be determined; the gate blocks", "the gate passes"],
    );
  });

  it("show counts, and never take an absent one for 0", () => {
    assert.deepEqual(
      [known(5000), known(undefined), knownAlone(0), knownAlone(undefined)],
      ["5,000", "?", "0", "unknown"],
    );
    assert.equal(knownOf(68, undefined), "68 of ?");
  });

  it("round a percentage down, so that only the whole is 100%", () => {
    assert.equal(percentage(999, 1000), "99%");
    assert.equal(percentage(1000, 1000), "100%");
    for (const [part, whole] of [
      [1, 0],
      [-1, 5],
      [undefined, 5],
      [5, undefined],
    ])
      assert.equal(percentage(part, whole), undefined);
  });

  it("show money with its currency and two digits", () => {
    assert.equal(money(1533.5, { currency: "USD" }), "USD 1,533.50");
  });

  it("name the resource in its source, on one line", () => {
    const origin: Origin = { kind: "stack", name: "acme/security/prod", resource: "a\nb" };
    assert.equal(nameOf({ origin }), "acme/security/prod › a b");
    assert.equal(nameOf({ origin: { kind: "file", name: "x".repeat(5000) } }).length, 5000);
  });

  it("know an account by its id, else by the name under which it was asked", () => {
    const account = (name: string, accountId?: string): string | undefined =>
      accountOf({
        origin: { kind: "live", name },
        ...(accountId === undefined ? {} : { purchaseState: { accountId } }),
        findings: [],
        verdict: "pass",
      });
    assert.equal(account("production", "100000000001"), "100000000001");
    assert.equal(account("production"), "production");
    assert.equal(account(UNNAMED), undefined);
  });

  it("distinguish an edition in effect from protection", () => {
    const active = { protectionStatus: ProtectionStatus.Active };
    assert.equal(protectionOf(active), "Pro Edition in effect");
    assert.equal(protectionOf({}), "unknown");
    assert.deepEqual(
      [hasEdition(active), hasEdition({ protectionStatus: ProtectionStatus.Isolated })],
      [true, false],
    );
    assert.deepEqual(
      [0, 1, undefined].map((undefendCoresCnt) =>
        isProtected({ ...active, ...(undefendCoresCnt === undefined ? {} : { undefendCoresCnt }) }),
      ),
      [true, false, false],
    );
  });

  it("name each value of automatic renewal, documented or not", () => {
    assert.deepEqual(
      [0, 1, 2, 194].map((automaticRenewal) => renewalOf({ automaticRenewal })),
      ["never set", "on", "switched off", "194 (undocumented value)"],
    );
    assert.equal(renewalOf({}), "unknown");
  });

  it("show times in the report's zone, which they name", () => {
    const [time, zone] = ["2026-12-24T16:00:00Z", "Asia/Shanghai"];
    assert.equal(timeOf(time, zone), "2026-12-25 00:00:00 Beijing time");
    assert.equal(dayOf(time, zone), "25 Dec 2026");
    assert.equal(minuteOf(time, zone), "25 Dec 2026, 00:00 Beijing time");
    assert.equal(dayOf("2026-11-23T23:30:00-05:00", "UTC"), "24 Nov 2026");
    for (const show of [timeOf, dayOf, minuteOf]) assert.equal(show("soon", zone), "soon");
  });
});
