import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Finding, type GateSettingsArgs, type RulesConfig, rules } from "../../core/internal";
import { useEmulator } from "./support/emulators";
import { violations } from "./support/events";
import { Project } from "./support/project";
import { run } from "./support/run";
import { ROOT } from "./support/toolchain";

const EMPTY = { program: "test/e2e/programs/empty", name: "organization/empty/dev" };
const PURCHASE = { program: "test/e2e/programs/purchase", name: "organization/purchase/dev" };

interface SameCase {
  /** The emulator's scenario. */
  readonly scenario: string;
  readonly settings?: GateSettingsArgs;
  /** `--policy-pack-config`. */
  readonly config?: RulesConfig;
  /** Program and stack. Default: a program without a `PurchaseState`. */
  readonly of?: typeof EMPTY;
  /** What `tcss check` reads. Default: `--live`. */
  readonly sources?: (stack: string) => string[];
  readonly verdict: "pass" | "block" | "unknown";
  readonly ruleIds: readonly string[];
}

const LASTS = { reason: "accepted", expires: "2099-12-31" };
const CASES: Readonly<Record<string, SameCase>> = {
  "a healthy account": { scenario: "healthy", verdict: "pass", ruleIds: [] },
  "undefended cores": { scenario: "undefended", verdict: "block", ruleIds: ["TCSS002"] },
  "undefended cores that the file allows": {
    scenario: "undefended",
    settings: { rules: { "no-undefended-cores": { maxUndefendedCores: 100_000 } } },
    verdict: "pass",
    ruleIds: [],
  },
  "undefended cores under a waiver of the stack": {
    scenario: "undefended",
    settings: { waivers: [{ rule: "TCSS002", ...LASTS, scope: { stack: "empty/*" } }] },
    verdict: "pass",
    ruleIds: [],
  },
  "undefended cores of an exempt stack": {
    scenario: "undefended",
    settings: { protects: [{ stack: "dev", live: false, reason: "runs no containers" }] },
    verdict: "pass",
    ruleIds: [],
  },
  "a license that expires soon, mandatory by the engine's configuration": {
    scenario: "expiring",
    config: { "expiring-soon": "mandatory" },
    verdict: "block",
    ruleIds: ["TCSS003", "TCSS004"],
  },
  "an account that cannot be read": { scenario: "html", verdict: "unknown", ruleIds: ["TCSS000"] },
  "a program's resource alone": {
    scenario: "undefended",
    settings: { source: "resources" },
    of: PURCHASE,
    sources: (stack) => ["--stack", stack],
    verdict: "block",
    ruleIds: ["TCSS002"],
  },
  "a resource that does not count": {
    scenario: "healthy",
    settings: { source: "resources", evidence: { accounts: ["100000000001"] } },
    of: PURCHASE,
    sources: (stack) => ["--stack", stack],
    verdict: "unknown",
    ruleIds: ["TCSS000"],
  },
};

describe("the gate in the real engine and tcss check reach the same verdict", () => {
  const emulator = useEmulator();

  for (const [what, one] of Object.entries(CASES))
    it(`on ${what}`, async () => {
      const { scenario, settings, config = {}, of = EMPTY, verdict, ruleIds } = one;
      emulator().setScenario(scenario);
      const project = await Project.create({ program: of.program, emulator: emulator() });
      await project.setConfig("tcss:maxRetries", "0");
      if (of === PURCHASE) assert.equal((await project.up()).code, 0);
      if (settings !== undefined)
        writeFileSync(join(project.folder, "tcss.gate.yaml"), JSON.stringify(settings));
      const levels = join(project.home, "levels.json");
      writeFileSync(levels, JSON.stringify(config));

      const pack = ["--policy-pack", project.gate, "--policy-pack-config", levels];
      const preview = await project.withEvents("preview", ...pack);
      assert.equal(preview.code === 0, verdict === "pass", preview.output);
      assert.deepEqual(
        idsOf(violations(preview.events).map(({ policy }) => policy)),
        ruleIds,
        preview.output,
      );

      const { sources = () => ["--live"] } = one;
      const command = [join(ROOT, "report/bin/tcss"), "check", "--format", "json", "--output", "-"];
      const names = ["--stack-name", of.name, "--policy-pack-config", levels];
      const check = await run(process.execPath, [...command, ...sources(of.name), ...names], {
        cwd: project.folder,
        env: project.env,
      });
      assert.equal(check.code, { pass: 0, block: 1, unknown: 2 }[verdict], check.output);
      const report = JSON.parse(check.stdout) as {
        readonly verdict: string;
        readonly subjects: readonly { readonly findings: readonly Finding[] }[];
      };
      assert.equal(report.verdict, verdict);
      const findings = report.subjects.flatMap((subject) => subject.findings);
      const counted = findings.filter(({ waived }) => waived === undefined);
      assert.deepEqual(idsOf(counted.map(({ policyName }) => policyName)), ruleIds, check.output);
    });
});

function idsOf(policies: readonly string[]): string[] {
  return rules.filter(({ name }) => policies.includes(name)).map(({ id }) => id);
}
