// What the dynamic provider and the plugin have in common: how Pulumi's engine sees the resource.
import { holdsUnknown, type ResourceArgs, UNKNOWN } from "../core/internal";
import type { Checked } from "./resource/PurchaseStateResource";
import { argumentsIn, type Properties } from "./resource/properties";

/**
 * Why arguments were refused. The engine prints the value of a property that a failure names, and a refused value
 * may be a secret that was put in the wrong place: so `property` stays empty, and the reason starts with the name.
 */
export interface CheckFailure {
  readonly property: "";
  readonly reason: string;
}

/** What a check has found, as the engine takes it. */
export function checkFailures({ issues, error }: Omit<Checked, "inputs">): CheckFailure[] {
  const reasons = issues.map(({ property, problem }) =>
    property === "" ? problem : `${property} ${problem}`,
  );
  if (error !== undefined) reasons.push(error.message);
  return reasons.map((reason) => ({ property: "", reason }));
}

/** Where the dynamic provider's serialized text stands among the properties. It belongs to the shell, not to the resource. */
const SHELL = "__provider";

/** The resource's own properties among those that the engine hands over. */
export function withoutShell(properties: Properties): Properties {
  const { [SHELL]: _, ...rest } = properties;
  return rest;
}

/**
 * Whether a resource moves between the dynamic provider and the plugin, which is a change. Another text of the shell is
 * not a change.
 */
export function isMove(olds: Properties, news: Properties): boolean {
  return SHELL in olds !== SHELL in news;
}

/**
 * The inputs of a resource with an argument that is unknown yet, in a preview: its values are also unknown.
 * @returns undefined where all arguments are known.
 */
export function unknownInputs(news: Properties): Properties | undefined {
  const args = argumentsIn(news);
  return holdsUnknown(args) ? { ...args, purchaseState: UNKNOWN } : undefined;
}

/** The resource's id in the state. */
export function idOf({ account, profile }: ResourceArgs): string {
  return account ?? profile ?? "default";
}
