// single modules only: the package's index loads code that programs never need, and takes longer than everything else
// here
import { RunError } from "@pulumi/pulumi/errors";
import { warn } from "@pulumi/pulumi/log";
import { all, type Input, type Output } from "@pulumi/pulumi/output";
import { CustomResource, type CustomResourceOptions } from "@pulumi/pulumi/resource";
import { isDryRun } from "@pulumi/pulumi/runtime/settings";
import { StackReference } from "@pulumi/pulumi/stackReference";
import {
  DYNAMIC_TYPE,
  isObservedAtShown,
  onlyDefined,
  PLUGIN_TYPE,
  type ResourceArgs,
  STORED_FIELDS,
  type StoredField,
  type StoredPurchaseState,
  shownValues,
  staleWarning,
} from "../core/internal";
import { SHELL_TEXT } from "../provider/dynamic/shellText.generated";
import { packageOf } from "./provided";
import { stackConfig } from "./stackConfig";

/**
 * Selects the account that a `PurchaseState` reads. No argument may be a secret, because the stack's state stores them.
 */
export type PurchaseStateArgs = {
  readonly [K in keyof ResourceArgs]?: Input<NonNullable<ResourceArgs[K]>>;
};

/** Selects the stack whose outputs a `PurchaseState` reads. */
export interface PurchaseStateFromStackArgs {
  /**
   * The stack, `ORGANIZATION/PROJECT/STACK`. It exports the fields of a purchase state, each under its own name as
   * the ready stack does, or the whole as `purchaseState`; and with `recordObservedAt` when they were observed.
   */
  readonly stack: Input<string>;
  /**
   * Maximum age of the values for the gate to use them; the gate's own `maxStaleHours` is also a limit. Unit: hours.
   * Default: 24.
   */
  readonly maxAgeHours?: Input<number>;
  /** The account's name for messages. */
  readonly account?: Input<string>;
  /** IANA zone of the values' times, where that stack sets one. Default: `Asia/Shanghai`. */
  readonly timeZone?: Input<string>;
}

/**
 * Each field of a purchase state as a separate output; its value is undefined if the account's reply lacks the field.
 */
export type PurchaseStateOutputs = {
  readonly [K in StoredField]: Output<StoredPurchaseState[K]>;
};

// Each field of the model becomes an accessor below; declaring them by the model's type keeps one list and one set of docstrings.
/** The fields of the purchase state as accessors of the resource. */
export interface PurchaseState extends PurchaseStateOutputs {}

