export type { NewCredential } from "./accounts";
export { defaultCredential, type Emulator, type EmulatorOptions, startEmulator } from "./emulator";
export { type Fault, type FaultName, faultNames, type ScriptedFault } from "./faults";
export { metadataPath } from "./metadata";
export type { RecordedRequest } from "./recorder";
export type { Role } from "./roles";
export { type Fields, type Scenario, scenarios } from "./scenarios";
export type { MetadataRole } from "./settings";
export { type SignedRequest, type Verification, type VerifyOptions, verifySignature } from "./signature";
