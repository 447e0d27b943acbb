import assert from "node:assert/strict";
import { TcssError } from "../../../../core/base/errors";
import type { Vocabulary } from "../../../../core/base/vocabulary";

const OTHER: Vocabulary = {
  setting: (key) => `--${key}`,
  argument: (key) => `--${key}`,
  property: (name) => name,
  gateSetting: (path) => path,
  provideCredentials: "Give credentials.",
  chooseSite: "give --site",
  misplacedSecret: "is a secret",
  ruleSetting: (policyName, setting, value) => `${policyName}.${setting} = ${value}`,
};

describe("an error in the words of a caller", () => {
  const error = new TcssError((words) => `${words.argument("endpoint")} is wrong`, {
    kind: "configuration",
    code: "X",
    account: "prod",
    requestId: "r-1",
    nextStep: (words) => `Raise ${words.setting("deadlineSeconds")}.`,
  });

  it("has Pulumi's words at first", () => {
    assert.equal(
      error.message,
      "endpoint is wrong (account prod, request id r-1). Raise tcss:deadlineSeconds.",
    );
    assert.equal(error.nextStep, "Raise tcss:deadlineSeconds.");
  });

  it("says the same in other words, with the same facts", () => {
    const other = error.inWordsOf(OTHER);
    assert.equal(
      other.message,
      "--endpoint is wrong (account prod, request id r-1). Raise --deadlineSeconds.",
    );
    const facts = ({ kind, code, account, requestId }: TcssError): unknown => [
      kind,
      code,
      account,
      requestId,
    ];
    assert.deepEqual(facts(other), facts(error));
    assert.equal(error.summary, "endpoint is wrong");
  });

  it("keeps its wording when facts are added", () => {
    const placed = error.with({ endpoint: "https://x.example", account: undefined });
    assert.equal(
      placed.inWordsOf(OTHER).message,
      "--endpoint is wrong (endpoint https://x.example, request id r-1). Raise --deadlineSeconds.",
    );
    assert.equal(placed.endpoint, "https://x.example");
  });

  it("is the same where it names no setting", () => {
    const plain = new TcssError("refused", { kind: "api", nextStep: "Try again." }, { cause: error });
    assert.equal(plain.inWordsOf(OTHER).message, plain.message);
    assert.equal(plain.inWordsOf(OTHER).cause, error);
  });
});
