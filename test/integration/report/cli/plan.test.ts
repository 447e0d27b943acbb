import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Ended, Place } from "./run";

const SECRET = "hush-hush";

/** The JSON of a plan that creates a node pool of two machines of a type. */
function planOf(instanceType: string): string {
  return JSON.stringify({
    format_version: "1.2",
    resource_changes: [
      {
        address: "tencentcloud_kubernetes_node_pool.web",
        mode: "managed",
        type: "tencentcloud_kubernetes_node_pool",
        change: {
          actions: ["create"],
          before: null,
          after: {
            cluster_id: "cls-1",
            desired_capacity: 2,
            min_size: 1,
            max_size: 6,
            auto_scaling_config: [{ instance_type: instanceType, password: SECRET }],
          },
          after_unknown: { id: true },
        },
      },
    ],
  });
}

const MANDATORY = { all: "disabled", "planned-cores-covered": "mandatory" };

describe("tcss with --plan", function () {
  this.timeout(60_000);

  let place: Place;
  before(async () => {
    place = await Place.create("healthy");
    place.write("plan.json", planOf("S5.2XLARGE16"));
    place.write("odd.json", planOf("X9.ODD"));
    place.write("huge.json", planOf("X9.HUGE96"));
    place.write("mandatory.json", MANDATORY);
  });
  beforeEach(() => place.emulator.clearRequests());
  after(() => place.close());

  const tcss = (...args: string[]): Promise<Ended> => place.tcss(...args);
  const read = (name: string): string => readFileSync(join(place.folder, name), "utf8");

  describe("forecast", () => {
    it("shows the plan as JSON without asking anybody", async () => {
      const { code, out, err } = await tcss("forecast", "--plan", "plan.json", "--format", "json");
      assert.deepEqual([code, err], [0, ""]);
      assert.deepEqual(JSON.parse(out), {
        schemaVersion: 1,
        added: { certain: 16, possible: 0 },
        removed: { certain: 0, possible: 0 },
        net: { certain: 16, possible: 0, maximum: 48 },
        resources: [
          {
            name: "tencentcloud_kubernetes_node_pool.web",
            type: "tencentcloud_kubernetes_node_pool",
            action: "create",
            before: null,
            after: { count: 2, instanceType: "S5.2XLARGE16", cores: 16 },
            certainty: "certain",
            origin: "name",
          },
        ],
        unknown: [],
      });
      assert.equal(place.emulator.requests().length, 0);
    });

    it("adds several plans up, one of them piped", async () => {
      const { out } = await place.tcssWith(
        { input: planOf("S5.LARGE8") },
        ...["forecast", "--plan", "plan.json", "--plan", "-", "-f", "json"],
      );
      assert.deepEqual(JSON.parse(out).added, { certain: 24, possible: 0 });
    });

    it("ends with 2 and one line for what is no plan", async () => {
      place.write("plan.tfplan", "PK\u0003\u0004");
      const { code, out, err } = await tcss("forecast", "--plan", "plan.tfplan");
      assert.deepEqual([code, out], [2, ""]);
      assert.match(err, /^tcss: plan\.tfplan is a binary plan file.*terraform show -json[^\n]*\n$/);
    });

    it("asks for a plan", async () => {
      const { code, err } = await tcss("forecast");
      assert.equal(code, 2);
      assert.match(err, /no plan is named.*--plan FILE/);
    });

    it("counts a type by the cores that CVM answers, in one request", async () => {
      const env = { TENCENTCLOUD_CVM_ENDPOINT: place.emulator.endpoint };
      const args = ["forecast", "--plan", "huge.json", "--plan", "plan.json", "--region", "ap-guangzhou"];
      const asked = await place.tcssWith({ env }, ...args, "--lookup-types", "-f", "json");
      assert.deepEqual([asked.code, asked.err], [0, ""]);
      const { added, resources, unknown } = JSON.parse(asked.out);
      assert.deepEqual([added.certain, unknown], [48 + 16, []]);
      assert.deepEqual(
        resources.map(({ origin }: { origin: string }) => origin),
        ["looked up", "name"],
      );
      const [request, ...more] = place.emulator.requests();
      assert.deepEqual(
        [request?.action, request?.headers["x-tc-region"], more],
        ["DescribeZoneInstanceConfigInfos", "ap-guangzhou", []],
      );
    });

    it("asks CVM for unknown types only where the user wants it, and calls no host that is not named", async () => {
      const args = ["forecast", "--plan", "odd.json", "--lookup-types", "--region", "ap-guangzhou"];
      const { code, err } = await tcss(...args);
      assert.equal(code, 0);
      assert.match(err, /X9\.ODD could not be looked up: .*TENCENTCLOUD_CVM_ENDPOINT/);
      assert.equal(place.emulator.requests().length, 0);
      const env = { TENCENTCLOUD_CVM_ENDPOINT: place.emulator.endpoint };
      const asked = await place.tcssWith({ env }, ...args);
      assert.match(asked.err, /X9\.ODD could not be looked up: ap-guangzhou does not have it/);
      assert.equal(place.emulator.requests().length, 1);
    });
  });

  describe("check", () => {
    const check = (...args: string[]): Promise<Ended> =>
      tcss("check", "--policy-pack-config", "mandatory.json", ...args);

    it("judges plan and account together, in every format", async () => {
      const { code, out } = await check(
        ...["--plan", "plan.json", "-f", "json=a.json", "-f", "markdown=a.md", "-f", "sarif=a.sarif"],
        ...["-f", "junit=a.xml", "-f", "table=a.txt"],
      );
      assert.equal(code, 1);
      assert.match(out, /TCSS010 planned-cores-covered: This deployment adds 16 cores of container hosts/);
      assert.deepEqual(JSON.parse(read("a.json")).forecast.added, { certain: 16, possible: 0 });
      assert.match(read("a.md"), /What the deployment adds/);
      assert.deepEqual(JSON.parse(read("a.sarif")).runs[0].properties.forecast.net.certain, 16);
      assert.match(read("a.xml"), /name="forecast\.added" value="16"/);
      assert.match(read("a.txt"), /Adds 16 cores of container hosts/);
      for (const file of ["a.json", "a.md", "a.sarif", "a.xml", "a.txt"])
        assert.doesNotMatch(read(file), new RegExp(SECRET), file);
    });

    it("passes without a plan, where the rule has nothing to judge", async () => {
      const { code, out } = await check("-f", "json");
      assert.equal(code, 0);
      assert.equal("forecast" in JSON.parse(out), false);
    });

    it("cannot verify an unknown type at the rule's level, and takes it from the settings", async () => {
      const { code, out } = await check("--plan", "odd.json");
      assert.equal(code, 1);
      assert.match(out, /cannot be verified: node pool web \(cores of X9\.ODD unknown\)/);
      place.write("gate.yaml", "forecast:\n  instanceTypes:\n    X9.ODD: 1\nrules:\n  all: disabled\n");
      const known = await tcss("forecast", "--plan", "odd.json", "--gate-config", "gate.yaml", "-f", "json");
      assert.deepEqual(JSON.parse(known.out).resources[0].origin, "yours");
    });

    it("judges a type by the cores that CVM answers where the settings want that", async () => {
      place.write("lookup.yaml", "forecast:\n  lookup: true\n");
      const args = ["--plan", "huge.json", "--gate-config", "lookup.yaml", "--region", "ap-guangzhou"];
      const env = { TENCENTCLOUD_CVM_ENDPOINT: place.emulator.endpoint };
      const judge = (): Promise<Ended> =>
        place.tcssWith({ env }, "check", "--policy-pack-config", "mandatory.json", ...args);
      const known = await judge();
      assert.equal(known.code, 1);
      assert.match(known.out, /adds 48 cores of container hosts \(node pool web: 2 × X9\.HUGE96\)/);
      const actions = place.emulator.requests().map(({ action }) => action);
      assert.equal(actions.filter((action) => action === "DescribeZoneInstanceConfigInfos").length, 1);

      const unknown = await place.tcssWith(
        { env: { TENCENTCLOUD_CVM_ENDPOINT: "http://127.0.0.1:9" } },
        ...["check", "--policy-pack-config", "mandatory.json", ...args, "--deadline", "5"],
      );
      assert.equal(unknown.code, 1);
      assert.match(unknown.out, /cannot be verified: node pool web \(cores of X9\.HUGE96 unknown\)/);
      assert.match(unknown.err, /X9\.HUGE96 could not be looked up: .*127\.0\.0\.1:9/);
    });

    it("asks nobody where the plan is none", async () => {
      place.write("none.json", "{}");
      const { code, err } = await check("--plan", "none.json");
      assert.equal(code, 2);
      assert.match(err, /none\.json is not a plan/);
      assert.equal(place.emulator.requests().length, 0);
    });

    it("takes standard input once", async () => {
      const { code, err } = await check("--plan", "-", "--file", "-");
      assert.equal(code, 2);
      assert.match(err, /standard input is named twice/);
    });
  });
});
