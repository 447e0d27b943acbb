/**
 * The gate's policies, to put into a policy pack of your own.
 *
 * @packageDocumentation
 */

export type { GuardArgs } from "./guardArgs";
export { TcssGuard, type TcssGuardArgs } from "./TcssGuard";
