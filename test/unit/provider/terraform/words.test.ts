// Every message that a Terraform user can meet: in Terraform's words, whatever went wrong.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ExtData } from "@msgpack/msgpack";
import { FUNCTIONS, FunctionError } from "../../../../provider/terraform/functions";
import { snake } from "../../../../provider/terraform/names";
import { DATA_SOURCES, SELECTORS, type Shape } from "../../../../provider/terraform/shapes";
import type { TerraformProvider } from "../../../../provider/terraform/TerraformProvider";
import { type ApiServer, startApiServer } from "../../support/apiServer";
import { answerAssets, clusterItem, hostItem, refuseAssets } from "../../support/coverages";
import { EXAMPLE } from "../../support/replies";
import { config, dynamic, providerIn } from "./support";

const KEY = { secret_id: "AKIDunittestunittest", secret_key: "unit-test-secret-key" };
const NOW = new Date("2024-10-01T00:00:00Z");
const unknown = new ExtData(0, Uint8Array.of(0));

/** What Pulumi's users read: keys of its configuration, its commands, its stacks. */
const OF_PULUMI = /\btcss:[a-z]|[Pp]ulumi|stack's|--policy-pack-config|policy pack/;
const CAMEL = /(?<![\w/])[a-z]+[A-Z]\w*/g;

