import assert from "node:assert/strict";
import fc from "fast-check";
import {
  asTcssError,
  configurationError,
  redact,
  statementOf,
  TcssError,
  type TcssErrorDetails,
} from "../../../../core/base/errors";
import { PULUMI_WORDS } from "../../../../core/base/vocabulary";

describe("TcssError", () => {
  const cases: [why: string, summary: string, details: Omit<TcssErrorDetails, "kind">, message: string][] = [
    ["what happened alone", "no answer came", {}, "no answer came."],
    ["the account", "no answer came", { account: "prod" }, "no answer came (account prod)."],
    [
      "account, endpoint and request id, in this order",
      "refused",
      { requestId: "r-1", endpoint: "https://x.example", account: "prod" },
      "refused (account prod, endpoint https://x.example, request id r-1).",
    ],
    [
      "the next step last",
      "refused",
      { requestId: "r-1", nextStep: "Try again" },
      "refused (request id r-1). Try again.",
    ],
    ["sentences that already end as they are", "Really?", { nextStep: "Yes!" }, "Really? Yes!"],
    [
      "no code, status or property, which the summary names where they matter",
      "refused",
      { code: "X", httpStatus: 500, property: "site" },
      "refused.",
    ],
  ];
  for (const [why, summary, details, message] of cases)
    it(`says ${why}`, () =>
      assert.equal(new TcssError(summary, { kind: "api", ...details }).message, message));

  it("keeps the facts for programs, absent ones as undefined", () => {
    const details = {
      kind: "api",
      code: "AuthFailure",
      requestId: "r-1",
      account: "prod",
      endpoint: "https://x.example",
      httpStatus: 200,
      property: "site",
      nextStep: "Do this.",
    } as const;
    const cause = new Error("cause");
    const error = new TcssError("refused", details, { cause });
    assert.deepEqual({ ...error }, { ...details, name: "TcssError", summary: "refused" });
    assert.equal(error.cause, cause);
    assert.ok(error instanceof Error);
    const bare = new TcssError("refused", { kind: "network" });
    assert.deepEqual(
      Object.entries(bare)
        .filter(([, value]) => value !== undefined)
        .sort(),
      [
        ["kind", "network"],
        ["name", "TcssError"],
        ["summary", "refused"],
      ],
    );
  });
});

describe("the facts of a TcssError", () => {
  it("are data that JSON can hold, without what is unknown", () => {
    const error = new TcssError("refused", {
      kind: "api",
      code: "X",
      account: "prod",
      endpoint: "https://x.example",
      nextStep: "Ask again",
    });
    const facts = {
      kind: "api",
      summary: "refused",
      code: "X",
      account: "prod",
      endpoint: "https://x.example",
      nextStep: "Ask again.",
    };
    assert.deepEqual(error.facts, facts);
    assert.deepEqual(JSON.parse(JSON.stringify(error.facts)), facts);
  });

  it("make the sentence of what happened, and where", () =>
    assert.equal(
      statementOf({ summary: "refused", account: "prod", endpoint: "https://x.example", requestId: "r-1" }),
      "refused (account prod, endpoint https://x.example, request id r-1).",
    ));
});

describe("an error with more advice", () => {
  const advised = (nextStep: string | undefined): string =>
    new TcssError("refused", { kind: "api", nextStep }).advising("Read the manual.").message;

  it("has it behind its next step, as a sentence of its own", () => {
    assert.equal(advised("Ask again"), "refused. Ask again. Read the manual.");
    assert.equal(advised("Ask again!"), "refused. Ask again! Read the manual.");
    assert.equal(advised(undefined), "refused. Read the manual.");
  });

  it("keeps the words of its next step, its facts and its cause", () => {
    const cause = new Error("x");
    const error = new TcssError(
      "refused",
      { kind: "api", code: "X", nextStep: ({ setting }) => `Raise ${setting("a")}` },
      { cause },
    ).advising("Or wait.");
    assert.equal(error.nextStep, "Raise tcss:a. Or wait.");
    const other = error.inWordsOf({ ...PULUMI_WORDS, setting: (key) => `--${key}` });
    assert.equal(other.nextStep, "Raise --a. Or wait.");
    assert.deepEqual([other.code, other.cause], ["X", cause]);
  });
});

describe("configurationError", () => {
  it("names the property", () => {
    const error = configurationError("tcss:site", "tcss:site is wrong", "Correct it.");
    assert.equal(error.kind, "configuration");
    assert.equal(error.property, "tcss:site");
    assert.equal(error.message, "tcss:site is wrong. Correct it.");
    assert.equal(configurationError("a", "a is wrong").message, "a is wrong.");
  });
});

describe("asTcssError", () => {
  it("hands on what is one already", () => {
    const error = new TcssError("x", { kind: "network" });
    assert.equal(asTcssError(error, { kind: "api" }), error);
  });

  const cases: [thrown: unknown, message: string][] = [
    [new TypeError("x is not\n  a function"), "unexpected failure: x is not a function."],
    [new RangeError(""), "unexpected failure: RangeError."],
    ["a text", "unexpected failure: a text."],
    [undefined, "unexpected failure: undefined."],
    [Symbol("s"), "unexpected failure: Symbol(s)."],
  ];
  for (const [thrown, message] of cases)
    it(`says "${message}"`, () => {
      const error = asTcssError(thrown);
      assert.equal(error.message, message);
      assert.equal(error.kind, "internal");
      assert.equal(error.cause, thrown);
    });

  it("takes the facts that the caller knows", () => {
    const error = asTcssError(new Error("x"), { kind: "configuration", account: "prod" });
    assert.equal(error.kind, "configuration");
    assert.equal(error.message, "unexpected failure: x (account prod).");
  });
});

describe("redact", () => {
  const cases: [text: string, secrets: (string | undefined)[], shown: string][] = [
    ["key s3cret and s3cret", ["s3cret"], "key [secret] and [secret]"],
    ["key-id and key-id-2", ["key-id", "key-id-2"], "[secret] and [secret]"],
    ["abc.ef abcdef", ["abc.ef"], "[secret] abcdef"],
    ["$& remains", ["remains"], "$& [secret]"],
    [
      "five is too short, six is not: 12345 123456",
      ["12345", "123456"],
      "five is too short, six is not: 12345 [secret]",
    ],
    ["nothing", [undefined, ""], "nothing"],
    ["nothing", [], "nothing"],
  ];
  for (const [text, secrets, shown] of cases)
    it(`makes ${JSON.stringify(text)} ${JSON.stringify(shown)}`, () =>
      assert.equal(redact(text, secrets), shown));

  it("does not change the list it is given", () => {
    const secrets = ["a", "bbb"];
    redact("abbb", secrets);
    assert.deepEqual(secrets, ["a", "bbb"]);
  });

  it("leaves none of the secrets, wherever they stood (property)", () => {
    const hex = fc.stringMatching(/^[0-9A-F]{6,12}$/);
    fc.assert(
      fc.property(fc.array(hex, { minLength: 1 }), fc.array(fc.string()), (secrets, parts) => {
        const text = parts.flatMap((part, index) => [part, secrets[index % secrets.length]]).join(" ");
        for (const secret of secrets) assert.equal(redact(text, secrets).includes(secret), false);
      }),
    );
  });
});
