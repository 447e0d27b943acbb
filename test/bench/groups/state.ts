import type { Group, Row, Step } from "../measure";
import { tcssPacks } from "../support/packs";
import { type Deployment, deploy } from "../support/previews";
import type { Surroundings } from "../support/Surroundings";

interface Flavour {
  readonly name: string;
  readonly program: string;
  /** Type of the resource in state, where there is one. */
  readonly stored?: { readonly type: RegExp; readonly limit: number };
  /** Requests by the program, in each phase. */
  readonly calls: number;
}

const FLAVOURS: readonly Flavour[] = [
  { name: "empty program", program: "empty", calls: 0 },
  {
    name: "dynamic resource",
    program: "dynamic-resource",
    stored: { type: /^pulumi-nodejs:dynamic\/tcss:PurchaseState$/, limit: 7000 },
    calls: 1,
  },
  {
    name: "plugin resource",
    program: "plugin-resource",
    stored: { type: /^tcss:index:PurchaseState$/, limit: 2500 },
    calls: 1,
  },
  { name: "plugin function", program: "plugin-function", calls: 1 },
];

const UP = ["up", "--yes", "--skip-preview"];
/** `up` without a flag: a preview, then the update. */
const PREVIEW_AND_UP = ["up", "--yes"];

/** What stays in state, and how often the account is asked. */
export async function stateGroup(surroundings: Surroundings): Promise<Group> {
  const emulator = await surroundings.emulator();
  const { executable } = await tcssPacks(surroundings);
  const steps = FLAVOURS.flatMap((flavour) =>
    [undefined, executable].map((pack) => requests(surroundings, flavour, { emulator, pack })),
  );
  const stored = FLAVOURS.flatMap(({ name, program, stored }) =>
    stored === undefined ? [] : [bytesInState(surroundings, name, program, stored)],
  );
  return { steps: [...stored, ...steps] };
}

/** Bytes of the resource in the state file, as JSON without the file's indentation. */
function bytesInState(
  surroundings: Surroundings,
  name: string,
  program: string,
  { type, limit }: NonNullable<Flavour["stored"]>,
): Step {
  return {
    rows: [{ name: `${name} in state`, unit: "bytes", limit }],
    async once() {
      const project = await surroundings.project(program);
      const emulator = await surroundings.emulator();
      await deploy({ project, emulator, command: UP, calls: 1, shows: [/undefended *: 0\b/] });
      const found = project.resources().find((resource) => type.test(resource.type));
      if (found === undefined) throw new Error(`${name}: there is no ${type} in state`);
      return [Buffer.byteLength(JSON.stringify(found))];
    },
  };
}

function requests(
  surroundings: Surroundings,
  { name, program, calls }: Flavour,
  { emulator, pack }: Pick<Deployment, "emulator" | "pack">,
): Step {
  const gated = pack === undefined ? "" : " + executable pack";
  const phase = calls + (pack === undefined ? 0 : 1);
  const commands = [
    { command: ["preview"], title: "preview", expected: phase },
    { command: UP, title: "first up --skip-preview", expected: phase },
    { command: PREVIEW_AND_UP, title: "up with its preview", expected: 2 * phase },
  ];
  return {
    rows: commands.map(({ title }): Row => ({ name: `${name}${gated}: ${title}`, unit: "calls" })),
    async once() {
      const project = await surroundings.project(program);
      const counts: number[] = [];
      for (const { command, expected } of commands) {
        await deploy({ project, emulator, command, pack, calls: expected, shows: [] });
        counts.push(emulator.requests().length);
      }
      return counts;
    },
  };
}
