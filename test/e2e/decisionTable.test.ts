import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { useEmulator } from "./support/emulators";
import { type Violation, violations } from "./support/events";
import { runUnderFolder } from "./support/folderPack";
import { shared } from "./support/hooks";
import { Project } from "./support/project";

/** What a run has come to. */
interface Outcome {
  readonly passed: boolean;
  /** Whether the program's one side effect has happened. */
  readonly created: boolean;
  readonly violations: readonly Violation[];
  readonly output: string;
}

/** The failing scenarios end at the first try, and no slow machine makes a timeout of an answer. */
const SETTINGS = {
  "tcss:maxRetries": "0",
  "tcss:requestTimeoutSeconds": "60",
  "tcss:deadlineSeconds": "120",
};
/** So that the scenario which never answers ends soon. */
const SHORT = { "tcss:maxRetries": "0", "tcss:requestTimeoutSeconds": "5", "tcss:deadlineSeconds": "6" };

const ONE_FILE = "test/e2e/programs/one-file";
const WAYS = [["preview"], ["up", "--yes"], ["up", "--yes", "--skip-preview"]];

const UNREADABLE = { mandatory: ["purchase-state-available"], advisory: [] };
const EXAMPLE = {
  mandatory: ["no-undefended-cores"],
  advisory: ["automatic-renewal", "idle-cores", "images-licensed", "reply-consistent"],
};
const CLEAN = { mandatory: [], advisory: [] };

/** The policies that speak on each of the emulator's scenarios, by level. */
const DECISIONS: Readonly<Record<string, { mandatory: readonly string[]; advisory: readonly string[] }>> = {
  healthy: CLEAN,
  example: EXAMPLE,
  "no-asset-permission": EXAMPLE,
  undefended: { mandatory: ["no-undefended-cores"], advisory: [] },
  expiring: { mandatory: [], advisory: ["automatic-renewal", "expiring-soon"] },
  trial: { mandatory: [], advisory: ["automatic-renewal", "no-trial"] },
  "expired-isolated": { mandatory: ["no-undefended-cores", "protection-active"], advisory: [] },
  "expired-terminated": { mandatory: ["no-undefended-cores", "protection-active"], advisory: [] },
  "not-purchased": { mandatory: ["no-undefended-cores", "protection-active"], advisory: [] },
  latency: CLEAN,
  "wrong-content-type": CLEAN,
  hang: UNREADABLE,
  reset: UNREADABLE,
  "5xx": UNREADABLE,
  html: UNREADABLE,
  truncated: UNREADABLE,
  empty: UNREADABLE,
  redirect: UNREADABLE,
  "rate-limited": UNREADABLE,
};
/** Never answer, as `hang`, or differ from `example` in the lists of assets alone: one of a kind is enough. */
const ALIKE = ["trickle", "hang-body", "tricky-assets", "many-assets"];

describe("the decision table: scenarios, ways to run, forms of the pack", () => {
  const emulator = useEmulator();

  it("has a row for each of the emulator's scenarios", async () => {
    const response = await fetch(`${emulator().endpoint}/_emulator/scenarios`);
    const all = ((await response.json()) as { name: string }[]).map(({ name }) => name);
    assert.deepEqual(all.filter((name) => !ALIKE.includes(name)).sort(), Object.keys(DECISIONS).sort());
  });

  describe("the pack as an executable, by the command line", () => {
    for (const scenario of Object.keys(DECISIONS))
      it(`${scenario}: preview, up and up --skip-preview`, async () => {
        const projects = await Promise.all(
          WAYS.map(() => Project.create({ program: ONE_FILE, emulator: emulator() })),
        );
        emulator().setScenario(scenario);
        await Promise.all(projects.map((project, way) => assertRun(project, WAYS[way] ?? [], scenario)));
      });
  });

  it("the pack as a folder, by the Automation API: preview and up, which previews nothing", async () => {
    const pack = join(shared().installed, "node_modules/pulumi-tcss-policy-pack");
    const scenarios = Object.keys(DECISIONS).filter((name) => name !== "hang");
    const runs = [
      ...(await runUnderFolder(pack, emulator(), scenarios, SETTINGS)),
      ...(await runUnderFolder(pack, emulator(), ["hang"], SHORT)),
    ];
    assert.equal(runs.length, 2 * Object.keys(DECISIONS).length);
    for (const { scenario, command, events, ...run } of runs)
      assertDecision(command, scenario, command === "up", { ...run, violations: violations(events) });
  });
});

async function assertRun(project: Project, way: readonly string[], scenario: string): Promise<void> {
  for (const [key, value] of Object.entries(scenario === "hang" ? SHORT : SETTINGS))
    await project.setConfig(key, value);
  const run = await project.withEvents(...way, "--policy-pack", project.gate);
  assertDecision(way.join(" "), scenario, way.includes("up"), {
    passed: run.code === 0,
    created: existsSync(join(project.folder, "one.effect")),
    violations: violations(run.events),
    output: run.output,
  });
}

function assertDecision(way: string, scenario: string, creates: boolean, outcome: Outcome): void {
  const { mandatory, advisory } = DECISIONS[scenario] ?? assert.fail(scenario);
  const context = `${scenario}, ${way}: ${outcome.output}`;
  const names = (level: string): string[] => [
    ...new Set(outcome.violations.filter((each) => each.level === level).map(({ policy }) => policy)),
  ];
  assert.deepEqual(names("mandatory").sort(), mandatory, context);
  assert.deepEqual(names("advisory").sort(), advisory, context);
  for (const policy of [...mandatory, ...advisory]) assert.ok(outcome.output.includes(policy), context);
  const passes = mandatory.length === 0;
  assert.equal(outcome.passed, passes, context);
  assert.equal(outcome.created, passes && creates, context);
  assert.doesNotMatch(outcome.output, /^ +at |node:internal/m, context);
}
