import assert from "node:assert/strict";
import { TcssError } from "../../../../core/base/errors";
import { keepSecrets, redact, redactQuoted, secretsWithin } from "../../../../core/base/redact";

const TOKEN = "7Tg+ab/Cd=Xyz_0123456789QWERTYuiop";
const POLICY =
  '{"version":"2.0","statement":[{"effect":"allow","action":["tcss:DescribePurchaseStateInfo"],"resource":"*"}]}';

const units = (text: string): number[] =>
  Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
const hex = (text: string): string => Buffer.from(text).toString("hex");

/** How a server may write what it was sent. */
const FORMS: readonly [name: string, form: (text: string) => string][] = [
  ["as it is", (text) => text],
  ["in small letters", (text) => text.toLowerCase()],
  ["as JSON", (text) => JSON.stringify(text)],
  ["as JSON in JSON", (text) => JSON.stringify(JSON.stringify(text))],
  ["percent-encoded", encodeURIComponent],
  ["percent-encoded in small letters", (text) => encodeURIComponent(text).toLowerCase()],
  ["percent-encoded twice", (text) => encodeURIComponent(encodeURIComponent(text))],
  ["percent-encoded in JSON", (text) => JSON.stringify(encodeURIComponent(text))],
  ["percent-encoded byte by byte", (text) => hex(text).replace(/../g, "%$&")],
  ["as a form", (text) => new URLSearchParams({ x: text }).toString().slice(2)],
  [
    "as \\u escapes",
    (text) =>
      units(text)
        .map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`)
        .join(""),
  ],
  [
    "as \\x escapes",
    (text) =>
      units(text)
        .map((unit) => `\\x${unit.toString(16)}`)
        .join(""),
  ],
  [
    "as \\u{} escapes",
    (text) =>
      units(text)
        .map((unit) => `\\u{${unit.toString(16)}}`)
        .join(""),
  ],
  ["as HTML", (text) => text.replace(/[^a-z0-9]/gi, (char) => `&#${char.charCodeAt(0)};`)],
  [
    "as HTML in hexadecimal",
    (text) => text.replace(/./g, (char) => `&#x${char.charCodeAt(0).toString(16)};`),
  ],
  ["as HTML by names", (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;")],
  ["in base64", (text) => Buffer.from(text).toString("base64")],
  ["in base64 behind one byte", (text) => Buffer.from(`a${text}z`).toString("base64")],
  ["in base64 behind two bytes", (text) => Buffer.from(`ab${text}yz`).toString("base64")],
  ["in base64 for URLs", (text) => Buffer.from(`user:${text}`).toString("base64url")],
  ["in hexadecimal", (text) => hex(text).toUpperCase()],
  ["over several lines", (text) => text.replace(/.{7}/g, "$&\r\n  ")],
  ["with invisible characters", (text) => text.replace(/.{5}/g, "$&\u200b")],
  ["with blanks for its plus signs", (text) => text.replaceAll("+", " ")],
];

describe("redaction", () => {
  for (const [what, secret] of [
    ["a token", TOKEN],
    ["a policy", POLICY],
  ] as const)
    for (const [name, form] of FORMS)
      it(`finds ${what} ${name}`, () => {
        const shown = redact(`before ${form(secret)} after`, [secret]);
        assert.match(shown, /^before "?(\\")?[\w+/-]{0,8}\[secret\][\w+/=-]{0,8}(\\")?"? after$/);
      });

  for (const part of [TOKEN.slice(0, 20), TOKEN.slice(5, 25), TOKEN.slice(-16)])
    it(`finds a part of a token: ${part}`, () => {
      assert.equal(redact(`before ${part}… after`, [TOKEN]), "before [secret]… after");
    });

  it("finds a token that the limit of a quotation has cut", () => {
    assert.equal(redact(`x ${JSON.stringify(POLICY + POLICY).slice(0, 90)}`, [POLICY]), 'x "[secret]');
  });

  it("leaves words that a policy is made of", () => {
    const text = "You are not allowed to tcss:DescribePurchaseStateInfo on resource *";
    assert.equal(redact(text, [POLICY, TOKEN]), text);
  });

  it("replaces a short secret in quotations as a whole word alone, and never in our own sentences", () => {
    keepSecrets("ext-1");
    assert.equal(
      redactQuoted("ext-1, next-1, ext-11 and (ext-1)"),
      "[secret], next-1, ext-11 and ([secret])",
    );
    assert.equal(new TcssError("ext-1 is here", { kind: "api" }).summary, "ext-1 is here");
  });

  it("keeps every TcssError free of what is kept in mind, no matter who makes it", () => {
    const secret = "aSecretThatWasReceived0123456789";
    keepSecrets(secret);
    const error = new TcssError(`got ${secret}`, {
      kind: "api",
      code: `Code.${secret}`,
      requestId: encodeURIComponent(`${secret}/`),
      nextStep: (words) => `${words.setting("region")} ${Buffer.from(secret).toString("base64")}`,
    });
    for (const each of [error, error.adding(` ${secret}`), error.with({ account: "prod" })])
      assert.doesNotMatch(
        JSON.stringify(each) + each.message + each.stack?.split("\n")[0],
        /aSecretThat|YVNlY3Jld/,
      );
    assert.match(error.message, /^got \[secret\] \(request id \[secret\]/);
  });

  it("takes the secrets of what is sent and received by the names of their members", () => {
    const found = secretsWithin({
      Credentials: { TmpSecretId: "a1", TmpSecretKey: "b2", Token: "c3" },
      list: [{ WebIdentityToken: "d4", ExternalId: "e5" }],
      Policy: "%7B%7D",
      DefendPolicy: "Part",
      RoleArn: "r",
      SecretCount: 3,
    });
    assert.deepEqual(found.sort(), ["%7B%7D", "a1", "b2", "c3", "d4", "e5", "{}"]);
  });

  it("takes them from a reply that is nested as deep as a reply can be", () => {
    let value: unknown = { Token: "deep" };
    for (let depth = 0; depth < 100_000; depth += 1) value = [value];
    assert.deepEqual(secretsWithin(value), ["deep"]);
  });
});
