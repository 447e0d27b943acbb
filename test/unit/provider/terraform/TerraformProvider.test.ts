import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ExtData, encode } from "@msgpack/msgpack";
import { parsePurchaseState } from "../../../../core/internal";
import type { Diagnostic } from "../../../../provider/terraform/diagnostics";
import { snake } from "../../../../provider/terraform/names";
import type { TerraformProvider } from "../../../../provider/terraform/TerraformProvider";
import { configIn, shownPath } from "../../../../provider/terraform/values";
import { type ApiServer, startApiServer } from "../../support/apiServer";
import { EXAMPLE } from "../../support/replies";
import { config, providerIn } from "./support";

const KEY = { secret_id: "AKIDunittestunittest", secret_key: "unit-test-secret-key" };
const unknown = new ExtData(0, Uint8Array.of(0));
const NOW = new Date("2024-06-01T00:00:00Z");

const shown = (found: readonly Diagnostic[]): string[] =>
  found.map(({ severity, detail, path = [] }) => `${severity} ${shownPath(path)}: ${detail}`);

describe("the provider for Terraform", () => {
  let api: ApiServer;
  let folder: string;
  let provider: TerraformProvider;
  beforeEach(async () => {
    api = await startApiServer();
    folder = mkdtempSync(join(tmpdir(), "tcss-terraform-test-"));
    provider = providerIn(folder, {}, () => NOW);
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await api.close();
  });
  const configured = (more: Record<string, unknown> = {}): void =>
    assert.deepEqual(provider.configure(config({ ...KEY, endpoint: api.endpoint, ...more })), []);

  async function stateOf(
    name: string,
    values: Record<string, unknown> = {},
  ): Promise<Record<string, unknown>> {
    const { state, diagnostics } = await provider.read(name, config(values));
    assert.deepEqual(
      shown(diagnostics).filter((line) => line.startsWith("error")),
      [],
    );
    assert.ok(state);
    return state;
  }

  async function errorOf(name: string, values: Record<string, unknown> = {}): Promise<string> {
    const { state, diagnostics } = await provider.read(name, config(values));
    assert.equal(state, undefined);
    assert.equal(diagnostics.length, 1);
    return shown(diagnostics)[0] ?? "";
  }

  describe("reads a purchase state", () => {
    it("with every field of the model, and null for what is absent", async () => {
      configured();
      const state = await stateOf("tcss_purchase_state", { account: "production" });
      const { additionalFields: _, ...expected } = parsePurchaseState(EXAMPLE);
      for (const [name, value] of Object.entries(expected)) assert.deepEqual(state[snake(name)], value, name);
      assert.equal(state["no_container_cores_cnt"], null);
      assert.equal(state["observed_at"], null);
      assert.equal(state["stale"], null);
      assert.equal(state["account"], "production");
      assert.equal(JSON.stringify(state).includes("unit-test-secret-key"), false);
    });

    it("with the time of the reading where that is asked for", async () => {
      configured();
      const state = await stateOf("tcss_purchase_state", { record_observed_at: true });
      assert.equal(state["observed_at"], "2024-06-01T00:00:00Z");
    });

    it("once for fifty data sources, and a gate, of one account", async () => {
      configured();
      const names = [...Array.from({ length: 50 }, () => "tcss_purchase_state"), "tcss_gate"];
      await Promise.all(names.map((name) => stateOf(name)));
      const states = api.requests.filter(
        ({ headers }) => headers["x-tc-action"] === "DescribePurchaseStateInfo",
      );
      assert.equal(states.length, 1);
    });

    it("of the account that the data source's own profile names, whatever the provider block says", async () => {
      mkdirSync(join(folder, ".tccli"));
      writeFileSync(
        join(folder, ".tccli/other.credential"),
        JSON.stringify({ secretId: "AKIDotherotherother1", secretKey: "other-secret-key" }),
      );
      configured({ account: "production" });
      await stateOf("tcss_purchase_state", { profile: "other" });
      assert.match(String(api.requests[0]?.headers.authorization), /AKIDotherotherother1/);
      api.answerStatus(500, "x");
      const error = await errorOf("tcss_purchase_state", {
        profile: "other",
        region: "ap-beijing",
        max_retries: 0,
      });
      assert.doesNotMatch(error, /account production/, "that is another account's name");
    });

    it("with a role whose session has the provider's name, where the user gives none", async () => {
      const role = { role_arn: "qcs::cam::uin/100000000002:roleName/reader" };
      api.answerTo("AssumeRole", {
        Credentials: { Token: "t", TmpSecretId: "AKIDtemporary", TmpSecretKey: "temporary-key" },
        ExpiredTime: NOW.getTime() / 1000 + 7200,
        RequestId: "r",
      });
      configured({ sts_endpoint: api.endpoint });
      for (const [values, name] of [
        [{ assume_role: role }, "terraform-provider-tcss"],
        [{ assume_role: { ...role, session_name: "ours" } }, "ours"],
      ] as const) {
        await stateOf("tcss_purchase_state", values);
        const [body] = api.requests.filter(({ body }) => body.includes("RoleSessionName")).slice(-1);
        assert.equal((JSON.parse(body?.body ?? "{}") as Record<string, unknown>)["RoleSessionName"], name);
      }
    });

    it("within the time that timeouts gives", async () => {
      configured({ endpoint: "http://127.0.0.1:9" });
      const error = await errorOf("tcss_purchase_state", { timeouts: { read: "300ms" } });
      assert.match(error, /could not be read|127\.0\.0\.1:9/);
    });

    it("not once the host has stopped the provider", async () => {
      configured();
      provider.stop();
      const error = await errorOf("tcss_purchase_state");
      assert.match(error, /cancel|ended/i);
      assert.equal(api.requests.length, 0);
    });
  });

  describe("says what is wrong", () => {
    it("with a provider block, at the attribute", () => {
      const found = provider.validateProvider(
        config({
          site: "mars",
          endpoint: "ftp://x",
          allowed_account_ids: ["1", "x"],
          assume_role: {
            role_arn: "a",
            session_duration: 99_999,
            session_name: null,
            external_id: null,
            source_identity: null,
            policy: null,
          },
        }),
      );
      assert.deepEqual(
        found.map(({ path = [] }) => shownPath(path)),
        ["assume_role.session_duration", "site", "endpoint", "allowed_account_ids[1]"],
      );
      assert.match(shown(found).join("\n"), /site must be one of international, mainland/);
    });

    it("with nothing where a number is a fraction, which Terraform writes as text", () => {
      const about = (values: Record<string, unknown>): string =>
        shown(provider.validateProvider(config(values))).join("\n");
      assert.equal(about({ deadline_seconds: "4.3", request_timeout_seconds: "0.1" }), "");
      assert.match(about({ deadline_seconds: "-0.1" }), /deadline_seconds must be > 0/);
      assert.match(about({ max_retries: "0.1" }), /max_retries must be a whole number, not a fraction/);
      assert.match(about({ max_retries: 2n ** 60n }), /max_retries must be/);
      assert.match(about({ deadline_seconds: "soon" }), /must be a number, not a string/);
    });

    it("with a configuration that is no object, or a key that is no text: neither is as if it were absent", () => {
      for (const value of [[], "x", 7])
        assert.throws(() => configIn({ msgpack: encode(value) }), /not an object/);
      assert.deepEqual(configIn({ msgpack: encode(null) }).values, {});
      const found = provider.validateProvider(config({ secret_id: 7, secret_key: "x" }));
      assert.deepEqual(shown(found), ["error secret_id: secret_id must be a string"]);
    });

    it("with half a key, an empty one, and a key beside a profile", () => {
      const about = (values: Record<string, unknown>): string =>
        shown(provider.validateProvider(config(values))).join("\n");
      assert.match(
        about({ secret_id: "AKIDx" }),
        /secret_key is missing: secret_id and secret_key belong together/,
      );
      assert.match(about({ secret_id: "", secret_key: "x" }), /secret_id must not be empty/);
      assert.match(about({ ...KEY, profile: "p" }), /profile and secret_id exclude each other/);
      assert.match(
        about({ profile: "p", cam_role_name: "r" }),
        /cam_role_name and profile exclude each other/,
      );
      assert.equal(about({ secret_id: unknown, secret_key: unknown }), "");
      assert.equal(about({ secret_id: unknown, secret_key: "x" }), "");
    });

    it("with a data source, before anything is asked", async () => {
      configured();
      assert.match(
        await errorOf("tcss_purchase_state", { region: "ap guangzhou" }),
        /error region: region must be the name of a region/,
      );
      for (const read of ["x", "1 s", "0s", "2h", "-1s", ""])
        assert.match(
          await errorOf("tcss_purchase_state", { timeouts: { read } }),
          /timeouts\.read must be a duration/,
        );
      assert.match(
        await errorOf("tcss_purchase_state", { timeouts: { read: "1m30s" }, deadline_seconds: 3 }),
        /exclude each other/,
      );
      assert.match(
        await errorOf("tcss_nothing"),
        /unknown data source "tcss_nothing"\. Valid data sources: tcss_purchase_state/,
      );
      assert.equal(api.requests.length, 0);
    });

    it("in Terraform's words, without the account's key", async () => {
      configured();
      api.answer({
        Error: { Code: "AuthFailure.SignatureFailure", Message: `bad key ${KEY.secret_key}` },
        RequestId: "r-1",
      });
      const error = await errorOf("tcss_purchase_state");
      assert.match(error, /AuthFailure\.SignatureFailure/);
      assert.match(error, /r-1/);
      assert.doesNotMatch(error, /unit-test-secret-key|tcss:|pulumi/i);
    });

    it("where there are no credentials, with what Terraform's users can do", async () => {
      provider.configure(config({ endpoint: api.endpoint }));
      const error = await errorOf("tcss_purchase_state");
      assert.match(error, /provider configuration: secret_id and secret_key are not set/);
      assert.match(error, /TENCENTCLOUD_SECRET_ID.*profile.*ephemeral/);
      assert.doesNotMatch(error, /tcss:|pulumi config|Pulumi/);
    });

    it("where the provider block is not known yet: which attributes, and -target", async () => {
      provider.configure(config({ endpoint: unknown, assume_role: { role_arn: unknown } }));
      assert.deepEqual(
        provider.validateProvider(config({ endpoint: unknown, assume_role: { role_arn: unknown } })),
        [],
      );
      assert.match(await errorOf("tcss_purchase_state"), /endpoint, assume_role\.role_arn.*-target=/);
    });
  });
});
