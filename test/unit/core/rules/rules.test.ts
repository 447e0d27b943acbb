import assert from "node:assert/strict";
import fc from "fast-check";
import { assess } from "../../../../core/assess";
import { assessReading, type Finding } from "../../../../core/gate";
import { DEFAULT_TIME_ZONE, parsePurchaseState } from "../../../../core/model/parse";
import { rules } from "../../../../core/rules";
import { documentationUrl } from "../../../../core/rules/rule";
import { textOf } from "../../../../core/words";
import { replies } from "../../support/replyArbitraries";

const anyTime = fc.date({ min: new Date("1990-01-01"), max: new Date("2110-01-01"), noInvalidDate: true });

/** Judges any reply at any time by all rules. */
const findings: fc.Arbitrary<readonly Finding[]> = fc.tuple(replies, anyTime, fc.nat(200)).map(
  ([response, now, maxUndefendedCores]) =>
    assessReading(
      { reading: parsePurchaseState(response), place: {} },
      {
        settings: { "no-undefended-cores": { maxUndefendedCores } },
        waivers: [],
        timeZone: DEFAULT_TIME_ZONE,
        now,
      },
    ).findings,
);

function sentencesIn(message: string): string[] {
  return message.split(/(?<=[.!?]) /);
}

describe("the list of rules", () => {
  it("is in the order of the ids, and no id or name stands twice", () => {
    const ids = rules.map(({ id }) => id);
    assert.deepEqual(ids, [...new Set(ids)].sort());
    assert.equal(new Set(rules.map(({ name }) => name)).size, rules.length);
  });

  it("begins with the three that stop a deployment", () => {
    assert.deepEqual(
      rules.slice(0, 3).map(({ id, name, defaultLevel, severity }) => [id, name, defaultLevel, severity]),
      [
        ["TCSS000", "purchase-state-available", "mandatory", "critical"],
        ["TCSS001", "protection-active", "mandatory", "critical"],
        ["TCSS002", "no-undefended-cores", "mandatory", "high"],
      ],
    );
  });

  it("has a severity, a level, and what it needs besides the purchase state for each", () => {
    assert.deepEqual(
      rules.map(({ id, severity, defaultLevel, skippedWhenInactive, needs }) =>
        [id, severity, defaultLevel, skippedWhenInactive ? "skipped" : "always", needs].join(" "),
      ),
      [
        "TCSS000 critical mandatory always ",
        "TCSS001 critical mandatory always ",
        "TCSS002 high mandatory always ",
        "TCSS003 medium advisory skipped ",
        "TCSS004 low advisory skipped ",
        "TCSS005 low advisory skipped ",
        "TCSS006 medium advisory skipped ",
        "TCSS007 medium advisory skipped ",
        "TCSS008 low advisory skipped ",
        "TCSS009 low advisory always ",
        "TCSS010 medium advisory skipped forecast",
        "TCSS011 critical mandatory always coverage",
      ],
    );
  });

  for (const rule of rules) {
    it(`${rule.id} has an id and a name that Pulumi's command line can spell`, () => {
      assert.match(rule.id, /^TCSS\d{3}$/);
      assert.match(rule.name, /^[a-z]+(-[a-z]+)*$/);
    });

    it(`${rule.id} is documented in whole sentences, and its title is one line without a full stop`, () => {
      for (const text of [rule.rationale, ...rule.remediation]) assert.match(text, /^[A-Z][^\n]*\.$/);
      assert.match(rule.title, /^[A-Z][^\n]*[^.]$/);
      assert.ok(rule.remediation.length > 0);
    });

    it(`${rule.id}'s settings each have a type, a default within their limits and a description`, () => {
      for (const [name, schema] of Object.entries(rule.settings) as [string, Record<string, unknown>][]) {
        assert.match(name, /^[a-z][A-Za-z]*$/);
        assert.match(String(schema["description"]), /\.$/);
        const { type, default: value, minimum, maximum } = schema;
        assert.equal(type === "integer" ? "number" : type, typeof value, name);
        if (typeof minimum === "number") assert.ok((value as number) >= minimum);
        if (typeof maximum === "number") assert.ok((value as number) <= maximum);
      }
    });

    it(`${rule.id} links to its page`, () => {
      assert.ok(documentationUrl(rule).endsWith(`/docs/rules/${rule.id}.md`));
    });
  }
});

describe("any message of any rule (property)", () => {
  it("consists of whole sentences on one line, without holes", () => {
    fc.assert(
      fc.property(findings, (all) => {
        for (const finding of all) {
          for (const text of [finding.message, finding.advice ?? "None."])
            assert.match(text, /^[A-Z1-9].*[.!?]$/);
          assert.doesNotMatch(textOf(finding), /undefined|NaN|null|Infinity|\[object|\n| {2}|\.\./);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("says nothing twice", () => {
    fc.assert(
      fc.property(findings, (all) => {
        for (const finding of all) {
          const sentences = sentencesIn(textOf(finding));
          assert.deepEqual(sentences, [...new Set(sentences)]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("is there whenever protection is not in effect for sure", () => {
    fc.assert(
      fc.property(replies, anyTime, (response, now) => {
        const state = parsePurchaseState(response);
        const fired = assess({ reading: state }, {}, now).some(({ ruleId }) => ruleId === "TCSS001");
        const inEffect =
          (state.state === 2 || state.state === 3) &&
          Date.parse(state.expirationTimeUtc ?? "") > now.getTime() &&
          (state.protectionStatus === "active" || state.protectionStatus === "trial");
        assert.equal(fired, !inEffect);
      }),
      { numRuns: 500 },
    );
  });
});
