import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FUNCTIONS } from "../../../../../provider/terraform/functions";
import { answerAssets, clusterItem, hostItem, refuseAssets } from "../../../support/coverages";
import { EXAMPLE } from "../../../support/replies";
import { config, dynamic } from "../support";
import { NOW, useWords } from "./bed";

describe("what a Terraform user reads", () => {
  const bed = useWords();
  const { heard, provider, gates, assertInTerms } = bed;

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
      bed.api.answer(reply);
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
    for (const lists of [() => {}, () => refuseAssets(bed.api), answer]) {
      lists();
      await judge({ exempt: ["host:web-*"] });
      await judge({ must_be_defended: ["cluster:shop", "host:gone"] });
      await judge({ exempt: ["web-1"], must_be_defended: ["host:web-*"] });
      await judge({ exempt: ["web-1"], must_be_defended: ["web-1"] });
    }
    function answer(): void {
      answerAssets(
        bed.api,
        [clusterItem("shop", 88, 48)],
        [hostItem("web-1", 20, 20), hostItem("web-2", 46, 0)],
      );
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
    bed.api.answerTo("GetCallerIdentity", {
      Error: { Code: "UnauthorizedOperation", Message: "no" },
      RequestId: "r",
    });
    await gates(provider({ sts_endpoint: bed.api.endpoint }), {
      waivers: dynamic([{ ...waiver, scope: { account: "100000000001" } }]),
    });
    assertInTerms(/expired on 2024-01-01/, /matches nothing here/, /set resolve_account_id where/i);
  });

  it("of files of settings", async () => {
    const file = join(bed.folder, "tcss.gate.yaml");
    const env = { TCSS_GATE_CONFIG: join(bed.folder, "above.yaml") };
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
    writeFileSync(join(bed.folder, "tcss.gate.yml"), "");
    await gates(provider());
    assertInTerms(/settings_file/, /stack_name/, /source: live/, /TCSS_GATE_CONFIG/);
  });
});