/** The file of settings is the same for all tools, and so are its names; `tccli` has its own. */
function withoutFiles(text: string, folder: string): string {
  return text
    .replace(/[\w.]+ in tcss\.gate\.yaml/g, "")
    .replace(/rules: \{.*?\} in tcss\.gate\.yaml/g, "")
    .replace(/the gate's settings in .*? are wrong: .*/g, "")
    .replace(
      /^([\w., -]+ in )?(the arguments of data "tcss_gate" with )?\S+tcss\.gate\.yaml (is|are) not used.*/g,
      "",
    )
    .replaceAll(folder, "FOLDER")
    .replace(/holds neither secretId nor secretKey|\bsecret(Id|Key) in \S+\.credential/g, "");
}

describe("what a Terraform user reads", () => {
  let api: ApiServer;
  let folder: string;
  let texts: string[];
  beforeEach(async () => {
    api = await startApiServer();
    folder = mkdtempSync(join(tmpdir(), "tcss-words-"));
    texts = [];
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await api.close();
  });

  /** Takes every text in what the provider says. */
  function heard(value: unknown): void {
    if (typeof value === "string") texts.push(value);
    else if (Array.isArray(value)) value.forEach(heard);
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(heard);
  }

  /** @param expected a piece of each message that the test means to meet. */
  function assertInTerms(...expected: readonly RegExp[]): void {
    for (const pattern of expected)
      assert.ok(
        texts.some((text) => pattern.test(text)),
        `no message is like ${pattern}`,
      );
    for (const text of texts) {
      assert.doesNotMatch(text, OF_PULUMI);
      assert.deepEqual(withoutFiles(text, folder).match(CAMEL), null, text);
      assert.doesNotMatch(text, /unit-test-secret-key/);
    }
  }

  function provider(
    block: Record<string, unknown> = {},
    env: Record<string, string> = {},
  ): TerraformProvider {
    const started = providerIn(folder, env, () => NOW);
    heard(started.configure(config({ ...KEY, endpoint: api.endpoint, max_retries: 0, ...block })));
    return started;
  }

  async function reads(
    from: TerraformProvider,
    values: Record<string, unknown> = {},
    names: readonly string[] = Object.keys(DATA_SOURCES),
  ): Promise<void> {
    for (const name of names) {
      const { state, diagnostics } = await from.read(name, config(values));
      heard(diagnostics);
      const { summary, findings } = state ?? {};
      heard([summary, findings]);
    }
  }

  const gates = (from: TerraformProvider, values: Record<string, unknown> = {}): Promise<void> =>
    reads(from, values, ["tcss_gate"]);

  it("of wrong arguments, in the provider block and in data sources", () => {
    const wrong = (shape: Shape): unknown[] =>
      typeof shape === "string"
        ? ["", " ", "AKIDabcdefghijklmnop", "x y", -1, 1e9, 0.5, Number.NaN, true]
        : "list" in shape
          ? [[], ["1", "1"], ["x"], [""]]
          : [{}, { role_arn: "" }, { role_arn: "AKIDabcdefghijklmnop", session_duration: 1, policy: "{" }];
    const from = providerIn(folder);
    for (const [name, shape] of Object.entries(SELECTORS))
      for (const value of wrong(shape)) {
        heard(from.validateProvider(config({ [snake(name)]: value })));
        for (const source of Object.keys(DATA_SOURCES))
          heard(from.validateDataSource(source, config({ [snake(name)]: value })));
      }
    heard(from.validateProvider(config({ secret_id: "x", profile: "p", cam_role_name: "r" })));
    heard(from.validateProvider(config({ security_token: "" })));
    heard(from.validateDataSource("tcss_nothing", config()));
    heard(from.validateDataSource("tcss_gate", config({ timeouts: { read: "soon" }, deadline_seconds: 1 })));
    assertInTerms(/assume_role\.role_arn/, /is a secret, and arguments are kept in Terraform's state/);
  });

  it("of wrong settings of the gate", () => {
    const from = providerIn(folder);
    for (const [name, values] of Object.entries({
      rules: [7, { "no-undefended-core": "advisory" }, { "no-undefended-cores": { max_undefended_core: 1 } }],
      waivers: [
        [{ rule: "x", reason: ".", expires: "soon", scop: {} }],
        [{ rule: "TCSS002", scope: { stak: "a" } }],
      ],
      accounts: [
        [{ account: "a", assume_role: { role_arn: "r", session_durations: 1 }, secret_key: "x" }],
        [{}],
      ],
      protects: [[{ stack: "a//b" }], [{ stack: "x", live: false }]],
      assets: [{ exempt: ["host:"], must_be_defendet: [] }, { exempt: [1] }],
    }))
      for (const value of values)
        heard(from.validateDataSource("tcss_gate", config({ [name]: dynamic(value) })));
    assertInTerms(
      /max_undefended_core is unknown\. Valid names: enforcement_level, max_undefended_cores\. Did you mean max_undefended_cores\?/,
      /Valid names: exempt, must_be_defended\. Did you mean must_be_defended\?/,
      /session_durations is unknown\. Valid names: role_arn/,
    );
  });

  it("of credentials that are missing or broken", async () => {
    const blank = { secret_id: null, secret_key: null };
    await reads(provider(blank));
    for (const env of [
      { TENCENTCLOUD_SECRET_ID: "AKIDx" },
      { TENCENTCLOUD_SECRETID: "AKIDx" },
      { TENCENTCLOUD_PROFILE: "nobody" },
      { TENCENTCLOUD_ASSUME_ROLE_ARN: "x", TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION: "1" },
      { TENCENTCLOUD_CAM_ROLE_NAME: "role" },
      { TCSS_DEADLINE_SECONDS: "3" },
      { TCSS_ALLOWED_ACCOUNT_IDS: "1" },
      { TCSS_GATE_CONFIGS: "x.yaml" },
      { TKE_ROLE_ARN: "x" },
      { HTTPS_PROXY: "nowhere" },
    ])
      await reads(provider(blank, env as Record<string, string>));
    mkdirSync(join(folder, ".tccli"));
    for (const [index, text] of ["{", "{}", '{"secretId":"AKIDx"}', "[]", '{"type":"sso"}'].entries()) {
      writeFileSync(join(folder, `.tccli/p${index}.credential`), text);
      await reads(provider(blank), { profile: `p${index}` });
    }
    await reads(provider(blank), { profile: "nobody" });
    await reads(provider(blank), { cam_role_name: "role" });
    await reads(provider({ profile: "nobody", ...blank }), { shared_credentials_dir: "/nowhere" });
    assertInTerms(/provider configuration: secret_id and secret_key are not set/, /TCSS000/);
  });

  it("of an account that refuses, is another one, or cannot be reached", async () => {
    for (const Code of [
      "AuthFailure.SignatureFailure",
      "AuthFailure.SecretIdNotFound",
      "AuthFailure.SignatureExpire",
      "AuthFailure.TokenFailure",
      "AuthFailure.UnauthorizedOperation",
      "UnauthorizedOperation",
      "InvalidParameterValue",
      "UnsupportedRegion",
      "RequestLimitExceeded",
      "InternalError",
      "ResourceNotFound",
      "NoSuchCode",
    ]) {
      api.answer({ Error: { Code, Message: "no" }, RequestId: "r-1" });
      await reads(provider({ region: "ap-nowhere" }));
      await reads(
        provider({ sts_endpoint: api.endpoint, assume_role: { role_arn: "qcs::cam::uin/1:roleName/x" } }),
      );
      await reads(provider({ sts_endpoint: api.endpoint, allowed_account_ids: ["1"] }));
    }
    for (const [status, body] of [
      [500, "x"],
      [404, "<html>"],
      [302, ""],
      [200, "<html>"],
      [200, "{}"],
      [200, '{"Response":{}}'],
    ] as const) {
      api.answerStatus(status, body);
      await reads(provider());
    }
    api.answerStatus(200, JSON.stringify({ Response: EXAMPLE }));
    api.answerTo("GetCallerIdentity", {
      AccountId: "2",
      Arn: "a",
      UserId: "u",
      PrincipalId: "p",
      Type: "CAMUser",
      RequestId: "r",
    });
    await reads(provider({ sts_endpoint: api.endpoint, allowed_account_ids: ["1"] }));
    await reads(provider({ sts_endpoint: api.endpoint, forbidden_account_ids: ["2"] }));
    await reads(provider({ endpoint: "http://127.0.0.1:9" }));
    await reads(provider({ endpoint: "https://does-not.exist.invalid" }));
    await reads(provider({ endpoint: api.endpoint.replace("http:", "https:") }));
    refuseAssets(api);
    await reads(provider());
    assertInTerms(/allowed_account_ids/, /forbidden_account_ids/, /127\.0\.0\.1:9/);
  });

  it("of time that is up, and of a host that has left", async () => {
    const stuck = await stuckServer();
    const endpoint = stuck.endpoint;
    await reads(provider({ endpoint, deadline_seconds: 0.05 }));
    const other = endpoint.replace("127.0.0.1", "localhost");
    await reads(provider({ endpoint: other, request_timeout_seconds: 0.05 }));
    const stopped = provider();
    stopped.stop();
    await reads(stopped);
    await stuck.close();
    assertInTerms(/raise deadline_seconds/, /raise request_timeout_seconds/);
  });

  it("of what is not known before apply", async () => {
    await reads(provider({ endpoint: unknown, assume_role: { role_arn: unknown } }));
    await reads(provider(), { account: unknown });
    assertInTerms(/assume_role\.role_arn/, /-target=/);
  });

  it("of every finding", async () => {
    for (const changes of [
      {},
      { State: 1 },
      { State: 4, SubState: "ISOLATE" },
      { State: 4, SubState: "TERMINATED" },
      { State: 9 },
      { State: 2, SubState: "" },
      { SubState: "FROZEN" },
      { State: undefined },
      { UndefendCoresCnt: -1 },
      { UndefendCoresCnt: undefined },
      { ExpirationTime: "2024-10-05 00:00:00" },
      { ExpirationTime: "2023-10-05 00:00:00", AutomaticRenewal: 2 },
      { CurrentFlexibleCoresCnt: 5000, AutomaticRenewal: 0 },
      { FlexibleCoresLimit: 0, BeginTime: "2030-01-01 00:00:00" },
    ]) {
      const reply = Object.fromEntries(
        Object.entries({ ...EXAMPLE, ...changes }).filter(([, value]) => value !== undefined),
      );
      api.answer(reply);
      await gates(provider());
      const state = Object.fromEntries(
        Object.entries((await provider().read("tcss_purchase_state", config())).state ?? {}),
      );
      heard(FUNCTIONS["findings"]?.([state, null, NOW.toISOString()]));
    }
    assertInTerms(
      /which accepted_sub_states \(NORMAL\) does not name/,
      /rules = \{ "protection-active" = \{ accepted_sub_states = /,
    );
  });

  it("of assets", async () => {
    const judge = (assets: object): Promise<void> => gates(provider(), { assets: dynamic(assets) });
    for (const lists of [() => {}, () => refuseAssets(api), answer]) {
      lists();
      await judge({ exempt: ["host:web-*"] });
      await judge({ must_be_defended: ["cluster:shop", "host:gone"] });
      await judge({ exempt: ["web-1"], must_be_defended: ["host:web-*"] });
      await judge({ exempt: ["web-1"], must_be_defended: ["web-1"] });
    }
    function answer(): void {
      answerAssets(api, [clusterItem("shop", 88, 48)], [hostItem("web-1", 20, 20), hostItem("web-2", 46, 0)]);
    }
    assertInTerms(
      /correct assets\.must_be_defended in data "tcss_gate"/,
      /assets\.exempt and assets\.must_be_defended both name the host web-1/,
      /assets\.exempt and assets\.must_be_defended both name web-1/,
    );
  });

  it("of waivers: undecided, expired, unused, in effect", async () => {
    const waiver = { rule: "TCSS002", reason: "accepted", expires: "2024-12-01" };
    for (const more of [
      {},
      { scope: { account: "100000000001" } },
      { scope: { account: "production" } },
      { scope: { resource: "x" } },
      { expires: "2024-01-01" },
      { rule: "TCSS005" },
    ])
      await gates(provider({ sts_endpoint: "http://127.0.0.1:9" }), {
        waivers: dynamic([{ ...waiver, ...more }]),
      });
    api.answerTo("GetCallerIdentity", {
      Error: { Code: "UnauthorizedOperation", Message: "no" },
      RequestId: "r",
    });
    await gates(provider({ sts_endpoint: api.endpoint }), {
      waivers: dynamic([{ ...waiver, scope: { account: "100000000001" } }]),
    });
    assertInTerms(/expired on 2024-01-01/, /matches nothing here/, /set resolve_account_id where/i);
  });

  it("of files of settings", async () => {
    const file = join(folder, "tcss.gate.yaml");
    const env = { TCSS_GATE_CONFIG: join(folder, "above.yaml") };
    await gates(provider({}, env));
    for (const text of [
      "programSettings: false\n",
      "programSettings: stricter\n",
      "x: 1\n",
      "{",
      "source: resources\n",
      "protects: [{stack: '*', live: true}]\n",
      "waivers: [{rule: TCSS002, reason: ok, expires: 2024-12-01, scope: {stack: '*'}}]\n",
    ]) {
      writeFileSync(file, text);
      writeFileSync(env.TCSS_GATE_CONFIG, text);
      await gates(provider());
      for (const below of ["rules: {all: disabled}\n", "assets: {exempt: [x]}\nmaxStaleHours: 100\n", text]) {
        writeFileSync(file, below);
        await gates(provider({}, env));
        await gates(provider({}, env), { rules: dynamic({ "no-undefended-cores": "disabled" }) });
      }
    }
    rmSync(file);
    await gates(provider(), { settings_file: "nowhere.yaml" });
    await gates(provider(), { settings_file: "" });
    writeFileSync(join(folder, "tcss.gate.yml"), "");
    await gates(provider());
    assertInTerms(/settings_file/, /stack_name/, /source: live/, /TCSS_GATE_CONFIG/);
  });

  it("of the functions", () => {
    for (const [name, args] of [
      ["findings", [{}, null, "now"]],
      ["findings", [{}, null, NOW.toISOString()]],
      ["findings", [{ state: 3 }, { "no-trial": { max_days: 1 } }, NOW.toISOString()]],
      ["findings", [{ state: 3 }, { "expiring-soon": { min_days_left: "x" } }, NOW.toISOString()]],
      ["days_left", ["x", "y"]],
      ["days_left", [NOW.toISOString(), "y"]],
    ] as const)
      assert.throws(
        () => FUNCTIONS[name]?.(args),
        (error) => error instanceof FunctionError && texts.push(error.message) > 0,
      );
    assertInTerms(/max_days is unknown\. Valid names: enforcement_level/, /min_days_left must be/);
  });
});

/** A server that takes requests and never answers. */
async function stuckServer(): Promise<{ readonly endpoint: string; close(): Promise<unknown> }> {
  const { createServer } = await import("node:http");
  const server = createServer(() => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as import("node:net").AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
