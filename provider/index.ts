import { configLookup } from "../core";
import { PurchaseStateProvider } from "./PurchaseStateProvider";

export {
  type CheckFailure,
  type PurchaseStateProperties,
  PurchaseStateProvider,
  UNKNOWN,
} from "./PurchaseStateProvider";

/** The part of Pulumi's `dynamic.ConfigureRequest` that is used: keys of any namespace, secrets decrypted. */
export interface ConfigureRequest {
  readonly config: { get(fullKey: string): string | undefined };
}

const purchaseStates = new PurchaseStateProvider(process.env);

/**
 * What the dynamic provider's shell calls, in the process that the engine starts for it. This object is a
 * contract: text that older versions left in states calls these methods.
 */
export const provider = {
  configure: ({ config }: ConfigureRequest): void =>
    purchaseStates.configure(configLookup((key) => config.get(key))),
  check: purchaseStates.check.bind(purchaseStates),
  diff: purchaseStates.diff.bind(purchaseStates),
  create: purchaseStates.create.bind(purchaseStates),
  read: purchaseStates.read.bind(purchaseStates),
  update: purchaseStates.update.bind(purchaseStates),
  delete: purchaseStates.delete.bind(purchaseStates),
};
