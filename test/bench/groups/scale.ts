import type { Group } from "../measure";
import { preview, toCreate, USUAL, usualProgram } from "../support/previews";
import type { Surroundings } from "../support/Surroundings";

const COUNTS = [1, 10, 100];

const LIMITS: Readonly<Record<string, number>> = { "100 plugin resources": 1.35 };

/** What many resources of one account cost: the provider must ask it once for all of them. */
export async function scaleGroup(surroundings: Surroundings): Promise<Group> {
  const emulator = await surroundings.emulator();
  const empty = await surroundings.project("empty");
  const bare = preview(
    { name: "bare preview" },
    { project: empty, emulator, calls: 0, shows: [toCreate(0)] },
  );
  const steps = [bare];
  const flavours = { dynamic: "dynamic-resource", plugin: "plugin-resource-lean" };
  for (const [flavour, program] of Object.entries(flavours)) {
    const project = await surroundings.project(program);
    for (const count of COUNTS) {
      const name = `${count} ${flavour} resource${count === 1 ? "" : "s"}`;
      const limit = LIMITS[name];
      steps.push(
        preview(limit === undefined ? { name } : { name, limit }, {
          project,
          emulator,
          env: { RESOURCES: String(count) },
          calls: 1,
          shows: [toCreate(count), /undefended *: 0\b/],
        }),
      );
    }
  }
  const components = await surroundings.project("components");
  steps.push(
    preview(
      { name: "100 components, without a provider" },
      { project: components, emulator, calls: 0, shows: [toCreate(100)] },
    ),
  );
  steps.push(await usualProgram(surroundings, [toCreate(0)]));
  return { base: "bare preview", usual: USUAL, steps };
}
