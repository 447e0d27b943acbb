import type { TcssError } from "../base/errors";
import type { PurchaseState } from "./purchaseState";

/** A purchase state, or the error for which there is none. */
export type Reading = PurchaseState | TcssError;
