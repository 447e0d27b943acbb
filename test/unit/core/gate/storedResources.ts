import assert from "node:assert/strict";
import { TcssError } from "../../../../core/base/errors";
import { type StoredResource, storedReading } from "../../../../core/gate";
import { parsePurchaseState, withoutAdditionalFields } from "../../../../core/model/parse";
import type { PurchaseState } from "../../../../core/model/purchaseState";
import { EXAMPLE } from "../../support/replies";
export const NOW = new Date("2024-10-01T12:00:00Z");
export const STORED = withoutAdditionalFields(parsePurchaseState(EXAMPLE));

/** A time so many seconds before now; after it, where they are negative. */
export function ago(seconds: number): string {
  return new Date(NOW.getTime() - seconds * 1000).toISOString().replace(".000Z", "Z");
}

export function read(resource: Partial<StoredResource>, maxStaleHours = 24): PurchaseState | TcssError {
  return storedReading({ name: "tcss", purchaseState: STORED, ...resource }, { maxStaleHours }, NOW);
}

/** That `reading` is an error which says this. */
export function refused(reading: PurchaseState | TcssError, message: string): void {
  assert.ok(reading instanceof TcssError, "the values count");
  assert.equal(reading.kind, "evidence");
  assert.equal(reading.message, message);
}
