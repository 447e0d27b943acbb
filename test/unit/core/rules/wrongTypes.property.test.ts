import assert from "node:assert/strict";
import fc from "fast-check";
import { assess, type RuleFinding } from "../../../../core/assess";
import { levelsAndSettings } from "../../../../core/gate";
import { REPLY_FIELDS } from "../../../../core/model/fields";
import {
  parsePurchaseState,
  restorePurchaseState,
  withoutAdditionalFields,
} from "../../../../core/model/parse";
import type { PurchaseState } from "../../../../core/model/purchaseState";
import { rules } from "../../../../core/rules";
import { sentencesOf } from "../../../../core/words";
import { DURING_LICENCE, FULL } from "../../support/replies";
import { READER } from "../../support/said";

/** A reply in which every rule finds nothing, with every field. */
const HEALTHY = {
  ...FULL,
  AllCoresCnt: 68,
  UndefendCoresCnt: 0,
  AutomaticRenewal: 1,
  AuthorizedImageCnt: FULL.ImageCnt,
} as const;

const fields = Object.values(REPLY_FIELDS);

/** A field, and a value that is none of its kind. */
const mutations = fc.constantFrom(...fields).chain(({ apiName, kind }) => {
  const isNumber = kind === "count" || kind === "code";
  const text = isNumber
    ? fc.oneof(fc.string(), fc.integer().map(String))
    : fc.constant(String(HEALTHY[apiName]).split("")); // a list of its letters
  const number = isNumber ? fc.double({ noInteger: true }) : fc.double();
  const others = fc.oneof(
    fc.boolean(),
    text,
    number,
    fc.array(fc.jsonValue()),
    fc.constant([HEALTHY[apiName]]),
    fc.dictionary(fc.string(), fc.jsonValue()),
  );
  return others.map((value) => ({ apiName, value }));
});

function findings(
  reading: PurchaseState,
  config: Parameters<typeof levelsAndSettings>[0] = {},
): RuleFinding[] {
  return assess({ reading }, levelsAndSettings(config), DURING_LICENCE);
}

/** What comes back from a stack's state, or from its outputs. */
function throughState(reading: PurchaseState): PurchaseState {
  return restorePurchaseState(JSON.parse(JSON.stringify(withoutAdditionalFields(reading))));
}

describe("a field of a healthy reply with a value of another type (property)", () => {
  it("has findings of none where nothing is wrong", () =>
    assert.deepEqual(findings(parsePurchaseState(HEALTHY), { all: "mandatory" }), []));

  it("never passes without a finding, whether it was just read or stands in a state", () => {
    fc.assert(
      fc.property(mutations, ({ apiName, value }) => {
        const reading = parsePurchaseState({ ...HEALTHY, [apiName]: value });
        const found = findings(reading);
        assert.ok(found.length > 0, "nothing is found");
        assert.ok(
          found.some(
            (finding) =>
              finding.ruleId === "TCSS009" && sentencesOf(finding, READER).message.includes(apiName),
          ),
        );
        assert.deepEqual(findings(throughState(reading)), found);
      }),
      { numRuns: 500 },
    );
  });

  it("counts with no rule for more than its absence", () => {
    fc.assert(
      fc.property(mutations, fc.constantFrom(...rules), ({ apiName, value }, { name }) => {
        const alone = (reply: Record<string, unknown>): RuleFinding[] =>
          findings(parsePurchaseState(reply), { all: "disabled", [name]: "mandatory" });
        const { [apiName]: _, ...without } = HEALTHY as Record<string, unknown>;
        if (alone(without).length > 0) assert.ok(alone({ ...without, [apiName]: value }).length > 0);
      }),
      { numRuns: 1000 },
    );
  });

  it("is not taken for an absent SubState, which counts as good", () => {
    const values = mutations.filter(({ apiName }) => apiName === "SubState");
    fc.assert(
      fc.property(values, fc.constantFrom(2, 3), ({ value: SubState }, State) => {
        const reading = parsePurchaseState({ ...HEALTHY, State, SubState });
        for (const read of [reading, throughState(reading)])
          assert.deepEqual(
            findings(read, { all: "disabled", "protection-active": "mandatory" }).map(
              ({ ruleId, outcome }) => [ruleId, outcome],
            ),
            [["TCSS001", "unverifiable"]],
          );
      }),
      { numRuns: 50 },
    );
  });
});
