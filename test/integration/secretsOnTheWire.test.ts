import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage, RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  asTcssError,
  configLookup,
  isUnavailability,
  type ResourceArgs,
  resolveConnection,
  type TcssError,
} from "../../core/internal";
import { readState } from "../support/readState";
import { type FaultServer, startServer } from "./support/faultServers";

const OWN = { secretId: "AKIDownOwnOwnOwn0123456789", secretKey: "ownKeyOwnKeyOwnKey0123456789" };
const TEMPORARY = {
  TmpSecretId: "AKIDtmpTmpTmpTmp0123456789",
  TmpSecretKey: "tmpKey+tmpKey/tmpKey0123456789=",
  Token: "tmpToken-tmpToken_tmpToken+tmpToken/0123456789",
};
const ROLE = {
  roleArn: "qcs::cam::uin/100000000001:roleName/reader",
  externalId: "external id of / the partner",
  policy: '{"version":"2.0","statement":[{"effect":"allow","action":"tcss:*","resource":"*"}]}',
};
const OIDC = `eyJhbGciOiJSUzI1NiJ9.${Buffer.from("the identity of a pod, which nobody may read").toString("base64url")}.c2lnbmF0dXJl`;
const LEAKS = /tmpKey|tmpToken|AKIDtmp|ownKey|AKIDown|external id of|"statement|eyJhbGciOiJSUzI1NiJ9\.dGhl/;

