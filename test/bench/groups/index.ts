import type { Group, Rounds } from "../measure";
import type { Surroundings } from "../support/Surroundings";
import { commandGroup } from "./command";
import { dynamicGroup } from "./dynamic";
import { engineGroup } from "./engine";
import { forecastGroup } from "./forecast";
import { memoryGroup } from "./memory";
import { planGroup } from "./plan";
import { readingGroup } from "./reading";
import { scaleGroup } from "./scale";
import { startGroup } from "./start";
import { stateGroup } from "./state";
import { terraformGroup } from "./terraform";

export interface Described {
  /** What its table is headed with. */
  readonly title: string;
  readonly rounds: Rounds;
  /** Whether it is measured only when it is asked for. */
  readonly onRequest?: true;
  /** Prepares it. */
  readonly open: (surroundings: Surroundings, interrupted: AbortSignal) => Group | Promise<Group>;
}

export const GROUPS: Readonly<Record<string, Described>> = {
  command: { title: "command", rounds: { warmUp: 1, counted: 11 }, open: commandGroup },
  start: { title: "until the first reply", rounds: { warmUp: 1, counted: 11 }, open: startGroup },
  engine: { title: "preview", rounds: { warmUp: 1, counted: 7 }, open: engineGroup },
  scale: { title: "preview", rounds: { warmUp: 1, counted: 7 }, open: scaleGroup },
  memory: { title: "peak memory", rounds: { warmUp: 0, counted: 5 }, open: memoryGroup },
  state: { title: "state and API calls", rounds: { warmUp: 0, counted: 1 }, open: stateGroup },
  plan: { title: "planning the coverage", rounds: { warmUp: 1, counted: 11 }, open: planGroup },
  reading: { title: "reading the coverage", rounds: { warmUp: 1, counted: 3 }, open: readingGroup },
  forecast: { title: "reading a plan", rounds: { warmUp: 1, counted: 5 }, open: forecastGroup },
  terraform: { title: "for Terraform", rounds: { warmUp: 2, counted: 9 }, open: terraformGroup },
  dynamic: {
    title: "the dynamic resource's time",
    rounds: { warmUp: 1, counted: 7 },
    onRequest: true,
    open: dynamicGroup,
  },
};
