import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { COVERAGE_FUNCTION } from "../../../core/internal";
import { type Emulator, startEmulator } from "../../../emulator/src";
import { type GetCoverageResult, getCoverage } from "../../../sdk";
import { FakeEngine } from "../../unit/support/fakeEngine";
import { type ProgramPlugin, startProgramPlugin } from "../support/programPlugin";

const ROOT = join(__dirname, "../../..");

describe("the coverage of an emulated account", () => {
  let emulator: Emulator;
  let program: ProgramPlugin;
  beforeEach(async () => {
    emulator = await startEmulator();
    program = await startProgramPlugin(emulator);
  });
  afterEach(async () => {
    program.close();
    await emulator.close();
  });

  it("has figures that agree with the purchase state of the API document's example", async () => {
    emulator.setScenario("example");
    const { totals, unit, plan }: GetCoverageResult = await getCoverage();
    assert.deepEqual([totals.cores, totals.protectedCores, totals.undefendedCores], [154, 68, 86]);
    assert.deepEqual(unit, { factor: 1000, deviation: 0 });
    assert.equal(plan?.coveredCores, 79);
    assert.equal(plan?.remainingCores, 7);
  });

  it("is refused alike without the right to read assets, which the message names", async () => {
    emulator.setScenario("no-asset-permission");
    const said = await Promise.all([
      getCoverage().catch(({ message }: Error) => message),
      program.plugin.invoke({}, COVERAGE_FUNCTION).catch(({ details }: { details: string }) => details),
    ]);
    for (const message of said) assert.match(String(message), /tcss:Describe(UserCluster|AssetHostList)/);
  });

  it("takes thousands of assets with long names through the plugin's wire", async () => {
    const name = "x".repeat(1000);
    emulator.setAssets(
      Array.from({ length: 2000 }, (_, index) => ({ kind: "cluster", id: `cls-${index}`, name, cores: 4 })),
    );
    const { result } = await program.plugin.invoke({ deadlineSeconds: 300 }, COVERAGE_FUNCTION);
    assert.equal((result["assets"] as unknown[]).length, 2000);
  });
});

describe("a program whose getCoverage hangs", () => {
  it("ends by itself once the deadline is over", async () => {
    const abyss = await FakeEngine.listen();
    const args = { endpoint: `http://${abyss.address}`, deadlineSeconds: 1, requestTimeoutSeconds: 60 };
    const program = `require("pulumi-tcss").getCoverage(${JSON.stringify(args)}).catch(({ message }) => console.log(message))`;
    const { PATH } = process.env;
    const env = {
      PATH,
      HOME: "/nowhere",
      TENCENTCLOUD_SECRET_ID: "AKIDtest",
      TENCENTCLOUD_SECRET_KEY: "key",
    };
    const options = { cwd: ROOT, env, timeout: 60_000 };
    const stdout = await new Promise<string>((resolve, reject) => {
      execFile(process.execPath, ["-e", program], options, (error, text) =>
        error === null ? resolve(text) : reject(error),
      );
    });
    assert.match(stdout, /could not be read within 1 s/);
    await abyss.left();
    await abyss.gone();
  });
});
