import type { TcssError } from "../base/errors";
import type { Coverage } from "./coverage";
import type { PurchaseState } from "./purchaseState";

/** A purchase state, or the error for which there is none. */
export type Reading = PurchaseState | TcssError;

/** The assets of an account and what to do about them, or the error for which they are unknown. */
export type CoverageReading = Coverage | TcssError;
