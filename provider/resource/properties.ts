import { isDeepStrictEqual } from "node:util";
import type { FromStackArgs, PublishedBy, ResourceArgs, StoredPurchaseState } from "../../core/internal";

/** What stands in a `PurchaseState` resource: the selectors, and what the account answered. */
export interface PurchaseStateProperties extends ResourceArgs {
  readonly purchaseState?: StoredPurchaseState;
  /** The stack whose outputs the values are; absent when the account itself was asked. */
  readonly fromStack?: PublishedBy;
  /** Marks of who was asked and where, with `onUnavailable: lastKnown`: see core/identity.ts. They hold no credential. */
  readonly askedAs?: readonly string[];
  /** Why the account could not be asked, where the values are stale. */
  readonly staleReason?: string;
}

/** Properties as the engine hands them over. */
export type Properties = Record<string, unknown>;

/** Where the dynamic provider's serialized text stands among the properties. */
const SHELL = "__provider";

const HOUR_MILLISECONDS = 3_600_000;

/** The dynamic provider's serialized text travels with the properties; it is the shell's, not the resource's. */
export function withoutShell(properties: Properties): Properties {
  const { [SHELL]: _, ...rest } = properties;
  return rest;
}

/** The arguments among what a program has given. */
export function argumentsIn(news: Properties): Properties & { fromStack?: FromStackArgs } {
  const { purchaseState: _, ...args } = withoutShell(news);
  return onlyPresent(args);
}

/** The arguments among what stands in the state. */
export function selectorsIn(state: Properties): Properties {
  const { askedAs: _, staleReason: __, ...selectors } = argumentsIn(state);
  return selectors;
}

function onlyPresent(properties: Properties): Properties {
  return Object.fromEntries(
    Object.entries(properties).filter(([, value]) => value !== undefined && value !== null),
  );
}

/** The values that stand in `properties`. Undefined while they are not known. */
export function valuesIn(properties: Properties): StoredPurchaseState | undefined {
  const { purchaseState } = properties;
  return typeof purchaseState === "object" && purchaseState !== null
    ? (purchaseState as StoredPurchaseState)
    : undefined;
}

/** How the time of a reading is treated in outputs. */
export interface Timing {
  /** Whether outputs hold the time. Inputs always do. */
  readonly isShown: boolean;
  /** Whether a time that is over an hour old is renewed, for those who read the stack's outputs. */
  readonly isRenewed: boolean;
}

/** What stands in the outputs of a resource with these inputs. */
export function outputsOf(inputs: Properties, { isShown }: Timing): Properties {
  const properties = withoutShell(inputs);
  const values = valuesIn(properties);
  if (values === undefined || isShown || values.stale) return properties;
  const { observedAt: _, ...shown } = values;
  return { ...properties, purchaseState: shown };
}

/**
 * Whether `inputs` make a change of `outputs`. A later time of the reading alone makes none, unless the outputs' time
 * is to be renewed and over an hour old; and neither does who has asked, or why
 * nobody answered.
 */
export function isChange(outputs: Properties, inputs: Properties, timing: Timing): boolean {
  const isTimed = (properties: Properties): boolean => valuesIn(properties)?.observedAt !== undefined;
  return (
    !isDeepStrictEqual(comparable(outputs), comparable(inputs)) ||
    // that there is a time at all must reach the outputs
    (timing.isShown && isTimed(outputs) !== isTimed(inputs)) ||
    isRenewal(outputs, inputs, timing)
  );
}

/** Whether the time in the outputs is renewed. */
function isRenewal(outputs: Properties, inputs: Properties, { isRenewed }: Timing): boolean {
  const [before, after] = [outputs, inputs].map((properties) =>
    Date.parse(valuesIn(properties)?.observedAt ?? ""),
  ) as [number, number];
  return isRenewed && after - before > HOUR_MILLISECONDS;
}

function comparable(properties: Properties): Properties {
  const { purchaseState } = properties;
  // which text the shell has is no change; that there is one or none is a move between dynamic resource and plugin
  const rest = { ...selectorsIn(properties), isDynamic: SHELL in properties };
  const stored = valuesIn(properties);
  if (stored === undefined) return { ...rest, purchaseState };
  const { observedAt: _, ...values } = stored;
  return { ...rest, purchaseState: values };
}
