/**
 * What programs import: an account's purchase state as a resource and as functions.
 *
 * @packageDocumentation
 */

export { AutomaticRenewal, ProtectionStatus, type Site, State, TcssError } from "../core/internal";
export {
  type GetPurchaseStateArgs,
  type GetPurchaseStateOutputArgs,
  type GetPurchaseStateResult,
  getPurchaseState,
  getPurchaseStateOutput,
  PurchaseStateError,
} from "./getPurchaseState";
export {
  PurchaseState,
  type PurchaseStateArgs,
  type PurchaseStateFromStackArgs,
  type PurchaseStateOutputs,
} from "./PurchaseState";
