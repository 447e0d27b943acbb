import type { Group, Step } from "../measure";
import { assertSameVerdict, awsGuardPacks, tcssPacks } from "../support/packs";
import { preview, toCreate, USUAL, usualProgram } from "../support/previews";
import type { Surroundings } from "../support/Surroundings";

const PROGRAMS = [
  { name: "", program: "empty", resources: 0, calls: 0 },
  { name: "dynamic resource", program: "dynamic-resource", resources: 1, calls: 1 },
  { name: "plugin resource", program: "plugin-resource-lean", resources: 1, calls: 1 },
  { name: "plugin resource by all of @pulumi/pulumi", program: "plugin-resource", resources: 1, calls: 1 },
  { name: "plugin function", program: "plugin-function", resources: 0, calls: 1 },
];

/** Ratios to the bare preview that must not be passed. */
const LIMITS: Readonly<Record<string, number>> = {
  "+ executable pack": 1.2,
  "+ folder pack": 1.6,
  "+ dynamic resource + executable pack": 1.65,
  "+ plugin resource + executable pack": 1.3,
};

const NO_PACK = /^(?![\s\S]*Policies:)/;

/** What the resource and the gate cost in each combination, with the real engine and a local emulator. */
export async function engineGroup(surroundings: Surroundings): Promise<Group> {
  const emulator = await surroundings.emulator();
  const tcss = await tcssPacks(surroundings);
  const awsGuard = await awsGuardPacks(surroundings);
  const packs = [
    { name: "", pack: undefined, calls: 0, shows: NO_PACK },
    { name: "executable pack", pack: tcss.executable, calls: 1, shows: /✅ tcss@v/ },
    { name: "folder pack", pack: tcss.folder, calls: 1, shows: /✅ tcss@v/ },
  ];
  const peers = [
    { name: "awsguard as an executable", pack: awsGuard.executable, calls: 0, shows: /✅ pulumi-awsguard@v/ },
    { name: "awsguard as a folder", pack: awsGuard.folder, calls: 0, shows: /✅ pulumi-awsguard@v/ },
  ];
  const steps: Step[] = [];
  for (const program of PROGRAMS) {
    const project = await surroundings.project(program.program);
    if (program.program === "empty") await assertSameVerdict(surroundings, project, tcss);
    for (const pack of program.program === "empty" ? [...packs, ...peers] : packs)
      steps.push(
        preview(row(program.name, pack.name), {
          project,
          emulator,
          pack: pack.pack,
          calls: program.calls + pack.calls,
          shows: [
            pack.shows,
            toCreate(program.resources),
            ...(program.calls > 0 ? [/undefended *: 0\b/] : []),
          ],
        }),
      );
  }
  steps.push(await usualProgram(surroundings, [NO_PACK, toCreate(0)]));
  return { base: "bare preview", usual: USUAL, steps };
}

function row(...names: string[]): { name: string; limit?: number } {
  const parts = names.filter((name) => name !== "").map((name) => `+ ${name}`);
  const name = parts.join(" ") || "bare preview";
  const limit = LIMITS[name];
  return limit === undefined ? { name } : { name, limit };
}
