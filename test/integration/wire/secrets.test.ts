import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TcssError } from "../../../core/internal";
import { KEYS, OWN, ROLE, TEMPORARY, useWire } from "./bed";

const OIDC = `eyJhbGciOiJSUzI1NiJ9.${Buffer.from("the identity of a pod, which nobody may read").toString("base64url")}.c2lnbmF0dXJl`;

const LEAKS = /tmpKey|tmpToken|AKIDtmp|ownKey|AKIDown|external id of|"statement|eyJhbGciOiJSUzI1NiJ9\.dGhl/;

describe("secrets on the wire", () => {
  const bed = useWire();
  const { serve, failureOf, asked } = bed;

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
      const file = join(bed.home, "token");
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
});
