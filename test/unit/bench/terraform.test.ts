import assert from "node:assert/strict";
import { existsSync, rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Emulator, startEmulator } from "../../../emulator/src";
import { NoToolchain } from "../../../toolchain/src/toolchain";
import { terraformGroup } from "../../bench/groups/terraform";
import type { Group, Row } from "../../bench/measure";
import type { TerraformSurroundings } from "../../bench/support/Surroundings";
import type { Engine } from "../../integration/support/terraform";

const ENGINES: readonly Engine[] = [
  { name: "Terraform", command: "terraform", version: "1.11.4" },
  { name: "OpenTofu", command: "tofu", version: "1.12.6" },
];
const THEIRS = 'plan with data "external", which starts node';
const OURS = "plan with tcss_purchase_state";

describe("the benchmark of the provider for Terraform", () => {
  let folder: string;
  let emulator: Emulator;
  let toRemove: string[];
  before(async () => {
    emulator = await startEmulator();
    folder = await mkdtemp(join(tmpdir(), "bench-"));
  });
  after(async () => {
    await emulator.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => {
    toRemove = [];
  });
  afterEach(() => {
    for (const each of toRemove) rmSync(each, { recursive: true, force: true });
  });

  function open(engines: readonly Engine[], externalStandIn = async () => "/stand-in"): Promise<Group> {
    const surroundings: TerraformSurroundings = {
      folder: () => folder,
      removeAtEnd: (each) => toRemove.push(each),
      emulator: async () => emulator,
      terraform: () => engines,
      externalStandIn,
    };
    return Promise.resolve(terraformGroup(surroundings, new AbortController().signal));
  }
  const rowsOf = ({ steps }: Group): Row[] => steps.flatMap(({ rows }) => rows);
  const rowOf = (group: Group, name: string): Row | undefined =>
    rowsOf(group).find((row) => row.name === name);

  it("measures each engine against its own plan that starts node", async () => {
    const group = await open(ENGINES);
    for (const { name } of ENGINES) {
      const theirs = rowOf(group, `${name}: ${THEIRS}`);
      const ours = rowOf(group, `${name}: ${OURS}`);
      assert.equal(theirs?.calls, 1);
      assert.deepEqual([ours?.base, ours?.limit, ours?.calls], [theirs?.name, 1.35, 1]);
      assert.equal(rowOf(group, `${name}: 50 data sources of one account`)?.limit, 1);
    }
    const handshake = rowOf(group, "handshake");
    assert.deepEqual([handshake?.base, handshake?.limit], ["node -e 0", 2]);
    // each base is a row of its own
    const names = rowsOf(group).map(({ name }) => name);
    assert.ok(rowsOf(group).every(({ base }) => base === undefined || names.includes(base)));
    assert.equal(new Set(names).size, names.length);
  });

  it("limits peak memory at the handshake and in plans", async function () {
    if (!existsSync("/proc/self/status")) this.skip();
    const peaks = rowsOf(await open(ENGINES)).filter(({ unit }) => unit === "MB");
    assert.deepEqual(peaks.length, 1 + 2 * ENGINES.length);
    assert.ok(peaks.every(({ limit }) => limit === 80));
  });

  it("measures the start alone where there is no engine, says so, and builds no stand-in", async () => {
    const group = await open([], () => assert.fail("built"));
    assert.match(group.missing?.join() ?? "", /neither terraform nor tofu on PATH/);
    assert.ok(rowOf(group, "handshake"));
    assert.ok(!rowsOf(group).some(({ name }) => /plan/.test(name)));
  });

  it("measures the provider's plan without a ratio and without its limit where there is no Go, and says so", async () => {
    const group = await open(ENGINES, () => Promise.reject(new NoToolchain("there is no usable go on PATH")));
    assert.match(group.missing?.join() ?? "", /"external" is not measured.*no usable go on PATH/);
    const ours = rowOf(group, `Terraform: ${OURS}`);
    assert.deepEqual([ours?.calls, ours?.base, ours?.limit], [1, undefined, undefined]);
    assert.equal(rowOf(group, `Terraform: ${THEIRS}`), undefined);
  });

  it("lets a failure that is not a missing Go through", async () => {
    await assert.rejects(
      open(ENGINES, () => Promise.reject(new Error("a defect"))),
      /a defect/,
    );
  });
});
