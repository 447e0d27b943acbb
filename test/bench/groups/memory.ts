import type { Group, Row, Step } from "../measure";
import { tcssPacks } from "../support/packs";
import { highestOf, peaksAreMissing, peaksDuring } from "../support/peakMemory";
import { type Deployment, deploy, toCreate } from "../support/previews";
import type { Surroundings } from "../support/Surroundings";

interface Watched extends Omit<Row, "unit"> {
  /** Tells the process by its command line. */
  readonly command: RegExp;
}

const PROGRAM = /^\S*node .*\/cmd\/run( |\/index)/;

/** How much memory each process needs at most, in previews. */
export async function memoryGroup(surroundings: Surroundings): Promise<Group> {
  const missing = peaksAreMissing();
  if (missing !== undefined) return { steps: [], missing: [missing] };
  const emulator = await surroundings.emulator();
  const packs = await tcssPacks(surroundings);
  const of = (program: string) => surroundings.project(program);
  const resource = [toCreate(1), /undefended *: 0\b/, /✅ tcss@v/];
  return {
    steps: [
      peaks({ project: await of("empty"), emulator, pack: packs.folder, calls: 1, shows: [/✅ tcss@v/] }, [
        { name: "the engine, empty program", command: /^\S*\/pulumi / },
        { name: "the language host", command: /^\S*pulumi-language-nodejs/ },
        { name: "an empty program", command: PROGRAM },
        { name: "the folder pack", command: /^\S*node .*\/cmd\/run-policy-pack/ },
      ]),
      peaks(
        { project: await of("plugin-resource"), emulator, pack: packs.executable, calls: 2, shows: resource },
        [
          { name: "the program of a plugin resource", command: PROGRAM },
          { name: "the plugin", limit: 90, command: /^\S*node \S*pulumi-resource-tcss/ },
          { name: "the executable pack", limit: 90, command: /^\S*node \S*tcss-gate / },
        ],
      ),
      peaks(
        {
          project: await of("dynamic-resource"),
          emulator,
          pack: packs.executable,
          calls: 2,
          shows: resource,
        },
        [
          { name: "the program of a dynamic resource", command: PROGRAM },
          { name: "the dynamic provider", command: /^\S*node .*\/cmd\/dynamic-provider/ },
        ],
      ),
    ],
  };
}

function peaks(deployment: Deployment, watched: readonly Watched[]): Step {
  return {
    rows: watched.map(({ command, ...row }) => ({ ...row, unit: "MB" })),
    async once() {
      const seen = await peaksDuring(() => deploy(deployment));
      return watched.map(({ name, command }) => highestOf(name, command, seen));
    },
  };
}
