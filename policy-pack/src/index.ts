export type { GuardArgs } from "./guardedPolicies";
export { TcssGuard, type TcssGuardArgs } from "./TcssGuard";
