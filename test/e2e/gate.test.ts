import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { useEmulator } from "./support/emulators";
import { violations } from "./support/events";
import { Project } from "./support/project";

const PURCHASE = "test/e2e/programs/purchase";
const EMPTY = "test/e2e/programs/empty";

/** The engine breaks nothing within a message, but indents what follows a line's end. */
const mandatory = (policy: string): RegExp => new RegExp(`\\[mandatory\\].*${policy}`);

describe("the gate", () => {
  const emulator = useEmulator();

  it("blocks a preview on the API document's example, naming undefended, idle and missing cores", async () => {
    emulator().setScenario("example");
    const project = await Project.create({ program: PURCHASE, emulator: emulator() });
    const preview = await project.preview("--policy-pack", project.gate);
    assert.notEqual(preview.code, 0);
    assert.match(preview.stdout, mandatory("no-undefended-cores"));
    assert.match(preview.stdout, /TCSS002/);
    assert.match(preview.stdout, /86 of 154 cores are undefended\./);
    assert.match(preview.stdout, /Up to 79 bought cores are idle and could cover them at no cost/);
    assert.match(
      preview.stdout,
      /the other 7 need elastic billing \(limit 5,000, none in use\) or a purchase/,
    );
    assert.match(preview.stdout, /Undefended: (cluster|host) \S+ \(\S+, \d+ cores?\)/);
    assert.match(preview.stdout, /Cheapest cover by whole clusters and hosts: switch protection on for /);
    for (const action of ["DescribeUserCluster", "DescribeAssetHostList"])
      assert.equal(emulator().requests(action).length, 1, action);
  });

  const lapses = [
    {
      scenario: "expired-isolated",
      words: /expired on \d{4}-.* and is isolated \(SubState ISOLATE\).*Renew it/,
    },
    {
      scenario: "expired-terminated",
      words: /has been destroyed with its data \(SubState TERMINATED\).*Buy the Pro Edition again/,
    },
    {
      scenario: "not-purchased",
      words: /was never bought for this account \(State 0\).*Start a trial or buy/,
    },
  ];
  for (const { scenario, words } of lapses)
    it(`blocks on ${scenario} in words of its own`, async () => {
      emulator().setScenario(scenario);
      const project = await Project.create({ program: EMPTY, emulator: emulator() });
      const preview = await project.preview("--policy-pack", project.gate);
      assert.notEqual(preview.code, 0);
      assert.match(preview.stdout, mandatory("protection-active"));
      const others = lapses.filter((other) => other.scenario !== scenario);
      assert.match(preview.stdout, words);
      for (const other of others) assert.doesNotMatch(preview.stdout, other.words);
    });

  it("passes a healthy account, and asks it once in each phase for all of its policies", async () => {
    const project = await Project.create({ program: EMPTY, emulator: emulator() });
    const preview = await project.preview("--policy-pack", project.gate);
    assert.equal(preview.code, 0, preview.output);
    assert.doesNotMatch(preview.output, /mandatory|warning|error/);
    assert.equal(emulator().requests().length, 1);
  });

  it("lets a healthy deployment through, with one request by the gate and one by the program in each phase", async () => {
    const project = await Project.create({ program: PURCHASE, emulator: emulator() });
    const up = await project.pulumi("up", "--yes", "--policy-pack", project.gate);
    assert.equal(up.code, 0, up.output);
    assert.equal(emulator().requests().length, 4);
    assert.equal((await project.outputs())["undefended"], 0);
  });

  it("names each finding once where the program reads the account that was judged, and says so", async () => {
    emulator().setScenario("example");
    const project = await Project.create({ program: PURCHASE, emulator: emulator() });
    const all = JSON.stringify({ all: "advisory" });
    writeFileSync(join(project.folder, "advisory.json"), all);
    const levels = ["--policy-pack-config", join(project.folder, "advisory.json")];
    const preview = await project.withEvents("preview", "--policy-pack", project.gate, ...levels);
    assert.equal(preview.code, 0, preview.output);
    const found = violations(preview.events);
    assert.ok(found.length > 3, preview.output);
    assert.deepEqual([...new Set(found.map(({ on }) => on))], ["pulumi:pulumi:Stack"]);
    assert.match(preview.output, /holds the values of the account that was just judged/);
  });

  it("says of a pass whom it has asked, with which credentials, where", async () => {
    const project = await Project.create({ program: EMPTY, emulator: emulator() });
    await project.setConfig("tcss:account", "production");
    const preview = await project.preview("--policy-pack", project.gate);
    assert.equal(preview.code, 0, preview.output);
    assert.match(
      preview.output,
      new RegExp(`TCSS: asked account production, with credentials from \\S.*, at ${emulator().endpoint}`),
    );
  });

  it("cannot verify coverage by a reply without UndefendCoresCnt, and blocks", async () => {
    emulator().setFields({ UndefendCoresCnt: undefined });
    const project = await Project.create({ program: EMPTY, emulator: emulator() });
    const preview = await project.preview("--policy-pack", project.gate);
    assert.notEqual(preview.code, 0);
    assert.match(preview.stdout, mandatory("no-undefended-cores"));
    assert.match(preview.stdout, /cannot be verified: the reply holds no UndefendCoresCnt/);
  });

  describe("with levels for --policy-pack-config", () => {
    const AVAILABLE = "purchase-state-available";
    /** What a mandatory rule without evidence, or one that another speaks for, comes to. */
    const cases: [
      config: Readonly<Record<string, string>>,
      scenario: string,
      blockedBy: string | undefined,
    ][] = [
      [{ all: "advisory", "protection-active": "mandatory" }, "5xx", AVAILABLE],
      [{ all: "advisory", [AVAILABLE]: "advisory", "protection-active": "mandatory" }, "html", AVAILABLE],
      [{ all: "disabled", "expiring-soon": "mandatory" }, "5xx", AVAILABLE],
      [{ all: "advisory" }, "5xx", undefined],
      [{ [AVAILABLE]: "advisory" }, "5xx", undefined],
      [{ all: "disabled", "expiring-soon": "mandatory" }, "expired-isolated", "expiring-soon"],
      [
        { "protection-active": "advisory", "expiring-soon": "mandatory" },
        "expired-isolated",
        "expiring-soon",
      ],
    ];
    for (const [config, scenario, blockedBy] of cases)
      it(`${blockedBy === undefined ? "passes" : `blocks by ${blockedBy}`} on ${scenario} with ${JSON.stringify(config)}`, async () => {
        emulator().setScenario(scenario);
        const project = await Project.create({ program: EMPTY, emulator: emulator() });
        await project.setConfig("tcss:maxRetries", "0");
        const file = join(project.folder, "levels.json");
        writeFileSync(file, JSON.stringify(config));
        const run = await project.pulumi(
          ...["up", "--yes", "--skip-preview", "--policy-pack", project.gate, "--policy-pack-config", file],
        );
        assert.equal(run.code === 0, blockedBy === undefined, run.output);
        if (blockedBy !== undefined) assert.match(run.output, mandatory(blockedBy));
        const lowered = blockedBy === undefined && config[AVAILABLE] !== undefined;
        assert.equal(/is advisory, as the settings name it/.test(run.output), lowered, run.output);
      });
  });

  it("blocks without credentials and says which places it looked at", async () => {
    const { endpoint } = emulator();
    const project = await Project.create({ program: EMPTY, env: { TENCENTCLOUD_TCSS_ENDPOINT: endpoint } });
    const preview = await project.withEvents("preview", "--policy-pack", project.gate);
    assert.notEqual(preview.code, 0);
    assert.match(preview.stdout, mandatory("purchase-state-available"));
    assert.match(preview.stdout, /no credentials for Tencent Cloud were found/);
    assert.match(preview.stdout, /Set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY/);
    assert.deepEqual(
      violations(preview.events).map(({ on, policy, level }) => ({ on, policy, level })),
      [{ on: "pulumi:pulumi:Stack", policy: "purchase-state-available", level: "mandatory" }],
    );
    assert.equal(emulator().requests().length, 0);
  });

  describe("with source: resources", () => {
    it("judges the program's PurchaseState alone", async () => {
      emulator().setScenario("undefended");
      const project = await judgedByResources(PURCHASE);
      const preview = await project.withEvents("preview", "--policy-pack", project.gate);
      assert.notEqual(preview.code, 0);
      assert.match(preview.stdout, /32 of 160 cores are undefended/);
      assert.deepEqual(
        violations(preview.events).map(({ on, policy }) => ({ on, policy })),
        [{ on: "pulumi-nodejs:dynamic/tcss:PurchaseState", policy: "no-undefended-cores" }],
      );
      assert.equal(emulator().requests().length, 1, "the gate has asked the account too");
    });

    it("blocks a preview without any PurchaseState, since nothing speaks for the account", async () => {
      const project = await judgedByResources(EMPTY);
      const preview = await project.preview("--policy-pack", project.gate);
      assert.notEqual(preview.code, 0);
      assert.match(preview.stdout, mandatory("purchase-state-available"));
      assert.match(preview.stdout, /this program has none/);
      assert.equal(emulator().requests().length, 0);
    });

    async function judgedByResources(program: string): Promise<Project> {
      const project = await Project.create({ program, emulator: emulator() });
      const settings = join(project.home, "settings.yaml");
      writeFileSync(settings, "source: resources\n");
      project.env["TCSS_GATE_CONFIG"] = settings;
      return project;
    }
  });
});
