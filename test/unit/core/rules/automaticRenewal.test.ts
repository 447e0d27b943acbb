import assert from "node:assert/strict";
import { automaticRenewal } from "../../../../core/rules/automaticRenewal";
import { lacks } from "../../support/lacks";
import { DURING_LICENCE, EXAMPLE } from "../../support/replies";
import { type Said, said } from "../../support/said";

function judged(AutomaticRenewal: unknown): Said | undefined {
  return said(automaticRenewal, { ...EXAMPLE, AutomaticRenewal }, {}, DURING_LICENCE);
}

describe("TCSS004 automatic-renewal", () => {
  it("is advisory, of low severity, needs protection and has no settings", () => {
    const { id, name, defaultLevel, severity, skippedWhenInactive, settings } = automaticRenewal;
    assert.deepEqual(
      { id, name, defaultLevel, severity, skippedWhenInactive, settings },
      {
        id: "TCSS004",
        name: "automatic-renewal",
        defaultLevel: "advisory",
        severity: "low",
        skippedWhenInactive: true,
        settings: {},
      },
    );
  });

  it("does not fire when renewal is on", () => assert.equal(judged(1), undefined));
});

describe("TCSS004 automatic-renewal is violated", () => {
  const cases: [renewal: number, message: string][] = [
    [
      0,
      "Automatic renewal was never set (AutomaticRenewal 0), so the license simply ends. Decide on it in the console's renewal management.",
    ],
    [
      2,
      "Someone has switched automatic renewal off (AutomaticRenewal 2). If that was not meant to last, switch it on again in the console's renewal management.",
    ],
    ...[-1, 3, 194, Number.MAX_SAFE_INTEGER].map((renewal): [number, string] => [
      renewal,
      `AutomaticRenewal is ${renewal}, which the API does not document, so it cannot count as on. Look up the license's renewal in the console.`,
    ]),
  ];
  for (const [renewal, message] of cases)
    it(`when AutomaticRenewal is ${renewal}`, () =>
      assert.deepEqual(judged(renewal), { outcome: "violated", message }));
});

describe("TCSS004 automatic-renewal cannot be verified", () => {
  for (const renewal of [undefined, null, "1", true, 1.5])
    it(`when AutomaticRenewal is ${JSON.stringify(renewal) ?? "absent"}`, () =>
      assert.deepEqual(judged(renewal), {
        outcome: "unverifiable",
        message: `Automatic renewal cannot be verified: ${lacks("AutomaticRenewal", renewal)}.`,
      }));
});
