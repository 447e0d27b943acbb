import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { useEmulator } from "./support/emulators";
import { Project } from "./support/project";
import { type Run, run } from "./support/run";
import { ROOT } from "./support/toolchain";

/** A program whose `PurchaseState` nobody exports. */
const SILENT = `const tcss = require("pulumi-tcss");
new tcss.PurchaseState("quiet");
`;

interface Judged {
  readonly origin: { readonly kind: string; readonly name: string; readonly resource?: string };
  readonly observedAt?: string;
  readonly purchaseState?: Record<string, unknown>;
  readonly findings: readonly {
    readonly ruleId: string;
    readonly message: string;
    readonly assets?: unknown;
  }[];
}

interface Report {
  readonly verdict: string;
  readonly subjects: readonly Judged[];
  readonly history?: readonly {
    readonly points: readonly {
      readonly version: number;
      readonly time: string;
      readonly undefendCoresCnt: number;
    }[];
    readonly problem?: string;
  }[];
}

describe("tcss and the real engine", () => {
  const emulator = useEmulator({ scenario: "example" });
  const PURCHASE = "organization/purchase/dev";

  before(() => assert.ok(existsSync(join(ROOT, "report/dist/main.js")), "build first: npm run build"));

  /** The command as a colleague runs it: in the project's environment, from a folder of its own. */
  function tcss(project: Project, ...args: string[]): Promise<Run> {
    const command = [join(ROOT, "report/bin/tcss"), ...args];
    return run(process.execPath, command, { cwd: project.home, env: project.env });
  }

  async function reportOf(project: Project, ...args: string[]): Promise<Report> {
    const { stdout, stderr } = await tcss(project, "report", "--format", "json", ...args);
    assert.equal(stderr, "");
    return JSON.parse(stdout) as Report;
  }

  function create(program = "test/e2e/programs/purchase"): Promise<Project> {
    return Project.create({ program, emulator: emulator() });
  }

  it("finds a PurchaseState whose values are not exported", async () => {
    const project = await create();
    writeFileSync(join(project.folder, "index.js"), SILENT);
    assert.equal((await project.up()).code, 0);
    assert.deepEqual(await project.outputs(), {});
    const { subjects } = await reportOf(project, "--stack", PURCHASE);
    assert.deepEqual(
      subjects.map(({ origin }) => origin),
      [{ kind: "stack", name: PURCHASE, resource: "quiet" }],
    );
    assert.equal(subjects[0]?.purchaseState?.["undefendCoresCnt"], 86);
    assert.equal((await tcss(project, "check", "--stack", PURCHASE)).code, 1);
  });

  it("says the same of one account by --stack, --file and --live", async () => {
    const project = await create();
    await project.up();
    const { stdout: state } = await project.mustPulumi("stack", "export");
    const { stdout: outputs } = await project.mustPulumi("stack", "output", "--json");
    const files = Object.entries({ state, outputs }).map(([name, text]) => {
      const file = join(project.home, `${name}.json`);
      writeFileSync(file, text);
      return file;
    });
    const sources = files.flatMap((file) => ["--file", file]);
    const { subjects } = await reportOf(project, ...sources, "--stack", PURCHASE, "--live");
    assert.deepEqual(
      subjects.map(({ origin }) => origin.kind),
      ["file", "file", "stack", "live"],
    );
    // each was read at a time of its own
    const [first, ...others] = subjects.map(({ findings, purchaseState }) => ({
      // the live account alone is asked for its assets
      findings: findings.map(({ assets: _, message, ...finding }) => ({
        ...finding,
        message: message.replace(/ Undefended: .*?\)\.| All \d+ cores cost .*$/g, ""),
      })),
      purchaseState: { ...purchaseState, observedAt: undefined },
    }));
    assert.ok((first?.findings.length ?? 0) > 0);
    for (const other of others) assert.deepEqual(other, first);
    assert.deepEqual(
      subjects.map(({ findings }) => findings.some(({ assets }) => assets !== undefined)),
      [false, false, false, true],
    );
  });

  it("gives a point for each update that succeeded", async () => {
    const project = await create();
    for (const undefended of [86, 50, 20]) {
      emulator().setFields({ UndefendCoresCnt: undefended });
      assert.equal((await project.up()).code, 0);
    }
    emulator().faults.push({ fault: "error", code: "UnauthorizedOperation", times: "always" });
    assert.notEqual((await project.up()).code, 0);
    const { history } = await reportOf(project, "--stack", PURCHASE, "--history");
    const [{ points = [], problem } = {}] = history ?? [];
    assert.equal(problem, undefined);
    assert.deepEqual(
      points.map(({ version, undefendCoresCnt }) => [version, undefendCoresCnt]),
      [
        [1, 86],
        [2, 50],
        [3, 20],
      ],
    );
    const times = points.map(({ time }) => time);
    assert.deepEqual(times, [...times].sort());
  });

  it("does not take an update that failed for news of the account", async () => {
    const project = await create();
    await project.up();
    const before = (await reportOf(project, "--stack", PURCHASE)).subjects[0];
    emulator().setFields({ UndefendCoresCnt: 0, AuthorizedCoresCnt: 68 });
    emulator().faults.push({ fault: "error", code: "UnauthorizedOperation", times: "always" });
    // the time in the state is that of the failure, which may be in the same second
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.notEqual((await project.up()).code, 0);
    assert.deepEqual(
      (await reportOf(project, "--stack", PURCHASE)).subjects[0]?.observedAt,
      before?.observedAt,
    );
  });

  it("names a stack that does not exist, and what to check", async () => {
    const project = await create();
    const { code, stdout } = await tcss(project, "check", "--stack", "organization/purchase/nope");
    assert.match(
      stdout,
      /TCSS000 .*no stack named 'organization\/purchase\/nope' found\. Check the stack's name/,
    );
    assert.equal(code, 2);
  });

  it("takes a waiver of the gate's file for the stack that it names", async () => {
    const project = await create();
    await project.up();
    const gate = join(project.home, "gate.yaml");
    const waiver = {
      rule: "TCSS002",
      reason: "known",
      expires: "2099-12-31",
      scope: { stack: "purchase/*" },
    };
    writeFileSync(gate, JSON.stringify({ waivers: [waiver] }));
    const { code, stdout } = await tcss(project, "check", "--stack", PURCHASE, "--gate-config", gate);
    assert.match(stdout, /waived TCSS002/);
    assert.equal(code, 0);
  });
});
