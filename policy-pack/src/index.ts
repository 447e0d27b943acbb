export type { GuardArgs } from "./guardArgs";
export { TcssGuard, type TcssGuardArgs } from "./TcssGuard";
