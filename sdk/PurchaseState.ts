import * as pulumi from "@pulumi/pulumi";
import { type ResourceArgs, STORED_FIELDS, type StoredPurchaseState, staleWarning } from "../core";
import { shell } from "../provider/shell";

/** Selects the account that a `PurchaseState` reads. No argument is a secret: they are kept in the stack's state. */
export type PurchaseStateArgs = {
  readonly [K in keyof ResourceArgs]?: pulumi.Input<NonNullable<ResourceArgs[K]>>;
};

/** Each field of a purchase state as an output of its own; its value is undefined where the account's reply lacks it. */
export type PurchaseStateOutputs = {
  readonly [K in keyof Required<StoredPurchaseState>]: pulumi.Output<StoredPurchaseState[K]>;
};

// Each field of the model becomes an accessor below; declaring them by the model's type keeps one list and one set of docstrings.
export interface PurchaseState extends PurchaseStateOutputs {}

/**
 * The TCSS purchase state of one account, read at every preview, update and refresh. It creates nothing and
 * deletes nothing in the account.
 *
 * The whole is in `purchaseState`; each field also has an accessor of its own (`purchase.undefendCoresCnt`).
 *
 * @example
 * const purchase = new tcss.PurchaseState("tcss");
 * export const undefended = purchase.undefendCoresCnt;
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: see the interface
export class PurchaseState extends pulumi.dynamic.Resource {
  /** Every field that the account's reply holds, and what is derived from them. */
  declare readonly purchaseState: pulumi.Output<StoredPurchaseState>;

  /**
   * @param name unique name of the resource in the stack.
   * @param args which account to read; without any, the one of the stack's configuration or environment.
   * @param opts Pulumi's resource options.
   */
  constructor(name: string, args: PurchaseStateArgs = {}, opts?: pulumi.CustomResourceOptions) {
    super(shell, name, { ...args, purchaseState: undefined }, opts, "tcss", "PurchaseState");
    this.purchaseState.apply((purchaseState) => {
      if (purchaseState?.stale) pulumi.log.warn(staleWarning(purchaseState), this);
    });
  }

  static {
    for (const field of STORED_FIELDS)
      Object.defineProperty(PurchaseState.prototype, field, {
        get(this: PurchaseState) {
          return this.purchaseState.apply((purchaseState) => purchaseState[field]);
        },
        enumerable: true,
      });
  }
}
