import { RunError } from "@pulumi/pulumi/errors";
import type { InvokeOptions, InvokeOutputOptions } from "@pulumi/pulumi/invoke";
import { all, type Input, type Output, output } from "@pulumi/pulumi/output";
import {
  AccountReader,
  asTcssError,
  type ConnectionArgs,
  configurationError,
  DEPLOYMENT_DEADLINE_SECONDS,
  FUNCTION_TOKEN,
  onlyDefined,
  type PurchaseState,
  problemsOfConnectionArgs,
  resolveValidated,
  type TcssError,
} from "../core/internal";
import { invoke, invokeOutput, isProvided } from "./provided";
import { stackConfig } from "./stackConfig";

/** Selects the account that is read. */
export type GetPurchaseStateArgs = ConnectionArgs;
/** The same with inputs, for `getPurchaseStateOutput`. */
export type GetPurchaseStateOutputArgs = {
  readonly [K in keyof ConnectionArgs]?: Input<NonNullable<ConnectionArgs[K]>>;
};
/** A purchase state with `additionalFields`: what the API sent beyond the fields that this version knows. */
export type GetPurchaseStateResult = PurchaseState;

/**
 * Why an account could not be read. Pulumi prints its message alone, without a stack trace.
 * `error.reason` holds kind, code, request id and the next step.
 */
export class PurchaseStateError extends RunError {
  /** What went wrong: kind, code, request id, endpoint and next step, each as a field. */
  declare readonly reason: TcssError;

  constructor(reason: TcssError) {
    super(reason.message);
    // not enumerable: what prints an error with its properties would say everything twice
    Object.defineProperty(this, "reason", { value: reason });
    for (const error of [this, reason]) error.stack = withoutLibraries(error);
  }
}

/**
 * The stack without the frames of libraries. Pulumi colors the stack of an error with `util.inspect`, also of one
 * whose message alone it prints. In some releases of Node.js that does not end for a frame such as
 * `node_modules/@pulumi/resource.ts:1598`, which source maps make of Pulumi's own files.
 */
function withoutLibraries({ stack, message }: Error): string {
  const [head = message, ...frames] = (stack ?? "").split(/\n(?=\s+at )/);
  return [head, ...frames.filter((frame) => !frame.includes("node_modules"))].join("\n");
}

// A program may live long (the Automation API), so that only reads at the same time share a request.
const reader = new AccountReader({ remember: false });

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
  return isFromProvider(opts) ? invoke(onlyDefined(args), opts) : readAccount(args);
}

function isFromProvider(opts: InvokeOptions): boolean {
  try {
    return isProvided(opts);
  } catch (thrown) {
    throw new PurchaseStateError(asTcssError(thrown));
  }
}

async function readAccount(args: GetPurchaseStateArgs): Promise<GetPurchaseStateResult> {
  try {
    const selectors = onlyDefined(args) as GetPurchaseStateArgs;
    // a function keeps nothing, so that it takes less than a resource
    const [wrong] = problemsOfConnectionArgs(selectors);
    if (wrong !== undefined) throw configurationError(wrong.property, `${wrong.property} ${wrong.problem}`);
    const connection = resolveValidated({
      args: selectors,
      config: stackConfig,
      env: process.env,
      defaultDeadlineSeconds: DEPLOYMENT_DEADLINE_SECONDS,
    });
    return (await reader.purchaseState(connection)).purchaseState;
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
  opts: InvokeOutputOptions = {},
): Output<GetPurchaseStateResult> {
  const { dependsOn, ...invokeOptions } = opts;
  try {
    if (isProvided(invokeOptions)) return invokeOutput(FUNCTION_TOKEN, args, opts);
  } catch (thrown) {
    return output(Promise.reject(new PurchaseStateError(asTcssError(thrown))));
  }
  const after = output(dependsOn).apply((resources) =>
    all([resources].flat().map((resource) => resource?.urn)),
  );
  return all([args, after]).apply(([known]) => readAccount(known as GetPurchaseStateArgs));
}
