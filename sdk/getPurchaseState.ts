import * as pulumi from "@pulumi/pulumi";
import {
  asTcssError,
  type ConnectionArgs,
  onlyDefined,
  type PurchaseState,
  PurchaseStateReader,
  resolveConnection,
  type TcssError,
} from "../core";
import { stackConfig } from "./stackConfig";

/** Selects the account that is read. */
export type GetPurchaseStateArgs = ConnectionArgs;
/** The same with inputs, for `getPurchaseStateOutput`. */
export type GetPurchaseStateOutputArgs = {
  readonly [K in keyof ConnectionArgs]?: pulumi.Input<NonNullable<ConnectionArgs[K]>>;
};
/** A purchase state with `additionalFields`: what the API sent beyond the fields that this version knows. */
export type GetPurchaseStateResult = PurchaseState;

/**
 * Why an account could not be read. Pulumi prints its message alone, without a stack trace.
 * `error.reason` holds kind, code, request id and the next step.
 */
export class PurchaseStateError extends pulumi.RunError {
  readonly reason: TcssError;

  constructor(reason: TcssError) {
    super(reason.message);
    this.reason = reason;
  }
}

// A program may live long (the Automation API), so that only reads at the same time share a request.
const reader = new PurchaseStateReader({ remember: false });

/**
 * Reads an account's purchase state now, at preview as at update, and records nothing in the stack's state.
 * Policies do not see function calls: use the `PurchaseState` resource for what a gate should judge.
 * @throws PurchaseStateError when the account cannot be read.
 */
export async function getPurchaseState(
  args: GetPurchaseStateArgs = {},
  _opts?: pulumi.InvokeOptions,
): Promise<GetPurchaseStateResult> {
  try {
    const connection = resolveConnection({
      args: onlyDefined(args) as GetPurchaseStateArgs,
      config: stackConfig,
      env: process.env,
    });
    return await reader.read(connection);
  } catch (thrown) {
    throw new PurchaseStateError(asTcssError(thrown));
  }
}

/**
 * `getPurchaseState` for arguments that are outputs of other resources. Unknown at preview while they are.
 * @throws PurchaseStateError, through the output, when the account cannot be read.
 */
export function getPurchaseStateOutput(
  args: GetPurchaseStateOutputArgs = {},
  opts: pulumi.InvokeOutputOptions = {},
): pulumi.Output<GetPurchaseStateResult> {
  const { dependsOn, ...invokeOptions } = opts;
  const after = pulumi
    .output(dependsOn)
    .apply((resources) => pulumi.all([resources].flat().map((resource) => resource?.urn)));
  return pulumi
    .all([args, after])
    .apply(([known]) => getPurchaseState(known as GetPurchaseStateArgs, invokeOptions));
}
