import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ExtData } from "@msgpack/msgpack";
import type { GateFinding } from "../../../../provider/terraform/gate";
import type { TerraformProvider } from "../../../../provider/terraform/TerraformProvider";
import { type ApiServer, startApiServer } from "../../support/apiServer";
import { config, dynamic, providerIn } from "./support";

const KEY = { secret_id: "AKIDunittestunittest", secret_key: "unit-test-secret-key" };
const NOW = new Date("2024-06-01T00:00:00Z");

interface Outcome {
  readonly passed: boolean;
  readonly summary: string;
  readonly findings: readonly (GateFinding & { rule_id: string; policy_name: string })[];
  readonly warnings: string;
}

describe("the gate for Terraform", () => {
  let api: ApiServer;
  let folder: string;
  let provider: TerraformProvider;
  beforeEach(async () => {
    api = await startApiServer();
    folder = mkdtempSync(join(tmpdir(), "tcss-terraform-gate-"));
    provider = start();
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await api.close();
  });

  function start(env: Record<string, string> = {}): TerraformProvider {
    const started = providerIn(folder, env, () => NOW);
    started.configure(config({ ...KEY, endpoint: api.endpoint }));
    return started;
  }

  async function judge(values: Record<string, unknown> = {}): Promise<Outcome> {
    const { state, diagnostics } = await provider.read("tcss_gate", config(values));
    assert.deepEqual(
      diagnostics.filter(({ severity }) => severity === "error"),
      [],
      "a verdict is never an error",
    );
    assert.ok(state);
    return { ...(state as unknown as Outcome), warnings: diagnostics.map(({ detail }) => detail).join("\n") };
  }
  const ids = ({ findings }: Outcome): string => findings.map((each) => each.rule_id).join(" ");

  it("blocks by the same rules as everywhere, with every finding", async () => {
    const outcome = await judge();
    assert.equal(outcome.passed, false);
    assert.match(
      outcome.summary,
      /^The TCSS gate blocks\.\n\nmandatory TCSS002 no-undefended-cores: 86 of 154/,
    );
    const [first] = outcome.findings;
    assert.deepEqual(
      { ...first, message: "", advice: "" },
      {
        rule_id: "TCSS002",
        policy_name: "no-undefended-cores",
        level: "mandatory",
        severity: "high",
        message: "",
        advice: "",
        waived: false,
      },
    );
  });

  it("passes, and says whom it asked", async () => {
    const { passed, summary } = await judge({ rules: dynamic({ "no-undefended-cores": "advisory" }) });
    assert.equal(passed, true);
    assert.match(summary, /^The TCSS gate passes\./);
    assert.match(summary, /asked the account, with credentials from provider configuration, at http/);
  });

  it("takes settings from a file, in both spellings from arguments, and the arguments over the file", async () => {
    writeFileSync(
      join(folder, "team.yaml"),
      "rules:\n  no-undefended-cores: advisory\n  expiring-soon: disabled\n",
    );
    assert.equal((await judge({ settings_file: "team.yaml" })).passed, true);
    for (const key of ["max_undefended_cores", "maxUndefendedCores"])
      assert.equal(
        (await judge({ rules: dynamic({ "no-undefended-cores": { [key]: 86 } }) })).passed,
        true,
        key,
      );
    const both = { settings_file: "team.yaml", rules: dynamic({ "no-undefended-cores": "mandatory" }) };
    assert.equal((await judge(both)).passed, false);
  });

  it("takes the file in the module's folder where none is named", async () => {
    writeFileSync(join(folder, "tcss.gate.yaml"), "rules: {no-undefended-cores: advisory}\n");
    assert.equal((await judge()).passed, true);
  });

  it("the file of TCSS_GATE_CONFIG counts above the module, as far as it says", async () => {
    const file = join(folder, "operators.yaml");
    provider = start({ TCSS_GATE_CONFIG: file });
    const lower = { rules: dynamic({ "no-undefended-cores": "advisory" }) };
    writeFileSync(file, "programSettings: stricter\n");
    const stricter = await judge(lower);
    assert.equal(stricter.passed, false);
    assert.match(stricter.warnings, /arguments of data "tcss_gate"/);
    writeFileSync(file, "programSettings: false\n");
    assert.equal((await judge(lower)).passed, false);
    writeFileSync(file, "rules: {no-undefended-cores: mandatory}\n");
    assert.equal((await judge(lower)).passed, false);
    writeFileSync(file, "rules: {expiring-soon: advisory}\n");
    assert.equal((await judge(lower)).passed, true);
  });

  it("waives what a waiver accepts, and says so; an unused one is a warning", async () => {
    const waiver = { rule: "TCSS002", reason: "the nodes leave in July", expires: "2024-07-01" };
    const outcome = await judge({ waivers: dynamic([waiver, { ...waiver, rule: "TCSS005" }]) });
    assert.equal(outcome.passed, true);
    assert.equal(outcome.findings[0]?.waived, true);
    assert.match(outcome.summary, /the nodes leave in July/);
    assert.match(outcome.warnings, /TCSS005/);
  });

  it("has not passed where the account cannot be asked: TCSS000", async () => {
    api.answer({ Error: { Code: "UnauthorizedOperation", Message: "no" }, RequestId: "r-2" });
    const outcome = await judge();
    assert.equal(outcome.passed, false);
    assert.equal(ids(outcome), "TCSS000");
    assert.match(outcome.summary, /could not be determined[\s\S]*UnauthorizedOperation/);
    assert.doesNotMatch(JSON.stringify(outcome), /unit-test-secret-key|tcss:[a-z]|pulumi/);
  });

  for (const [what, values, pattern] of [
    [
      "a file that is not there",
      { settings_file: "nowhere.yaml" },
      /nowhere\.yaml, which settings_file names, does not exist/,
    ],
    [
      "settings about a stack without its name",
      { protects: dynamic([{ stack: "*", live: true }]) },
      /stack_name/,
    ],
  ] as const)
    it(`has not passed with ${what}: TCSS000, and nobody is asked`, async () => {
      const outcome = await judge(values);
      assert.equal(outcome.passed, false);
      assert.equal(ids(outcome), "TCSS000");
      assert.match(outcome.summary, pattern);
      assert.equal(api.requests.length, 0);
    });

  it("has not passed where settings let Pulumi's resources alone decide", async () => {
    writeFileSync(join(folder, "tcss.gate.yaml"), "source: resources\n");
    assert.match((await judge()).summary, /source: live/);
  });

  it("passes without asking for a stack that the settings exempt", async () => {
    const outcome = await judge({
      stack_name: "acme/shop/dev",
      protects: dynamic([{ stack: "dev", live: false, reason: "no containers there" }]),
    });
    assert.equal(outcome.passed, true);
    assert.match(outcome.summary, /no containers there/);
    assert.equal(api.requests.length, 0);
  });

  it("has not passed where the provider block is not known yet", async () => {
    provider.configure(config({ endpoint: new ExtData(0, Uint8Array.of(0)) }));
    const outcome = await judge();
    assert.equal(ids(outcome), "TCSS000");
    assert.match(outcome.summary, /endpoint.*-target=/);
  });

  it("judges all accounts of the settings, whatever the data source says of how they are asked", async () => {
    writeFileSync(join(folder, "tcss.gate.yaml"), "accounts: [{account: one}, {account: two}]\n");
    for (const values of [
      { max_retries: 1 },
      { request_timeout_seconds: 5 },
      { time_zone: "UTC" },
      { region: "ap-beijing" },
      { protocol: "HTTPS" },
      { resolve_account_id: false },
      { timeouts: { read: "9s" } },
    ]) {
      const { summary } = await judge(values);
      for (const name of ["one", "two"]) assert.ok(summary.includes(`account ${name}: mandatory`), summary);
    }
    assert.match((await judge({ account: "two", max_retries: 1 })).summary, /\n\nmandatory TCSS002/);
    assert.match((await judge({ account: "none", max_retries: 1 })).summary, /there is no account none/);
  });

  it("judges the accounts of the settings, each by its name", async () => {
    const outcome = await judge({
      accounts: dynamic([{ account: "one" }, { account: "two", region: "ap-beijing" }]),
    });
    assert.match(outcome.summary, /account one: mandatory TCSS002/);
    assert.match(outcome.summary, /account two: mandatory TCSS002/);
    assert.match(String(outcome.findings[0]?.message), /^account one: 86 of 154/);
  });

  it("refuses what would count for nothing, or cannot be what it says, at its place and in its spelling", () => {
    const about = (values: Record<string, unknown>): string =>
      provider
        .validateDataSource("tcss_gate", config(values))
        .map(({ path = [], detail }) => `${path.join("/")}: ${detail.slice(0, 60)}`)
        .join("\n");
    const accounts = dynamic([{ account: "one" }]);
    assert.match(about({ accounts, profile: "p" }), /^profile: profile and accounts exclude each other/);
    assert.equal(about({ accounts, account: "one", max_retries: 1 }), "");
    assert.match(
      about({ rules: dynamic({ "expiring-soon": { min_days_left: 3, minDaysLeft: 400 } }) }),
      /^rules\/expiring-soon\/minDaysLeft: .* is given twice/,
    );
    assert.match(
      about({ assets: dynamic({ must_be_defended: ["cluster:a"], mustBeDefended: ["cluster:b"] }) }),
      /^assets\/mustBeDefended: assets.mustBeDefended is given twice/,
    );
    assert.equal(about({ rules: dynamic({ "expiring-soon": { min_days_left: 3, minDaysLeft: null } }) }), "");
    for (const name of ["TCSS003", "expiringSoon", "expiring_soon"])
      assert.ok(
        about({ rules: dynamic({ [name]: "mandatory" }) }).startsWith(`rules/${name}: rules.${name} is`),
      );
    for (const name of ["", "dev", "a/b", "a/b/c/d", "a/b/c\n", "/b/c"])
      assert.match(about({ stack_name: name }), /^stack_name: stack_name must be the name of a stack/);
  });

  it("takes a fraction, which Terraform writes as text", async () => {
    const type = Buffer.from('["object",{"elastic-headroom":["object",{"max_elastic_use":"number"}]}]');
    await judge({ rules: [type, { "elastic-headroom": { max_elastic_use: "0.9" } }] });
  });

  it("names a mistake in an argument at its place", () => {
    const found = provider.validateDataSource(
      "tcss_gate",
      config({
        rules: dynamic({ "no-undefended-core": "advisory" }),
        waivers: dynamic([{ rule: "TCSS002", reason: "x", expires: "tomorrow" }]),
      }),
    );
    const text = found.map(({ detail }) => detail).join("\n");
    assert.match(text, /no-undefended-core .*no-undefended-cores/);
    assert.match(text, /waivers\[0\]\.expires must be a day/);
    assert.deepEqual(found.map(({ path }) => path?.[0]).sort(), ["rules", "waivers"]);
  });
});
