import { visible } from "../base/text";

/** The properties of a resource that say whether its values are last known ones. */
export interface MaybeStale {
  readonly purchaseState?: { readonly stale?: boolean; readonly observedAt?: string } | undefined;
  /** Why the account could not be asked. Absent: an older version did not record it. */
  readonly staleReason?: string | undefined;
}

/**
 * What a user is told when a resource keeps its last known values.
 * @returns undefined where the values are not stale.
 */
export function staleWarning({ purchaseState, staleReason }: MaybeStale): string | undefined {
  if (!purchaseState?.stale) return undefined;
  const { observedAt } = purchaseState;
  const age = observedAt === undefined ? "of unknown age" : `of ${visible(observedAt)}`;
  const reason = staleReason === undefined ? "" : ` The reason: ${visible(staleReason)}.`;
  return `TCSS could not be asked: these are the last known values, ${age} (onUnavailable: lastKnown).${reason}`;
}
