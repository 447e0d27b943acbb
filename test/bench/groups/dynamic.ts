import { join } from "node:path";
import { ROOT } from "../../e2e/support/toolchain";
import type { Group, Part, Step } from "../measure";
import { preview, toCreate } from "../support/previews";
import type { Surroundings } from "../support/Surroundings";

/** What Pulumi would serialize; it is not part of the package. */
const SHELL = join(ROOT, "sdk/dist/provider/dynamic/shell.js");

/** Programs that do a part of what a dynamic resource does; the differences are the parts. */
const PROGRAMS = [
  { name: "bare preview", program: "empty", resources: 0, calls: 0 },
  { name: "the SDK loaded", program: "sdk-loaded", resources: 0, calls: 0 },
  { name: "a toy's text registered", program: "toy-text", resources: 1, calls: 0 },
  {
    name: "a toy's text that loads pulumi-tcss/provider",
    program: "toy-text-loading",
    resources: 1,
    calls: 0,
  },
  { name: "dynamic resource", program: "dynamic-resource", resources: 1, calls: 1 },
  {
    name: "@pulumi/pulumi loaded, the shell serialized",
    program: "shell-serialized",
    resources: 0,
    calls: 0,
  },
];

const PARTS: readonly Part[] = [
  {
    name: "of that: loading the SDK in the program",
    of: ["the SDK loaded"],
    without: ["bare preview"],
  },
  {
    name: "of that: Pulumi's second process, and registering",
    of: ["a toy's text registered"],
    without: ["bare preview"],
  },
  {
    name: "of that: loading pulumi-tcss/provider in it",
    of: ["a toy's text that loads pulumi-tcss/provider"],
    without: ["a toy's text registered"],
  },
  {
    name: "of that: the API call, outputs, and what the parts leave",
    of: ["dynamic resource", "bare preview"],
    without: ["the SDK loaded", "a toy's text that loads pulumi-tcss/provider"],
  },
  {
    name: "taken out: all of @pulumi/pulumi, and serialization in it",
    of: ["@pulumi/pulumi loaded, the shell serialized"],
    without: ["the SDK loaded"],
  },
];

/** Where a dynamic resource's time goes. */
export async function dynamicGroup(surroundings: Surroundings): Promise<Group> {
  const emulator = await surroundings.emulator();
  const steps: Step[] = [];
  for (const { name, program, resources, calls } of PROGRAMS) {
    const project = await surroundings.project(program, { PROVIDER_SHELL: SHELL });
    const shows = [toCreate(resources), ...(calls > 0 ? [/undefended *: 0\b/] : [])];
    steps.push(preview({ name }, { project, emulator, calls, shows }));
  }
  return { base: "bare preview", steps, parts: PARTS };
}
