import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isUnavailability, type TcssError } from "../../../core/internal";
import { KEYS, OWN, ROLE, TEMPORARY, useWire } from "./bed";

describe("secrets on the wire", () => {
  const bed = useWire();
  const { failureOf, serve, asked } = bed;

  describe("what no header can carry", () => {
    const BAD: readonly [what: string, (value: string) => string, problem: RegExp][] = [
      [
        "a zero-width space",
        (value) => `${value.slice(0, 4)}\u200b${value.slice(4)}`,
        /invisible character \(U\+200B, at character 5\)/,
      ],
      [
        "a line break",
        (value) => `${value.slice(0, 6)}\n${value.slice(6)}`,
        /line break \(U\+000A, at character 7\)/,
      ],
      ["a carriage return", (value) => `${value.slice(0, 6)}\r${value.slice(6)}`, /line break \(U\+000D/],
      ["a blank", (value) => `${value.slice(0, 6)} ${value.slice(6)}`, /a blank \(U\+0020/],
      ["a no-break space", (value) => `${value.slice(0, 6)}\u00a0${value.slice(6)}`, /a blank \(U\+00A0/],
      ["a letter beyond ASCII", (value) => `${value}é`, /a character that no key has \(U\+00E9/],
      [
        "a Chinese letter",
        (value) => `密${value}`,
        /a character that no key has \(U\+5BC6, at character 1\)/,
      ],
      [
        "a control character",
        (value) => `${value.slice(0, 6)}\u0001${value.slice(6)}`,
        /a control character \(U\+0001/,
      ],
      ["an emoji", (value) => `${value}😀`, /a character that no key has \(U\+1F600/],
      ["a final word joiner", (value) => `${value}\u2060`, /an invisible character \(U\+2060/],
    ];

    /** The three parts, as each source gets them. */
    type Parts = readonly [id: string, key: string, token: string];
    const SOURCES: readonly [name: string, source: RegExp, ask: (parts: Parts) => Promise<TcssError>][] = [
      [
        "the environment",
        /the credentials from environment/,
        ([id, key, token]) =>
          failureOf({
            TENCENTCLOUD_SECRET_ID: id,
            TENCENTCLOUD_SECRET_KEY: key,
            TENCENTCLOUD_SECURITY_TOKEN: token,
          }),
      ],
      [
        "Pulumi's configuration",
        /the credentials from Pulumi configuration/,
        ([id, key, token]) =>
          failureOf({}, {}, { "tcss:secretId": id, "tcss:secretKey": key, "tcss:securityToken": token }),
      ],
      [
        "a tccli profile",
        /the credentials from tccli profile prod/,
        ([secretId, secretKey, token]) => {
          const file = join(bed.home, ".tccli", "prod.credential");
          mkdirSync(dirname(file), { recursive: true });
          writeFileSync(file, JSON.stringify({ secretId, secretKey, token }));
          return failureOf({}, { profile: "prod" });
        },
      ],
    ];
    for (const [name, source, ask] of SOURCES)
      for (const [what, spoil, problem] of BAD)
        for (const part of [0, 1, 2])
          it(`${what} in part ${part + 1} of the key from ${name}: nothing is sent`, async () => {
            await serve(() => "{}");
            const right = [OWN.secretId, OWN.secretKey, "aTokenOfTheTest0123456789"];
            const parts = right.map((value, index) =>
              index === part ? spoil(value) : value,
            ) as unknown as Parts;
            const error = await ask(parts);
            assert.equal(error.kind, "credentials");
            assert.equal(isUnavailability(error), false);
            assert.match(error.message, source);
            assert.match(error.message, problem);
            assert.doesNotMatch(error.message, /AKIDown|AKID|ownKey|aTokenOf/);
            assert.deepEqual(asked, []);
          });

    for (const [what, spoil, problem] of BAD)
      it(`${what} in what STS hands out: TCSS is not asked`, async () => {
        const Credentials = { ...TEMPORARY, Token: spoil(TEMPORARY.Token) };
        await serve(() => JSON.stringify({ Response: { Credentials } }));
        const error = await failureOf(KEYS, { assumeRole: ROLE });
        assert.equal(error.kind, "credentials");
        assert.match(error.message, /^the credentials from STS cannot be used: the session token holds/);
        assert.match(error.message, problem);
        assert.deepEqual(asked, ["AssumeRole"]);
      });

    for (const [what, spoil, problem] of BAD)
      it(`${what} in what the metadata service hands out: TCSS is not asked`, async () => {
        const role = { ...TEMPORARY, TmpSecretId: spoil(TEMPORARY.TmpSecretId) };
        await serve((path) => (path.endsWith("/security-credentials/") ? "reader" : JSON.stringify(role)));
        const error = await failureOf({});
        assert.equal(error.kind, "credentials");
        assert.match(error.message, /^the credentials from CVM role cannot be used: the SecretId holds/);
        assert.match(error.message, problem);
        assert.equal(asked.includes("DescribePurchaseStateInfo"), false);
      });

    for (const region of [
      "ap-guang\u200bzhou",
      "ap\nguangzhou",
      "ap-guangzhou\r",
      " ",
      "广州",
      "ap guangzhou",
      "ap-guangzhou ",
    ]) {
      const places: readonly [name: RegExp, ask: () => Promise<TcssError>][] = [
        [
          /^TENCENTCLOUD_REGION must be the name of a region/,
          () => failureOf({ ...KEYS, TENCENTCLOUD_REGION: region }),
        ],
        [/^tcss:region must be the name of a region/, () => failureOf(KEYS, {}, { "tcss:region": region })],
        [/^region must be the name of a region/, () => failureOf(KEYS, { region })],
      ];
      for (const [name, ask] of places)
        it(`the region ${JSON.stringify(region)} is refused: ${name.source}`, async () => {
          await serve(() => "{}");
          const error = await ask();
          assert.equal(error.kind, "configuration");
          assert.match(error.message, name);
          assert.deepEqual(asked, []);
        });
    }
  });
});
