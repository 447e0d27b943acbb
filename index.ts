import { PurchaseState } from "pulumi-tcss";

/**
 * The ready stack: the purchase state of the account that the stack's configuration or the environment
 * selects, each field that the account's reply holds as an output of its own (docs/outputs.md explains them).
 * A field that the reply lacks has no output, so that nothing is shown as unknown.
 */
export = async () => {
  const { purchaseState } = new PurchaseState("tcss");
  return purchaseState;
};
