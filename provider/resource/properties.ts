import { isDeepStrictEqual } from "node:util";
import {
  type FromStackArgs,
  type PublishedBy,
  type ResourceArgs,
  type StoredPurchaseState,
  shownValues,
  without,
} from "../../core/internal";

/** The properties of a `PurchaseState` resource: the selectors, and what the account answered. */
export interface PurchaseStateProperties extends ResourceArgs {
  readonly purchaseState?: StoredPurchaseState;
  /** The stack whose outputs the values are; absent when the account itself was asked. */
  readonly fromStack?: PublishedBy;
  /** Marks of who was asked and where, with `onUnavailable: lastKnown`: see core/connection/identity.ts. They hold no credential. */
  readonly askedAs?: readonly string[];
  /** Why the account could not be asked, where the values are stale. */
  readonly staleReason?: string;
}

/** Properties of any kind, by name. */
export type Properties = Record<string, unknown>;

const HOUR_MILLISECONDS = 3_600_000;

/** The arguments among what a program has given. */
export function argumentsIn(news: Properties): Properties & { fromStack?: FromStackArgs } {
  const { purchaseState: _, ...args } = news;
  return onlyPresent(args);
}

/** The arguments among what stands in the state. */
export function selectorsIn(state: Properties): Properties {
  return without(argumentsIn(state), "askedAs", "staleReason");
}

function onlyPresent(properties: Properties): Properties {
  return Object.fromEntries(
    Object.entries(properties).filter(([, value]) => value !== undefined && value !== null),
  );
}

/** The values that stand in `properties`. Undefined while they are unknown. */
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
  /** Whether a time that is over an hour old is renewed, for readers of the stack's outputs. */
  readonly isRenewed: boolean;
}

/** The outputs of a resource with these inputs. */
export function outputsOf(inputs: Properties, { isShown }: Timing): Properties {
  const values = valuesIn(inputs);
  return values === undefined ? { ...inputs } : { ...inputs, purchaseState: shownValues(values, isShown) };
}

/**
 * Whether `inputs` make a change of `outputs`. A later time of the reading alone makes none, unless the outputs' time
 * is to be renewed and over an hour old. Neither does another identity that asked, or another reason why the account
 * could not be asked.
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
  const selectors = selectorsIn(properties);
  const stored = valuesIn(properties);
  if (stored === undefined) return { ...selectors, purchaseState };
  const { observedAt: _, ...values } = stored;
  return { ...selectors, purchaseState: values };
}
