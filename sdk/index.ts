/**
 * What programs import: an account's purchase state as a resource and as functions, and its coverage as functions.
 *
 * @packageDocumentation
 */

export {
  type Asset,
  AssetAccess,
  AssetKind,
  AssetStatus,
  AutomaticRenewal,
  ProtectionStatus,
  type Site,
  State,
  TcssError,
} from "../core/internal";
export { PurchaseStateError } from "./accountFunction";
export {
  type GetCoverageArgs,
  type GetCoverageOutputArgs,
  type GetCoverageResult,
  getCoverage,
  getCoverageOutput,
} from "./getCoverage";
export {
  type GetPurchaseStateArgs,
  type GetPurchaseStateOutputArgs,
  type GetPurchaseStateResult,
  getPurchaseState,
  getPurchaseStateOutput,
} from "./getPurchaseState";
export {
  PurchaseState,
  type PurchaseStateArgs,
  type PurchaseStateFromStackArgs,
  type PurchaseStateOutputs,
} from "./PurchaseState";
