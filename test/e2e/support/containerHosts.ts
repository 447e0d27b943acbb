import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Emulator } from "./emulators";
import { Project, type ProjectOptions } from "./project";
import type { Run } from "./run";
import { ROOT } from "./toolchain";

/** Folder of a provider that behaves as the bridged one of Tencent Cloud does. */
const PROVIDER = join(ROOT, "test/e2e/support/bridged");
/** Name of the file that gets a line for each change that the provider is asked for, in the project's home. */
const LOG = "provider.log";
/** Cores that the healthy account has bought, all of which protect something. */
const USED_CORES = 128;

/** A project whose program is served by that provider. */
export async function hostsProject(options: ProjectOptions): Promise<Project> {
  const project = await Project.create(options);
  // Pulumi takes a provider that it finds on PATH
  project.env["PATH"] = `${project.env["PATH"]}:${PROVIDER}`;
  project.env["TEST_PROVIDER_LOG"] = join(project.home, LOG);
  return project;
}

/** What the provider was asked to do, by kind and name. */
export function providerLog({ home }: Project): string[] {
  const file = join(home, LOG);
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").sort() : [];
}

/** Gives the healthy account so many bought cores that protect nothing. */
export function setIdleCores(emulator: Emulator, cores: number): void {
  emulator.setFields({ AuthorizedCoresCnt: USED_CORES + cores });
}

/** Makes `resources` those of the program, with a gate that stops a deployment for planned cores. */
export function declare({ folder }: Project, resources: readonly object[]): void {
  writeFileSync(join(folder, "resources.json"), JSON.stringify(resources));
  writeFileSync(join(folder, "tcss.gate.yaml"), "rules: { planned-cores-covered: mandatory }\n");
}

/** Asserts that TCSS010 has stopped the run. */
export function assertBlockedByPlan({ code, stdout, output }: Run): void {
  assert.notEqual(code, 0, output);
  assert.match(stdout, /\[mandatory\].*planned-cores-covered/, output);
}

/** A node pool of the bridged package. */
export function nodePool(name: string, nodes: unknown): object {
  const props = {
    clusterId: "cls-1",
    vpcId: "vpc-1",
    minSize: 1,
    maxSize: 10,
    desiredCapacity: nodes,
    autoScalingConfig: { instanceType: "S5.2XLARGE16", password: "not-to-be-shown" },
  };
  return { type: "Kubernetes/nodePool:NodePool", name, props };
}

/** One of an SDK that `pulumi package add terraform-provider` generates. */
export function addedNodePool(name: string, nodes: number): object {
  const props = {
    clusterId: "cls-1",
    vpcId: "vpc-1",
    minSize: 0,
    maxSize: 4,
    desiredCapacity: nodes,
    autoScalingConfig: [{ instanceType: "S5.LARGE8" }],
  };
  return { type: "index/kubernetesNodePool:KubernetesNodePool", name, props };
}
