import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { problemsOfGateSettings } from "../../../../core/gate";
import { asTcssError, configLookup, noConfig, resolveConnection } from "../../../../core/internal";
import { PluginProvider } from "../../../../provider/plugin/PluginProvider";
import { getCoverage, getPurchaseState } from "../../../../sdk";
import { CheckedResource } from "../../../support/CheckedResource";

const VALUE = "hunter2hunter2";
const SECRET_ID = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE";
const ROLE = "qcs::cam::uin/1:roleName/r";

/** Arguments with a secret where none may stand: under many names, in other arguments' places, nested, as a key. */
const ARGUMENTS: [what: string, args: Record<string, unknown>][] = [
  ...["secretId", "SecretKey", "secret_key", "SECRET-KEY", "accessKey", "apiToken", "passwd", "sk", "x"].map(
    (name): [string, Record<string, unknown>] => [name, { [name]: VALUE }],
  ),
  ["credential", { credential: { secretId: VALUE, secretKey: VALUE } }],
  ["credentials", { credentials: [VALUE] }],
  ["endpoint with a user", { endpoint: `http://user:${VALUE}@127.0.0.1:9` }],
  ["endpoint with a query", { endpoint: `http://127.0.0.1:9/?token=${VALUE}` }],
  ["stsEndpoint with a path", { stsEndpoint: `http://127.0.0.1:9/${VALUE}` }],
  ["site", { site: VALUE }],
  ["protocol", { protocol: VALUE }],
  ["timeZone", { timeZone: VALUE }],
  ["domain", { domain: `https://${VALUE}` }],
  ["maxRetries", { maxRetries: VALUE }],
  ["deadlineSeconds", { deadlineSeconds: -4711471147 }],
  ["resolveAccountId", { resolveAccountId: VALUE }],
  ["allowedAccountIds", { allowedAccountIds: [VALUE] }],
  ["exempt", { exempt: VALUE }],
  ["a pattern of exempt", { exempt: [`${VALUE}:x`, `tag:${VALUE}`, `[${VALUE}`] }],
  ["assumeRole", { assumeRole: VALUE }],
  ["assumeRole.secretKey", { assumeRole: { roleArn: ROLE, secretKey: VALUE } }],
  ["assumeRole.roleArn", { assumeRole: { roleArn: { token: VALUE } } }],
  ["a SecretId as the account's name", { account: SECRET_ID }],
  ["a SecretId as profile", { profile: SECRET_ID }],
  ["a SecretId as external id", { assumeRole: { roleArn: ROLE, externalId: SECRET_ID } }],
  ["a SecretId as a name", { [SECRET_ID]: "x" }],
];

const SECRETS = new RegExp(`${VALUE}|${SECRET_ID}|4711471147`);

interface Failures {
  readonly failures: readonly { readonly property: string; readonly reason: string }[];
}

describe("a refused value", () => {
  const home = mkdtempSync(join(tmpdir(), "tcss-refused-"));
  const env = { HOME: home };

  /** Each form gives every text of the refusal that the user can see. */
  const forms: [form: string, refuse: (args: Record<string, unknown>) => unknown][] = [
    ["the dynamic resource", (args) => new CheckedResource(env).check({}, args)],
    ["the plugin's Check", (args) => new PluginProvider(env).check({}, args)],
    ["the plugin's CheckConfig", (args) => new PluginProvider(env).checkConfig(args).failures],
    ["the plugin's Configure", (args) => new PluginProvider(env).configure(args)],
    ["the plugin's function", (args) => new PluginProvider(env).getPurchaseState(args)],
    ["the plugin's function getCoverage", (args) => new PluginProvider(env).getCoverage(args)],
    ["the SDK's function", (args) => getPurchaseState(args)],
    ["the SDK's function getCoverage", (args) => getCoverage(args)],
    ["the gate's settings", (args) => problemsOfGateSettings({ accounts: [args], ...args })],
    [
      "the stack's configuration",
      (args) => {
        const texts = Object.entries(args).map(([key, value]): [string, string] => [
          `tcss:${key}`,
          typeof value === "string" ? value : JSON.stringify(value),
        ]);
        const config = new Map(texts);
        return resolveConnection({ config: configLookup((key) => config.get(key)), env });
      },
    ],
  ];
  // what the configuration may hold: the key, names, and what asks nobody
  const allowed: Readonly<Record<string, ReadonlySet<string>>> = {
    "the plugin's CheckConfig": new Set(["secretId"]),
    "the plugin's Configure": new Set(["secretId"]),
  };

  for (const [form, refuse] of forms)
    for (const [what, args] of ARGUMENTS)
      it(`is not repeated by ${form}: ${what}`, async () => {
        const said = await saidBy(() => refuse(args));
        const { failures } = (said ?? {}) as Partial<Failures>;
        for (const { property } of failures ?? []) assert.equal(property, "");
        const shown = JSON.stringify(failures ?? said) ?? "";
        if (form === "the stack's configuration" && !shown.includes("message")) return;
        if (allowed[form]?.has(what)) return;
        assert.ok(failures === undefined || failures.length > 0, "accepted");
        assert.doesNotMatch(shown, SECRETS);
      });

  it("is not repeated by the environment either", () => {
    for (const name of ["TCSS_ENDPOINT", "STS_ENDPOINT", "DOMAIN", "PROTOCOL"]) {
      const variable = `TENCENTCLOUD_${name}`;
      const value = `ftp://user:${VALUE}@h`;
      assert.throws(
        () => resolveConnection({ config: noConfig, env: { ...env, [variable]: value } }),
        (error) => {
          const { message, property } = asTcssError(error);
          assert.equal(property, variable);
          return !SECRETS.test(message);
        },
        variable,
      );
    }
  });
});

/** What `refuse` gives, or all that its error holds. */
async function saidBy(refuse: () => unknown): Promise<unknown> {
  try {
    return await refuse();
  } catch (thrown) {
    const { message, stack, ...facts } = thrown as Error;
    return { message, stack, facts };
  }
}
