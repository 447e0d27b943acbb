/**
 * The provider that the engine loads by what a stack's state says: published as `pulumi-tcss/provider`.
 *
 * @packageDocumentation
 */

export { provider } from "./dynamic/provider";
