import assert from "node:assert/strict";
import fc from "fast-check";
import { assess } from "../../../../core/assess";
import { TcssError } from "../../../../core/base/errors";
import { levelsAndSettings } from "../../../../core/gate";
import { parsePurchaseState } from "../../../../core/model/parse";
import { rules } from "../../../../core/rules";
import { sentencesOf, textOf } from "../../../../core/words";
import { EN } from "../../../../core/words/en";
import { replies } from "../../support/replyArbitraries";
import { READER } from "../../support/said";

const anyTime = fc.date({ min: new Date("2000-01-01"), max: new Date("2100-01-01"), noInvalidDate: true });

describe("the words of the rules", () => {
  it("are there for every rule", () =>
    assert.deepEqual(
      Object.keys(EN),
      rules.map(({ name }) => name),
    ));

  it("are there for each result of any reply, whose facts JSON can hold (property)", () => {
    fc.assert(
      fc.property(replies, anyTime, (reply, now) => {
        const findings = assess(
          { reading: parsePurchaseState(reply) },
          levelsAndSettings({ all: "advisory" }),
          now,
        );
        for (const finding of findings) {
          assert.deepEqual(JSON.parse(JSON.stringify(finding.facts)), finding.facts);
          const { message, advice } = sentencesOf(finding, READER);
          assert.match(message, /\.$/);
          assert.notEqual(advice, "");
        }
      }),
      { numRuns: 500 },
    );
  });

  it("are there for an error, whose facts JSON can hold", () => {
    const error = new TcssError("refused", { kind: "api", code: "X", httpStatus: 403, nextStep: "Ask" });
    const [finding] = assess({ reading: error }, {}, new Date(0));
    assert.ok(finding !== undefined);
    assert.deepEqual(JSON.parse(JSON.stringify(finding.facts)), finding.facts);
    assert.deepEqual(sentencesOf(finding, READER), {
      message: "Protection cannot be verified: refused.",
      advice: "Ask.",
    });
  });

  it("give times in the reader's zone", () => {
    const reading = parsePurchaseState({ State: 2, ExpirationTime: "2024-12-24 13:01:18" });
    const [finding] = assess({ reading }, { "no-trial": {} }, new Date("2024-10-01T00:00:00Z")).filter(
      ({ policyName }) => policyName === "no-trial",
    );
    assert.ok(finding !== undefined);
    assert.equal(
      sentencesOf(finding, { ...READER, timeZone: "UTC" }).message,
      "Protection rests on a trial until 2024-12-24 05:01:18 UTC.",
    );
  });

  it("name settings as the reader knows them", () => {
    const reading = parsePurchaseState({ State: 3, SubState: "NEW", ExpirationTime: "2030-01-01 00:00:00" });
    const [finding] = assess({ reading }, {}, new Date("2024-10-01T00:00:00Z"));
    assert.ok(finding !== undefined);
    const vocabulary = {
      ...READER.vocabulary,
      ruleSetting: (...args: string[]) => args.join(" "),
    };
    assert.equal(
      sentencesOf(finding, { ...READER, vocabulary }).advice,
      "If the TCSS console shows that protection is in effect, accept it: protection-active acceptedSubStates NORMAL, NEW.",
    );
  });

  it("refuse a key that no rule has", () => {
    const result = { outcome: "violated", facts: {} } as const;
    for (const [policyName, key] of [
      ["no-trial", "other"],
      ["other", "trial"],
    ] as const)
      assert.throws(() => sentencesOf({ ...result, policyName, key }, READER), {
        message: `no words for ${key} of ${policyName}`,
      });
  });
});

describe("the text of sentences", () => {
  it("is what is wrong, and then what to do", () =>
    assert.equal(textOf({ message: "It is broken.", advice: "Mend it." }), "It is broken. Mend it."));
  it("is what is wrong alone where nothing can be done", () =>
    assert.equal(textOf({ message: "It is broken." }), "It is broken."));
});
