import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { useEmulator } from "./support/emulators";
import { violations } from "./support/events";
import { shared } from "./support/hooks";
import { copyOut, install } from "./support/installation";
import { Project } from "./support/project";
import { addProfile } from "./support/secrets";

const EMPTY = "test/e2e/programs/empty";
const PURCHASE = "test/e2e/programs/purchase";
const EXAMPLE_MESSAGE = /86 of 154 cores are undefended\./;

describe("the gate as a team sets it up", () => {
  const emulator = useEmulator();

  /** A project whose gate has these settings, as a file that TCSS_GATE_CONFIG names. */
  async function gated(program: string, settings: string): Promise<Project> {
    const project = await Project.create({ program, emulator: emulator() });
    const file = join(project.home, "gate.yaml");
    writeFileSync(file, settings);
    project.env["TCSS_GATE_CONFIG"] = file;
    return project;
  }

  describe("with waivers", () => {
    const waiver = (expires: string, more = ""): string =>
      `waivers:\n  - rule: no-undefended-cores\n    reason: Migration until spring, ticket 4711.\n    expires: ${expires}\n${more}`;

    it("passes what is waived, and says so with the reason and the days that are left", async () => {
      emulator().setScenario("example");
      const project = await gated(EMPTY, waiver("2999-12-31"));
      const preview = await project.preview("--policy-pack", project.gate);
      assert.equal(preview.code, 0, preview.output);
      assert.match(
        preview.stdout,
        /TCSS002 no-undefended-cores is waived until 2999-12-31 \([\d,]+ days left\): Migration until spring, ticket 4711\. Waived finding: 86 of 154/,
      );
      assert.doesNotMatch(preview.stdout, /\[mandatory\]/);
    });

    it("blocks once the waiver has expired, and names it", async () => {
      emulator().setScenario("example");
      const project = await gated(EMPTY, waiver("2026-01-31"));
      const preview = await project.preview("--policy-pack", project.gate);
      assert.notEqual(preview.code, 0);
      assert.match(preview.stdout, EXAMPLE_MESSAGE);
      assert.match(
        preview.stdout,
        /A waiver of it expired on 2026-01-31, [\d,]+ days ago \(Migration until spring, ticket 4711\)\./,
      );
    });

    it("names a waiver that matches nothing", async () => {
      const project = await gated(EMPTY, waiver("2999-12-31"));
      const preview = await project.preview("--policy-pack", project.gate);
      assert.equal(preview.code, 0, preview.output);
      assert.match(
        preview.stdout,
        /The waiver of TCSS002 no-undefended-cores until 2999-12-31 .* matches nothing here/,
      );
    });

    it("takes the account's id from STS where a waiver is for one account", async () => {
      emulator().setScenario("example");
      const scope = (id: string): string => `    scope: { account: "${id}" }\n`;
      const mine = await gated(EMPTY, waiver("2999-12-31", scope(emulator().accountId)));
      mine.env["TENCENTCLOUD_STS_ENDPOINT"] = emulator().endpoint;
      assert.equal((await mine.preview("--policy-pack", mine.gate)).code, 0);
      const another = await gated(EMPTY, waiver("2999-12-31", scope("999999999999")));
      another.env["TENCENTCLOUD_STS_ENDPOINT"] = emulator().endpoint;
      assert.notEqual((await another.preview("--policy-pack", another.gate)).code, 0);
    });

    it("blocks on one without a reason, and on a misspelt setting, whatever the levels are", async () => {
      const levels = "levels.json";
      for (const [settings, words] of [
        ["waivers:\n  - rule: TCSS002\n    expires: 2999-12-31\n", /waivers\[0\]\.reason is missing/],
        ["sorce: resources\n", /sorce is unknown. Valid names: rules, source/],
      ] as const) {
        const project = await gated(EMPTY, settings);
        writeFileSync(join(project.folder, levels), '{"all":"disabled"}');
        const preview = await project.preview("--policy-pack", project.gate, "--policy-pack-config", levels);
        assert.notEqual(preview.code, 0);
        assert.match(preview.output, words);
        assert.doesNotMatch(preview.output, /^ +at /m);
      }
      assert.equal(emulator().requests().length, 0);
    });
  });

  it("judges each of several accounts by its name, and only for the stacks that it protects", async () => {
    const settings = (protects: string): string =>
      `accounts:\n  - account: production\n    profile: production\n  - account: staging\n    profile: staging\n${protects}`;
    const project = await gated(EMPTY, settings(""));
    addProfile(emulator(), project, "production", { accountId: "400000000001", scenario: "healthy" });
    addProfile(emulator(), project, "staging", { accountId: "400000000002", scenario: "undefended" });
    const blocked = await project.preview("--policy-pack", project.gate);
    assert.notEqual(blocked.code, 0);
    assert.match(blocked.stdout, /Account staging: 32 of 160 cores are undefended/);
    assert.doesNotMatch(blocked.stdout, /Account production/);
    const asked = emulator()
      .requests()
      .map(({ accountId }) => accountId);
    // the second one's purchase state, and the lists that name what is undefended there
    const lists = ["400000000002", "400000000002"];
    assert.deepEqual(asked.sort(), ["400000000001", "400000000002", ...lists]);

    emulator().clearRequests();
    const exempt =
      'protects:\n  - stack: "*/empty/dev"\n    live: false\n    reason: It runs no containers.\n';
    writeFileSync(project.env["TCSS_GATE_CONFIG"] as string, settings(exempt));
    const passed = await project.preview("--policy-pack", project.gate);
    assert.equal(passed.code, 0, passed.output);
    assert.match(passed.stdout, /not judged for stack organization\/empty\/dev .*It runs no containers\./);
    assert.equal(emulator().requests().length, 0);
  });

  describe("with settings of rules given to the engine", () => {
    const cases: [config: string, words: RegExp][] = [
      [
        '{"no-undefended-cores":{"maxUndefendedCore":100}}',
        /maxUndefendedCore is unknown. Valid names: .*maxUndefendedCores/,
      ],
      [
        '{"no-undefended-core":"advisory"}',
        /no-undefended-core is not a policy of this pack. Valid policies: all, purchase-state-available/,
      ],
      ['{"no-undefended-cores":{"maxUndefendedCores":"100"}}', /maxUndefendedCores: Invalid type/],
      ['{"no-undefended-cores":"optional"}', /"optional" is not a valid enforcement level/],
    ];
    for (const [config, words] of cases)
      it(`refuses ${config}`, async () => {
        const project = await Project.create({ program: EMPTY, emulator: emulator() });
        writeFileSync(join(project.folder, "config.json"), config);
        const preview = await project.preview(
          "--policy-pack",
          project.gate,
          "--policy-pack-config",
          "config.json",
        );
        assert.notEqual(preview.code, 0);
        assert.match(preview.output, words);
        assert.equal(emulator().requests().length, 0);
      });

    it("keeps a rule's level where only its settings are given", async () => {
      emulator().setScenario("example");
      const project = await Project.create({ program: EMPTY, emulator: emulator() });
      writeFileSync(join(project.folder, "config.json"), '{"no-undefended-cores":{"maxUndefendedCores":8}}');
      const preview = await project.preview(
        "--policy-pack",
        project.gate,
        "--policy-pack-config",
        "config.json",
      );
      assert.notEqual(preview.code, 0);
      assert.match(preview.stdout, /\[mandatory\].*no-undefended-cores/);
      assert.match(preview.stdout, /\(8 are accepted\)/);
    });
  });

  describe("without the right to ask, on another stack's outputs", () => {
    const GATE_SETTINGS = "source: resources\nevidence:\n  stacks: [organization/purchase/dev]\n";

    it("judges what that stack has published, while it is young enough", async () => {
      emulator().setScenario("example");
      const publisher = await Project.create({ program: PURCHASE, emulator: emulator() });
      await publisher.setConfig("tcss:recordObservedAt", "true");
      assert.equal((await publisher.up()).code, 0);

      emulator().clearRequests();
      const reader = await publisher.sibling({
        program: "test/e2e/programs/published",
        env: { TENCENTCLOUD_SECRET_ID: undefined, TENCENTCLOUD_SECRET_KEY: undefined },
      });
      const settings = join(reader.home, "gate.yaml");
      writeFileSync(settings, GATE_SETTINGS);
      reader.env["TCSS_GATE_CONFIG"] = settings;
      const preview = await reader.withEvents("preview", "--policy-pack", reader.gate);
      assert.notEqual(preview.code, 0);
      assert.match(preview.stdout, EXAMPLE_MESSAGE);
      assert.deepEqual(
        violations(preview.events)
          .filter(({ level }) => level === "mandatory")
          .map(({ on, policy }) => ({ on, policy })),
        [{ on: "pulumi-nodejs:dynamic/tcss:PurchaseState", policy: "no-undefended-cores" }],
      );
      assert.equal(emulator().requests().length, 0);

      writeFileSync(settings, `${GATE_SETTINGS}maxStaleHours: 0\n`);
      const tooOld = await reader.preview("--policy-pack", reader.gate);
      assert.notEqual(tooOld.code, 0);
      assert.match(
        tooOld.stdout,
        /holds values of stack organization\/purchase\/dev of .*, longer ago than the gate accepts/,
      );

      writeFileSync(settings, GATE_SETTINGS.replace("purchase/dev", "purchase/prod"));
      const another = await reader.preview("--policy-pack", reader.gate);
      assert.notEqual(another.code, 0);
      assert.match(
        another.stdout,
        /does not count: it reads stack organization\/purchase\/dev, which evidence\.stacks does not list/,
      );
    });

    it("takes what says no time for something that cannot be verified", async () => {
      const publisher = await Project.create({ program: PURCHASE, emulator: emulator() });
      assert.equal((await publisher.up()).code, 0);
      const reader = await publisher.sibling({ program: "test/e2e/programs/published" });
      const settings = join(reader.home, "gate.yaml");
      writeFileSync(settings, GATE_SETTINGS);
      reader.env["TCSS_GATE_CONFIG"] = settings;
      const preview = await reader.preview("--policy-pack", reader.gate);
      assert.notEqual(preview.code, 0);
      assert.match(
        preview.stdout,
        /holds values of stack .* of unknown age\. Set tcss:recordObservedAt to true in that stack/,
      );
    });

    it("keeps the time that it publishes for an hour, and renews it by what it reads then", async () => {
      const publisher = await Project.create({ program: PURCHASE, emulator: emulator() });
      await publisher.setConfig("tcss:recordObservedAt", "true");
      assert.equal((await publisher.up()).code, 0);
      const observedAt = async (): Promise<string> =>
        ((await publisher.outputs())["purchaseState"] as { observedAt: string }).observedAt;
      const first = await observedAt();
      const again = await publisher.up("--expect-no-changes");
      assert.equal(again.code, 0, again.output);
      assert.equal(await observedAt(), first);

      const longAgo = "2025-01-01T00:00:00Z";
      await publisher.observeAgainAt(longAgo);
      // a run that leaves the resource out reads nothing, whatever the program's clock says
      assert.equal((await publisher.up("--exclude", publisher.purchaseState().urn)).code, 0);
      assert.equal(await observedAt(), longAgo);
      assert.equal((await publisher.up()).code, 0);
      assert.ok((await observedAt()) >= first);
    });
  });

  it("is a pack of the team's own, with its own policies beside", async () => {
    emulator().setScenario("example");
    const pack = join(mkdtempSync(join(shared().folder, "own-pack-")), "own-pack");
    copyOut("examples/own-pack", pack);
    await install("npm", pack, shared().tarballs);
    // the engine here runs executables; what a language host would load is the same file
    const gate = join(pack, "gate.js");
    writeFileSync(
      gate,
      '#!/usr/bin/env node\nprocess.chdir(__dirname);\nrequire("ts-node/register");\nrequire("./index.ts");\n',
      {
        mode: 0o755,
      },
    );
    const project = await Project.create({ program: EMPTY, emulator: emulator() });
    const blocked = await project.withEvents("preview", "--policy-pack", gate);
    assert.notEqual(blocked.code, 0);
    assert.match(blocked.stdout, /\(8 are accepted\)/);
    assert.deepEqual(
      violations(blocked.events)
        .filter(({ level }) => level === "mandatory")
        .map(({ policy }) => policy),
      ["no-undefended-cores"],
    );
    emulator().setFields({ UndefendCoresCnt: 8 });
    const passed = await project.preview("--policy-pack", gate);
    assert.equal(passed.code, 0, passed.output);
  });
});