/**
 * The TCSS purchase state of one account, read at every preview, update and refresh. It creates nothing and
 * deletes nothing in the account.
 *
 * The whole is in `purchaseState`; each field also has an accessor of its own (`purchase.undefendCoresCnt`). Where the
 * account cannot be read, the deployment stops with the reason, unless `onUnavailable` is `lastKnown`.
 *
 * @see https://www.tencentcloud.com/document/product/1285 (DescribePurchaseStateInfo)
 * @example
 * const purchase = new tcss.PurchaseState("tcss");
 * export const undefended = purchase.undefendCoresCnt;
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: see the interface
export class PurchaseState extends CustomResource {
  /** Every field that the account's reply holds, and what is derived from them. */
  declare readonly purchaseState: Output<StoredPurchaseState>;

  /** @internal */
  // biome-ignore lint/style/useConsistentMemberAccessibility: Pulumi assigns it, which it cannot do to a #private member
  declare private readonly staleReason: Output<string | undefined>;

  /**
   * @param name unique name of the resource in the stack.
   * @param args which account to read; without arguments, the account of the stack's configuration or the environment.
   * @param opts Pulumi's resource options. A provider of the package `tcss` is an error: only the plugin's resource
   * accepts one.
   * @throws RunError for such a provider.
   */
  constructor(name: string, args: PurchaseStateArgs = {}, opts?: CustomResourceOptions) {
    // registers what pulumi.dynamic.Resource would register, without its slow serialization in each run
    refuseProviderOfPlugin(opts);
    const outputs = { purchaseState: undefined, staleReason: undefined };
    super(DYNAMIC_TYPE, name, { ...args, ...outputs, __provider: SHELL_TEXT }, opts);
    this.purchaseState.apply((purchaseState) => {
      // it exists only together with stale values: otherwise it is unknown in each preview
      if (purchaseState?.stale)
        this.staleReason.apply((staleReason) => {
          const warning = staleWarning({ purchaseState, staleReason });
          if (warning !== undefined) warn(warning, this);
        });
    });
    if (isDryRun() && !("fromStack" in args))
      Object.assign(this, { purchaseState: asOutputs(this.purchaseState, args) });
  }

  /**
   * The purchase state that another stack publishes, for a deployment without permission to read the account.
   * It is as old as that stack's last update: the gate judges it only while it is young enough, which takes
   * `recordObservedAt: true` over there.
   * @param name unique name of the resource in the stack.
   * @param args which stack to read.
   * @param opts Pulumi's resource options.
   */
  static fromStack(
    name: string,
    { stack, maxAgeHours = 24, ...selectors }: PurchaseStateFromStackArgs,
    opts?: CustomResourceOptions,
  ): PurchaseState {
    const fromStack = { stack, maxAgeHours, values: published(`${name}-published-by`, stack, opts) };
    const args = { ...selectors, fromStack };
    return made(name, args as PurchaseStateArgs, opts);
  }
}
/** @throws RunError for a provider that the resource would ignore: it would silently read another account. */
function refuseProviderOfPlugin({ provider, parent }: CustomResourceOptions = {}): void {
  if (packageOf(provider) !== "tcss" && parent?.getProvider(PLUGIN_TYPE) === undefined) return;
  throw new RunError(
    "PurchaseState takes no provider of the package tcss, neither its own nor its parent's: it is a dynamic resource. Choose the account by arguments (profile, assumeRole), or use the plugin's resource (docs/provider.md).",
  );
}

// outside the class: esbuild renames classes that refer to themselves
function made(...args: ConstructorParameters<typeof PurchaseState>): PurchaseState {
  return new PurchaseState(...args);
}

for (const field of STORED_FIELDS)
  Object.defineProperty(PurchaseState.prototype, field, {
    get(this: PurchaseState) {
      return this.purchaseState.apply((purchaseState) => purchaseState[field]);
    },
    enumerable: true,
  });

/** The outputs of `stack` that belong to a purchase state. */
function published(
  name: string,
  stack: Input<string>,
  { parent }: CustomResourceOptions = {},
): Output<object> {
  const reference = new StackReference(name, { name: stack }, parent === undefined ? {} : { parent });
  // only these outputs: the stack may also export secrets
  const fields = Object.fromEntries(STORED_FIELDS.map((field) => [field, reference.getOutput(field)]));
  return all([reference.getOutput("purchaseState"), all(fields)]).apply(([whole, single]) =>
    onlyDefined((whole as object | undefined) ?? single),
  );
}

/**
 * What a preview shows of the values. It has the resource's inputs, which always hold the time of the reading; the
 * outputs hold it where somebody asks for it, and a preview should show what they will be.
 */
function asOutputs(
  purchaseState: Output<StoredPurchaseState>,
  { recordObservedAt, onUnavailable }: PurchaseStateArgs,
): Output<StoredPurchaseState> {
  return all([purchaseState, recordObservedAt, onUnavailable]).apply(([values, recorded, behavior]) => {
    const isShown = isObservedAtShown({
      recordObservedAt: recorded ?? stackConfig("recordObservedAt") === "true",
      onUnavailable: behavior ?? stackConfig("onUnavailable"),
    });
    // mocks of a test may return no values
    return values && shownValues(values, isShown);
  }) as Output<StoredPurchaseState>;
}
