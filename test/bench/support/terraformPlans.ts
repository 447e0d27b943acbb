import type { Emulator } from "../../../emulator/src";
import { type ModuleOptions, TerraformModule } from "../../integration/support/terraform";
import { emulatorAccess } from "../../support/emulatorAccess";
import type { Row, Step } from "../measure";
import { timed } from "./cases";
import { highestOf, peaksDuring } from "./peakMemory";
import type { TerraformSurroundings } from "./Surroundings";

const PROVIDER = /^\S*node (--\S+ )*\S*terraform-provider-tcss/;

/** A plan that is made again and again, in a folder of its own. */
export interface Plan {
  readonly module: TerraformModule;
  readonly emulator: Emulator;
  /** What the engine must print for its time to count. */
  readonly shows: RegExp;
}

export async function planOf(
  surroundings: TerraformSurroundings,
  options: Omit<ModuleOptions, "env">,
  shows: RegExp,
): Promise<Plan> {
  const emulator = await surroundings.emulator();
  const module = new TerraformModule({ ...options, env: emulatorAccess(emulator) });
  surroundings.removeAtEnd(module.folder);
  return { module, emulator, shows };
}

/**
 * Makes the plan once. @returns how often the account was asked.
 * @throws Error with the engine's output when it has not done what it should.
 */
async function askedBy({ module, emulator, shows }: Plan): Promise<number> {
  emulator.clearRequests();
  const { code, output } = await module.run("plan");
  if (code !== 0 || !shows.test(output))
    throw new Error(`the plan ended with ${code}; expected were 0 and ${shows}:\n${output}`);
  return emulator.requests().length;
}

/** Times a plan. */
export function timedPlan(row: Omit<Row, "unit"> & { readonly calls: number }, plan: Plan): Step {
  return timed(row, async () => {
    const asked = await askedBy(plan);
    if (asked !== row.calls)
      throw new Error(`${row.name}: the account was asked ${asked} times, not ${row.calls}`);
  });
}

/** Counts what the account is asked. */
export function countedPlan(row: Omit<Row, "unit">, plan: Plan): Step {
  return { rows: [{ ...row, unit: "calls" }], once: async () => [await askedBy(plan)] };
}

/** Takes the provider's peak memory. Apart from the plans whose time is taken: looking at the processes takes time. */
export function peakOfPlan(row: Omit<Row, "unit">, plan: Plan): Step {
  return {
    rows: [{ ...row, unit: "MB" }],
    once: async () => [highestOf(row.name, PROVIDER, await peaksDuring(() => askedBy(plan)))],
  };
}
