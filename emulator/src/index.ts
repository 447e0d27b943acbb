export type { NewCredential } from "./accounts";
export type { Asset, AssetAccess, AssetKind } from "./assets/asset";
export {
  defaultCredential,
  type Emulator,
  type EmulatorOptions,
  type ListSettings,
  startEmulator,
} from "./emulator";
export { type Fault, type FaultName, faultNames, type ScriptedFault } from "./faults";
export { readFieldsFile } from "./fieldsFile";
export { METADATA_PATH } from "./metadata";
export type { RecordedRequest } from "./recordedRequest";
export type { Role } from "./roles";
export { type Fields, type Scenario, scenarios } from "./scenarios";
export { onSecret } from "./secrets";
export type { MetadataRole } from "./settings";
export { type SignedRequest, type Verification, type VerifyOptions, verifySignature } from "./signature";
