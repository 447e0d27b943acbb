import type { InvokeOptions, InvokeOutputOptions } from "@pulumi/pulumi/invoke";
import type { Output } from "@pulumi/pulumi/output";
import {
  type ConnectionArgs,
  PURCHASE_STATE_FUNCTION,
  type PurchaseState,
  problemsOfConnectionArgs,
} from "../core/internal";
import { accountFunction, type InputsOf } from "./accountFunction";

/** Selects the account that is read. */
export type GetPurchaseStateArgs = ConnectionArgs;
/** The same with inputs, for `getPurchaseStateOutput`. */
export type GetPurchaseStateOutputArgs = InputsOf<ConnectionArgs>;
/** A purchase state with `additionalFields`: what the API sent beyond the fields that this version knows. */
export type GetPurchaseStateResult = PurchaseState;

const { call, callOutput } = accountFunction<GetPurchaseStateArgs, GetPurchaseStateResult>({
  token: PURCHASE_STATE_FUNCTION,
  problemsOf: problemsOfConnectionArgs,
  read: async (reader, connection) => (await reader.purchaseState(connection)).purchaseState,
});

/**
 * Reads an account's purchase state now, at preview as at update, and records nothing in the stack's state.
 * Policies do not see function calls: use the `PurchaseState` resource for what a gate should judge.
 * In a unit test with `pulumi.runtime.setMocks`, it is the mocks' function `tcss:index:getPurchaseState`.
 * @param args which account to read; without any, the one of the stack's configuration or environment.
 * @param opts options that choose a provider (of their own or a parent's) let the plugin read, which must be installed.
 * @throws PurchaseStateError when the account cannot be read; the engine's error where the plugin reads.
 * @see https://www.tencentcloud.com/document/product/1285 (DescribePurchaseStateInfo)
 */
export async function getPurchaseState(
  args: GetPurchaseStateArgs = {},
  opts: InvokeOptions = {},
): Promise<GetPurchaseStateResult> {
  return call(args, opts);
}

/**
 * `getPurchaseState` for arguments that are outputs of other resources. Unknown at preview while they are.
 * @throws PurchaseStateError, through the output, when the account cannot be read.
 */
export function getPurchaseStateOutput(
  args: GetPurchaseStateOutputArgs = {},
  opts: InvokeOutputOptions = {},
): Output<GetPurchaseStateResult> {
  return callOutput(args, opts);
}
