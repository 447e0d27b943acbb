import type { Emulator } from "../../../emulator/src";
import type { Project } from "../../e2e/support/project";
import type { Run } from "../../e2e/support/run";
import type { Row, Step } from "../measure";
import { timed } from "./cases";
import type { Surroundings } from "./Surroundings";

/** A command of Pulumi's, and what it must do for its time to count. */
export interface Deployment {
  readonly project: Project;
  readonly emulator: Emulator;
  /** Default: `preview`. */
  readonly command?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** The executable of a policy pack. */
  readonly pack?: string | undefined;
  /** Requests that the account must have got. */
  readonly calls: number;
  readonly shows: readonly RegExp[];
}

/** Runs it once. @throws Error with Pulumi's output when it has not done what it should. */
export async function deploy(deployment: Deployment): Promise<Run> {
  const { project, emulator, command = ["preview"], env = {}, pack, calls, shows } = deployment;
  emulator.clearRequests();
  const packs = pack === undefined ? [] : ["--policy-pack", pack];
  const result = await project.pulumiWith(env, ...command, ...packs);
  const asked = emulator.requests().length;
  const missing = shows.find((pattern) => !pattern.test(result.output));
  if (result.code !== 0 || asked !== calls || missing !== undefined)
    throw new Error(
      `pulumi ${command.join(" ")} ended with ${result.code} after ${asked} requests; ` +
        `expected were 0, ${calls} and ${shows.join(", ")}:\n${result.output}`,
    );
  return result;
}

/** Times a preview. */
export function preview(row: Omit<Row, "unit" | "calls">, deployment: Deployment): Step {
  return timed({ ...row, calls: deployment.calls }, () => deploy(deployment));
}

/** The stack and so many resources. */
export function toCreate(resources: number): RegExp {
  return new RegExp(`\\+ ${resources + 1} to create\\b`);
}

/** A program that loads all of `@pulumi/pulumi`, as most do; an empty one, and `pulumi-tcss`, load a part of it. */
export const USUAL = "usual: all of @pulumi/pulumi loaded";

export async function usualProgram(surroundings: Surroundings, shows: readonly RegExp[]): Promise<Step> {
  const [project, emulator] = [await surroundings.project("pulumi-loaded"), await surroundings.emulator()];
  return preview({ name: USUAL }, { project, emulator, calls: 0, shows });
}
