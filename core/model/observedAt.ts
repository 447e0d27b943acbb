// The time of a reading. A resource's inputs always hold it; its outputs hold it where somebody asks for it.
import type { StoredPurchaseState } from "./purchaseState";

/** The settings that ask for the time of a reading in a resource's outputs. */
export interface ObservedAtSettings {
  readonly onUnavailable?: string | undefined;
  readonly recordObservedAt?: boolean | undefined;
}

/** Whether a resource's outputs hold the time of the reading. */
export function isObservedAtShown({ onUnavailable, recordObservedAt = false }: ObservedAtSettings): boolean {
  // last known values must say how old they are
  return recordObservedAt || onUnavailable === "lastKnown";
}

/** What a resource's outputs hold of `values`: stale values always say how old they are. */
export function shownValues(values: StoredPurchaseState, isShown: boolean): StoredPurchaseState {
  if (isShown || values.stale) return values;
  const { observedAt: _, ...shown } = values;
  return shown;
}
