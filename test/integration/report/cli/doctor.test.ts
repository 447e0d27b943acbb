import assert from "node:assert/strict";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Line, useDoctor } from "./doctorBed";

const NO_CREDENTIALS = { TENCENTCLOUD_SECRET_ID: undefined, TENCENTCLOUD_SECRET_KEY: undefined };

describe("tcss doctor", function () {
  this.timeout(60_000);

  const bed = useDoctor();
  const { doctor, lines, always, bundle } = bed;

  const line = (of: readonly Line[], check: string, facts: Record<string, unknown> = {}): Line => {
    const found = of.find(
      (each) =>
        each.check === check && Object.entries(facts).every(([key, value]) => each.facts[key] === value),
    );
    assert.ok(found, `${check} ${JSON.stringify(facts)}`);
    return found;
  };

  const permissions = (of: readonly Line[]) =>
    Object.fromEntries(
      of
        .filter(({ check }) => check === "permission")
        .map(({ facts }) => [facts["purpose"], facts["answer"]]),
    );

  it("tells of a healthy account that all is well, and asks each thing a few times at most", async () => {
    bed.place.emulator.setScenario("healthy");
    const { code, out, err } = await doctor();
    assert.deepEqual([code, err], [0, ""]);
    assert.match(out, /ok +credentials +from environment/);
    assert.match(out, /ok +clock +agrees with the server's/);
    assert.match(out, /ok +unit of the lists +milli-cores, 0 % from AllCoresCnt/);
    assert.match(out, /2 clusters, 2 hosts: 4 defended/);
    assert.match(out, /Everything could be determined\.\n$/);
    assert.doesNotMatch(out, /attention|problem|unknown/);
    assert.ok(bed.place.emulator.requests().length <= 15);
    assert.ok(bed.place.emulator.requests("DescribeUserCluster").length <= 3);
  });

  it("gives the same as facts", async () => {
    const { lines: all, ended } = await lines();
    assert.equal(ended.code, 0);
    assert.deepEqual(permissions(all), {
      purchaseState: "granted",
      clusters: "granted",
      hosts: "granted",
      superNodes: "notOffered",
      accountId: "granted",
      instanceTypes: "granted",
    });
    assert.deepEqual(line(all, "unit").facts["factor"], 1000);
    assert.deepEqual(line(all, "assets").facts["statuses"], { partial: 1, undefended: 6, defended: 3 });
    assert.deepEqual(line(all, "pages", { action: "DescribeUserCluster" }).facts["accepted"], [100]);
    assert.equal(line(all, "versions").facts["node"], process.version);
    // 194 is in the API document's own example, and in none of its enumerations
    const odd = line(all, "values", { of: "purchaseState" });
    assert.deepEqual(
      [odd.status, odd.facts["fields"]],
      ["attention", [{ field: "AutomaticRenewal", values: ["194"] }]],
    );
  });

  it("asks the mainland site for super nodes", async () => {
    bed.place.emulator.configure({ site: "mainland" });
    const { lines: all } = await lines("--site", "mainland");
    assert.equal(permissions(all)["superNodes"], "granted");
    assert.equal(line(all, "permission", { purpose: "superNodes" }).status, "ok");
  });

  it("names each permission that is denied, what is missing without it, and what to do", async () => {
    for (const [purpose, action, expected] of [
      ["clusters", "DescribeUserCluster", /policy-json --coverage/],
      ["hosts", "DescribeAssetHostList", /tcss:DescribeAssetHostList/],
      ["accountId", "GetCallerIdentity", /sts:GetCallerIdentity.*docs\/permissions\.md/],
      ["instanceTypes", "DescribeZoneInstanceConfigInfos", /cvm:DescribeZoneInstanceConfigInfos/],
    ] as const) {
      bed.place.emulator.faults.clear();
      always("no-permission", action);
      const { lines: all, ended } = await lines();
      const found = line(all, "permission", { purpose });
      assert.deepEqual([found.facts["answer"], found.status], ["denied", "attention"]);
      assert.match(found.advice ?? "", expected);
      const isList = purpose === "clusters" || purpose === "hosts";
      assert.equal(line(all, "unit").status, isList ? "unknown" : "ok");
      assert.equal(ended.code, isList ? 2 : 0);
      assert.equal(
        bed.place.emulator.requests(action).filter(({ errorCode }) => errorCode).length,
        isList ? 2 : 1,
      );
      bed.place.emulator.clearRequests();
    }
  });

  it("takes a denied purchase state for a problem", async () => {
    always("no-permission", "DescribePurchaseStateInfo");
    const { lines: all, ended } = await lines();
    const denied = line(all, "permission", { purpose: "purchaseState" });
    assert.deepEqual([denied.status, denied.facts["answer"]], ["problem", "denied"]);
    assert.equal(line(all, "endpoint").status, "ok");
    assert.equal(line(all, "subState").status, "unknown");
    assert.equal(ended.code, 2);
  });

  it("shows values that no document has, with their fields", async () => {
    bed.place.emulator.setFields({ SubState: "FROZEN", NewField: 7 });
    always("unknown-states", "DescribeUserCluster");
    const { lines: all } = await lines();
    assert.equal(line(all, "subState").status, "attention");
    assert.match(line(all, "subState").says, /FROZEN/);
    assert.match(line(all, "values", { of: "purchaseState" }).says, /NewField 7/);
    assert.match(line(all, "values", { of: "cluster" }).says, /DefenderStatus "Quiesced"/);
    assert.equal(line(all, "values", { of: "host" }).status, "ok");
  });

  it("says where no unit fits, and which limits the lists take", async () => {
    bed.place.emulator.configure({ unitsPerCore: 37, clusterLimit: 50 });
    const { lines: all, ended } = await lines();
    const unit = line(all, "unit");
    assert.deepEqual([unit.status, unit.facts["factor"]], ["attention", null]);
    assert.match(unit.says, /no unit fits .* 5698, the account has 154 cores/);
    const pages = line(all, "pages", { action: "DescribeUserCluster" });
    assert.deepEqual(pages.facts["accepted"], [20]);
    assert.deepEqual(pages.facts["refused"], [{ limit: 100, code: "InvalidParameter" }]);
    assert.equal(pages.status, "attention");
    assert.equal(ended.code, 0);
  });

  it("tells a clock that is off, although every request is refused for it", async () => {
    await fetch(`${bed.place.emulator.endpoint}/_emulator/settings`, {
      method: "PUT",
      body: JSON.stringify({ clockOffsetSeconds: -1000 }),
    });
    try {
      const { lines: all, ended } = await lines();
      const clock = line(all, "clock");
      assert.equal(clock.status, "problem");
      assert.ok(Math.abs((clock.facts["aheadSeconds"] as number) - 1000) < 30);
      assert.match(clock.advice ?? "", /Set this machine's clock/);
      assert.equal(line(all, "permission", { purpose: "clusters" }).facts["answer"], "unknown");
      assert.equal(ended.code, 2);
    } finally {
      await fetch(`${bed.place.emulator.endpoint}/_emulator/settings`, {
        method: "PUT",
        body: JSON.stringify({ clockOffsetSeconds: null }),
      });
    }
  });

  it("ends with 2 without credentials, and asks nobody", async () => {
    const { code, out } = await bed.place.tcssWith({ env: { ...bed.cvm, ...NO_CREDENTIALS } }, "doctor");
    assert.match(out, /problem +credentials +no credentials for Tencent Cloud were\s+found/);
    assert.match(out, /Not everything could be determined/);
    assert.equal(code, 2);
    assert.deepEqual(bed.place.emulator.requests(), []);
  });

  it("ends with 2 at an endpoint that does not answer, without waiting for each list", async () => {
    bed.place.emulator.setScenario("hang");
    const { lines: all, ended } = await lines("--deadline", "2");
    assert.equal(line(all, "endpoint").status, "problem");
    assert.equal(ended.code, 2);
    assert.deepEqual(bed.place.emulator.requests("DescribeUserCluster"), []);
  });

  it("asks no other host beside an endpoint of one's own, and says how it would", async () => {
    const env = { TENCENTCLOUD_STS_ENDPOINT: undefined };
    const { code, out } = await bed.place.tcssWith({ env }, "doctor", "--format", "json");
    const [{ checks }] = (JSON.parse(out) as { accounts: [{ checks: Line[] }] }).accounts;
    for (const [purpose, variable] of [
      ["accountId", /TENCENTCLOUD_STS_ENDPOINT/],
      ["instanceTypes", /TENCENTCLOUD_CVM_ENDPOINT/],
    ] as const) {
      const found = line(checks, "permission", { purpose });
      assert.deepEqual([found.facts["answer"], found.status], ["notAsked", "attention"]);
      assert.match(found.advice ?? "", variable);
    }
    assert.equal(code, 0);
  });

  it("holds no secret in any output, whatever the server echoes", async () => {
    bed.place.emulator.setFields({
      Echo: bed.place.emulator.secretKey,
      SubState: `X${bed.place.emulator.secretKey}`,
    });
    for (const args of [[], ["--format", "json"], ["--verbose"], ["--bundle", "bundle.json"]]) {
      const { out, err } = await doctor(...args);
      assert.ok(!`${out}${err}`.includes(bed.place.emulator.secretKey), args.join(" "));
    }
    assert.ok(!bundle().includes(bed.place.emulator.secretKey));
  });

  it("examines each account of the gate's settings, or the one that is named", async () => {
    mkdirSync(bed.place.folder, { recursive: true });
    bed.place.write("tcss.gate.yaml", "accounts:\n  - account: one\n  - account: two\n");
    try {
      const all = JSON.parse((await doctor("--format", "json", "--quiet")).out) as {
        accounts: { account: string }[];
      };
      assert.deepEqual(
        all.accounts.map(({ account }) => account),
        ["one", "two"],
      );
      const two = JSON.parse((await doctor("--format", "json", "--quiet", "--account", "two")).out);
      assert.equal(two.accounts.length, 1);
    } finally {
      rmSync(join(bed.place.folder, "tcss.gate.yaml"));
    }
  });
});
