import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  addedNodePool,
  assertBlockedByPlan,
  declare,
  hostsProject,
  nodePool,
  providerLog,
  setIdleCores,
} from "./support/containerHosts";
import { useEmulator } from "./support/emulators";
import type { Run } from "./support/run";

const PROGRAM = "test/e2e/programs/container-hosts";
const NOT_JUDGED = /TCSS010 planned-cores-covered has not judged the container hosts/g;
const NET = { type: "Vpc/instance:Instance", name: "net", props: { cidrBlock: "10.0.0.0/16" } };

describe("the gate and the container hosts that a deployment adds", () => {
  const emulator = useEmulator();

  it("blocks new node pools of both families before anything is created, lets them be once they exist, and counts growth alone", async () => {
    const project = await hostsProject({ program: PROGRAM, emulator: emulator() });
    const gated = (...args: string[]): Promise<Run> => project.pulumi(...args, "--policy-pack", project.gate);

    declare(project, [NET, nodePool("web", 3), addedNodePool("jobs", 2)]);
    setIdleCores(emulator(), 8);
    const blocked = await gated("up", "--yes");
    assertBlockedByPlan(blocked);
    assert.match(
      blocked.stdout,
      /adds 32 cores of container hosts \(node pool web: 3 × S5\.2XLARGE16; node pool jobs: 2 × S5\.LARGE8\)\. Up to 8 bought cores are idle: the other 24 would be undefended/,
    );
    assert.match(blocked.stdout, /Cores that the deployment removes are not counted/);
    assert.doesNotMatch(blocked.output, /Updating \(dev\)|not-to-be-shown|can't run policy/);
    assert.deepEqual([project.resources(), providerLog(project)], [[], []]);

    const skipped = await gated("up", "--yes", "--skip-preview");
    assert.equal(skipped.code, 0, skipped.output);
    // the engine shows each message as it comes, and again at the end
    const [, atEnd = ""] = skipped.stdout.split("Diagnostics:");
    assert.equal(atEnd.match(NOT_JUDGED)?.length, 1, skipped.output);
    assert.deepEqual(providerLog(project), ["create jobs", "create net", "create web"]);

    const unchanged = await gated("preview");
    assert.equal(unchanged.code, 0, unchanged.output);
    assert.doesNotMatch(unchanged.output, /TCSS010|container hosts/);

    declare(project, [NET, nodePool("web", 5), addedNodePool("jobs", 2)]);
    const growing = await gated("preview");
    assertBlockedByPlan(growing);
    assert.match(growing.stdout, /adds 16 cores of container hosts \(node pool web: 2 × S5\.2XLARGE16\)\./);

    setIdleCores(emulator(), 16);
    const covered = await gated("up", "--yes");
    assert.equal(covered.code, 0, covered.output);
    // it was judged in its preview: the update has nothing to say
    assert.doesNotMatch(covered.output, /TCSS010|container hosts/);
    assert.equal(providerLog(project).at(-1), "update web");
  });

  it("cannot verify a number of nodes that is not known yet, unless the run leaves the pool out", async () => {
    const project = await hostsProject({ program: PROGRAM, emulator: emulator() });
    declare(project, [NET, nodePool("later", "ref:net")]);
    setIdleCores(emulator(), 5000);
    const preview = await project.preview("--policy-pack", project.gate);
    assertBlockedByPlan(preview);
    assert.match(preview.stdout, /cannot be verified: node pool later \(number of machines unknown\)/);
    assert.doesNotMatch(preview.output, /can't run policy/);

    const net = "urn:pulumi:dev::container-hosts::tencentcloud:Vpc/instance:Instance::net";
    const without = await project.preview("--policy-pack", project.gate, "--target", net);
    assert.equal(without.code, 0, without.output);
  });

  it("blocks the example node-pool with the words of its README", async () => {
    const project = await hostsProject({
      program: "examples/node-pool",
      emulator: emulator(),
      // its types are checked with all others
      env: { TS_NODE_TRANSPILE_ONLY: "true" },
    });
    const preview = await project.preview("--policy-pack", project.gate);
    assertBlockedByPlan(preview);
    const readme = readFileSync(join(project.folder, "README.md"), "utf8");
    const [said = ""] = /This deployment adds .*/.exec(readme) ?? [];
    assert.notEqual(said, "");
    assert.ok(preview.stdout.includes(said), preview.stdout);
    assert.deepEqual(providerLog(project), []);
  });
});