describe("secrets on the wire", () => {
  let server: FaultServer;
  let home: string;
  const asked: string[] = [];
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "tcss-wire-"));
    asked.length = 0;
  });
  afterEach(async () => {
    await server?.close();
    rmSync(home, { recursive: true });
  });

  async function serve(
    answer: (action: string, body: string, request: IncomingMessage) => string | [number, string],
  ): Promise<void> {
    const listener: RequestListener = async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      const action = String(request.headers["x-tc-action"] ?? request.url);
      asked.push(action);
      const answered = answer(action, body, request);
      const [status, text] = typeof answered === "string" ? [200, answered] : answered;
      response.writeHead(status, { "Content-Type": "application/json" }).end(text);
    };
    server = await startServer(listener);
  }

  async function failureOf(
    env: Record<string, string>,
    args: ResourceArgs = {},
    config: Record<string, string> = {},
  ): Promise<TcssError> {
    try {
      const connection = resolveConnection({
        args: { maxRetries: 0, ...args },
        config: configLookup((key) => config[key]),
        env: {
          HOME: home,
          TENCENTCLOUD_TCSS_ENDPOINT: server.endpoint,
          TENCENTCLOUD_STS_ENDPOINT: server.endpoint,
          TENCENTCLOUD_METADATA_ENDPOINT: server.endpoint,
          ...env,
        },
      });
      await readState(connection);
    } catch (error) {
      return asTcssError(error);
    }
    return assert.fail("it was read");
  }

  const KEYS = { TENCENTCLOUD_SECRET_ID: OWN.secretId, TENCENTCLOUD_SECRET_KEY: OWN.secretKey };

  describe("a reply of STS", () => {
    const whole = { Credentials: TEMPORARY, ExpiredTime: 4102444800 };
    const bodies: readonly [what: string, answer: string | [number, string]][] = [
      ["without Response", JSON.stringify(whole)],
      ["with a Response that is a list", JSON.stringify({ Response: [whole] })],
      ["in another case", JSON.stringify({ response: whole })],
      ["that is not JSON", `x=${new URLSearchParams(TEMPORARY)}`],
      ["that is cut", JSON.stringify({ Response: whole }).slice(0, -5)],
      ["with HTTP 500", [500, JSON.stringify({ Response: whole })]],
      ["with HTTP 403", [403, JSON.stringify(whole)]],
      ["with HTTP 302", [302, JSON.stringify(whole)]],
      ["that is too large", JSON.stringify({ Response: { ...whole, more: "x".repeat(1_100_000) } })],
      ["whose token is a number", JSON.stringify({ Response: { Credentials: { ...TEMPORARY, Token: 1 } } })],
      [
        "with an error that repeats it",
        JSON.stringify({
          Response: {
            ...whole,
            Error: { Code: "InternalError.Of", Message: `cannot hand out ${JSON.stringify(TEMPORARY)}` },
          },
        }),
      ],
      [
        "with an error whose code is the key",
        JSON.stringify({
          Response: { ...whole, RequestId: TEMPORARY.Token, Error: { Code: TEMPORARY.TmpSecretKey } },
        }),
      ],
    ];
    for (const [what, answer] of bodies)
      it(`${what} is not repeated`, async () => {
        await serve(() => answer);
        const error = await failureOf(KEYS, { assumeRole: ROLE });
        assert.ok(["reply", "api"].includes(error.kind), error.message);
        assert.doesNotMatch(error.message + JSON.stringify(error), LEAKS);
        assert.doesNotMatch(error.message, /body begins/);
        assert.deepEqual(asked, ["AssumeRole"]);
      });
  });

  const echoes: readonly [what: string, form: (text: string) => string][] = [
    ["as it is", (text) => text],
    ["as JSON in JSON", (text) => JSON.stringify(text)],
    ["percent-encoded", encodeURIComponent],
    ["in base64", (text) => Buffer.from(text).toString("base64")],
    ["in part", (text) => text.slice(0, 60)],
  ];
  for (const [what, form] of echoes) {
    const error = (secrets: readonly string[]): string =>
      JSON.stringify({
        Response: {
          Error: { Code: "InvalidParameter.Value", Message: `bad: ${secrets.map(form).join(" and ")}` },
          RequestId: "r",
        },
      });
    const base64 = [OIDC, ROLE.externalId, TEMPORARY.Token].map((text) =>
      Buffer.from(text).toString("base64").slice(4, 30),
    );
    const assertSilent = ({ message }: TcssError): void => {
      assert.match(message, /bad: "?(\\")?\[secret\]/);
      assert.doesNotMatch(message, LEAKS);
      for (const text of base64) assert.equal(message.includes(text), false, message);
    };

    it(`what STS is sent for a role is redacted in its errors: ${what}`, async () => {
      await serve(() => error([ROLE.externalId, ROLE.policy, OWN.secretKey]));
      assertSilent(await failureOf(KEYS, { assumeRole: ROLE }));
    });

    it(`a pod's identity token is redacted in the errors of STS: ${what}`, async () => {
      await serve(() => error([OIDC]));
      const file = join(home, "token");
      writeFileSync(file, `${OIDC}\n`);
      const tke = {
        TKE_REGION: "ap-guangzhou",
        TKE_PROVIDER_ID: "oidc",
        TKE_WEB_IDENTITY_TOKEN_FILE: file,
        TKE_ROLE_ARN: ROLE.roleArn,
      };
      assertSilent(await failureOf(tke));
      assert.deepEqual(asked, ["AssumeRoleWithWebIdentity"]);
    });

    it(`what STS has handed out is redacted in the errors of TCSS: ${what}`, async () => {
      await serve((action) =>
        action === "AssumeRole"
          ? JSON.stringify({ Response: { Credentials: TEMPORARY, ExpiredTime: 4102444800 } })
          : error([TEMPORARY.Token, TEMPORARY.TmpSecretKey, OWN.secretKey]),
      );
      assertSilent(await failureOf(KEYS, { assumeRole: ROLE }));
      assert.deepEqual(asked, ["AssumeRole", "DescribePurchaseStateInfo"]);
    });
  }

  describe("the metadata service", () => {
    const reply = { Code: "Success", ExpiredTime: 4102444800, ...TEMPORARY };
    const cases: readonly [what: string, list: string, role: string | [number, string]][] = [
      ["lists its keys instead of a role", JSON.stringify(reply), JSON.stringify(reply)],
      ["answers without a token", "reader", JSON.stringify({ ...reply, Token: undefined })],
      ["answers what is not JSON", "reader", `x ${new URLSearchParams(TEMPORARY)}`],
      [
        "answers with its key as the code",
        "reader",
        JSON.stringify({ ...reply, Code: TEMPORARY.TmpSecretKey }),
      ],
      ["answers with HTTP 500", "reader", [500, JSON.stringify(reply)]],
      ["answers too much", "reader", JSON.stringify({ ...reply, more: "x".repeat(70_000) })],
      ["lists too much", "reader\n".repeat(20_000), ""],
      ["lists HTML", "<!DOCTYPE html><title>Sign in</title>", ""],
    ];
    for (const [what, list, role] of cases)
      it(`${what}: an error of the credentials, without them`, async () => {
        await serve((path) => (path.endsWith("/security-credentials/") ? list : role));
        const error = await failureOf({});
        assert.equal(error.kind, "credentials");
        assert.match(error.message, /^the credentials from CVM role cannot be used: /);
        assert.doesNotMatch(error.message, LEAKS);
        if (what.endsWith("too much")) assert.match(error.message, /reply is larger than 64 KiB/);
      });

    it("is asked directly, whatever proxies are set", async () => {
      await serve((path) =>
        path.endsWith("/security-credentials/") ? "reader" : JSON.stringify({ Code: "Gone" }),
      );
      const [before, all] = [process.env["HTTP_PROXY"], process.env["ALL_PROXY"]];
      Object.assign(process.env, {
        HTTP_PROXY: "http://proxy.invalid:1",
        ALL_PROXY: "http://proxy.invalid:1",
      });
      try {
        // not loopback, which is direct anyhow, but a name: that it cannot be resolved is said without the proxy's
        const error = await failureOf({ TENCENTCLOUD_METADATA_ENDPOINT: "http://metadata.invalid" });
        assert.match(error.message, /CVM role: no metadata service answers/);
        assert.match((await failureOf({})).message, /the metadata service answered Gone/);
      } finally {
        for (const [name, value] of [
          ["HTTP_PROXY", before],
          ["ALL_PROXY", all],
        ] as const)
          if (value === undefined) delete process.env[name];
          else process.env[name] = value;
      }
    });

    for (const endpoint of ["metadata", "ftp://metadata.test", "http://", "http://u:pw@metadata.test"])
      it(`at ${endpoint} is refused, not passed over`, async () => {
        await serve(() => "");
        const error = await failureOf({ TENCENTCLOUD_METADATA_ENDPOINT: endpoint });
        assert.match(error.message, /TENCENTCLOUD_METADATA_ENDPOINT is not a URL/);
        assert.deepEqual(asked, []);
      });
  });

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
          const file = join(home, ".tccli", "prod.credential");
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
