// The plan as steps in plain words, each with the commands that do it.
import {
  type Asset,
  type Coverage,
  type CoveragePlan,
  counted,
  figure,
  type PlannedAsset,
} from "pulumi-tcss/internal";
import type { CoveredAccount } from "../../coverageDocument";
import { money } from "../money";
import { switchOnCommands } from "./commands";
import { countedKinds, KIND_NAME } from "./words";

/** One step of the plan. */
export interface Step {
  /** What to do, and why. */
  readonly text: string;
  /** The assets that it is about, where commands do not name them. */
  readonly items: readonly string[];
  /** Commands for a POSIX shell, one a line. */
  readonly commands: readonly Command[];
}

/** A command, and what its user should know. */
export interface Command {
  readonly line: string;
  readonly note?: string;
}

const WHICH_ID =
  "The API does not document which id it takes for a Node. This is the host's id (HostID): try one host first, or use the TCSS console.";

/** What to do, in the order in which to do it. Empty where there is no plan. */
export function stepsOf({ access, idleCores }: CoveredAccount, { plan, assets }: Coverage): Step[] {
  if (plan === null) return [];
  const names = namesOf(assets);
  return [
    ...accessSteps(plan, names),
    ...switchSteps(plan, idleCores, access),
    ...troubleSteps(plan, names),
    ...restSteps(plan),
  ];
}

function accessSteps({ needAccess, switchOn }: CoveragePlan, names: Names): Step[] {
  if (needAccess.length === 0) return [];
  const chosen = new Set(switchOn.map(keyOf));
  const both = needAccess.filter((asset) => chosen.has(keyOf(asset)));
  const next =
    both.length === 0 || both.length === needAccess.length
      ? ""
      : ` The first ${figure(both.length)} of them ${both.length === 1 ? "is" : "are"} in the next step.`;
  const how = both.some(({ kind }) => kind === "cluster")
    ? " For a cluster, the resources of Pulumi and Terraform below do that as well."
    : "";
  return [
    {
      text: `Install the agent first: ${countedKinds(needAccess)} cannot be protected without it.${next} Use the TCSS console.${how}`,
      items: needAccess.map((asset) => itemOf(asset, names)),
      commands: [],
    },
  ];
}

function switchSteps(
  { switchOn, coveredCores, needAccess, remainingCores }: CoveragePlan,
  idle: number | undefined,
  access: CoveredAccount["access"],
): Step[] {
  if (switchOn.length === 0)
    return remainingCores === 0 && needAccess.length === 0
      ? [{ text: "Nothing is undefended: there is nothing to switch on.", items: [], commands: [] }]
      : [{ text: nothingFits(idle), items: [], commands: [] }];
  const idleCores = idle === undefined ? "" : `, since ${idleText(idle)}`;
  // both are whole cores, as the plan counts them
  const undefended = coveredCores + remainingCores;
  return [
    {
      text: `Switch protection on for ${countedKinds(switchOn)}: that covers ${figure(coveredCores)} of ${counted(undefended, "undefended core")} at no cost${idleCores}.`,
      items: [],
      commands: [
        ...switchOnCommands(switchOn, "cluster", access).map((line) => ({ line })),
        ...switchOnCommands(switchOn, "host", access).map((line, index) =>
          index === 0 ? { line, note: WHICH_ID } : { line },
        ),
      ],
    },
  ];
}

function nothingFits(idle: number | undefined): string {
  return idle === 0
    ? "No bought core is idle: nothing can be switched on at no cost."
    : `Nothing can be switched on at no cost: no undefended asset fits into the idle cores${idle === undefined ? "" : ` (${idleText(idle)})`}.`;
}

function idleText(idle: number): string {
  return `up to ${figure(idle)} bought ${idle === 1 ? "core is" : "cores are"} idle`;
}

function troubleSteps({ inTrouble }: CoveragePlan, names: Names): Step[] {
  if (inTrouble.length === 0) return [];
  return [
    {
      text: `Repair the access of ${countedKinds(inTrouble)} in the TCSS console: protection cannot be switched on until then.`,
      items: inTrouble.map(
        (asset) => `${itemOf(asset, names)}: ${asset.reason ?? "the API gives no reason"}`,
      ),
      commands: [],
    },
  ];
}

function restSteps({
  remainingCores: left,
  elasticCores,
  currency,
  elasticPerDay,
  prepaidPerMonth,
}: CoveragePlan): Step[] {
  if (left === 0) return [];
  const price = (amount: number): string => money(amount, { currency: currency ?? "" });
  const elastic =
    elasticCores === null
      ? "the limit of elastic billing is unknown"
      : elasticCores < left
        ? `the limit of elastic billing has room for ${figure(elasticCores)} of them`
        : `elastic billing has room for ${left === 1 ? "it" : "them"}${elasticPerDay === null ? "" : ` and costs ${price(elasticPerDay)} a day`}`;
  const prepaid = prepaidPerMonth === null ? "" : `; bought in advance: ${price(prepaidPerMonth)} a month`;
  return [
    {
      text: `Decide about the ${counted(left, "undefended core")} that ${left === 1 ? "is" : "are"} left: ${elastic}${prepaid}.`,
      items: [],
      commands: [],
    },
  ];
}

type Names = ReadonlyMap<string, string>;

/** Names of the assets that have one, by kind and id: the plan has ids alone. */
function namesOf(assets: readonly Asset[]): Names {
  return new Map(
    assets.flatMap(({ kind, id, name }) =>
      id === undefined || name === undefined ? [] : [[keyOf({ kind, id }), name] as const],
    ),
  );
}

function keyOf({ kind, id }: Pick<PlannedAsset, "kind" | "id">): string {
  return `${kind}:${id}`;
}

/** `cluster cls-1 (shop), 24 cores`. */
function itemOf(asset: PlannedAsset, names: Names): string {
  const name = names.get(keyOf(asset));
  const named = name === undefined || name === asset.id ? "" : ` (${name})`;
  return `${KIND_NAME[asset.kind]} ${asset.id}${named}, ${counted(asset.cores, "core")}`;
}
