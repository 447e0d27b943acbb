export { Gate, type GateOptions, type JudgedResource } from "./gate";
export { policiesOf } from "./policies";
export type { StackUnderGate } from "./stackUnderGate";
