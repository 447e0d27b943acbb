import { type PlacedReading, parsePurchaseState } from "pulumi-tcss/internal";

/** What a policy evaluates. */
export interface PolicyReading extends PlacedReading {
  /** Start of each message. */
  readonly prefix?: string;
  /** The account's own reading, where a resource holds the same values of the same account. */
  readonly sameAs?: PlacedReading | undefined;
}

/** Stands for the values of a `PurchaseState` that are not known yet: without any field nothing can be verified. */
export function notYetKnown(place: PlacedReading["place"]): PolicyReading {
  const prefix = `PurchaseState ${place.resource} is not yet known in this preview. `;
  return { reading: parsePurchaseState({}), place, prefix };
}
