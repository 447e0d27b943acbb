import { RunError } from "@pulumi/pulumi/errors";
import type { InvokeOptions, InvokeOutputOptions } from "@pulumi/pulumi/invoke";
import { all, type Input, type Output, output } from "@pulumi/pulumi/output";
import {
  AccountReader,
  asTcssError,
  type Connection,
  type ConnectionArgs,
  configurationError,
  DEPLOYMENT_DEADLINE_SECONDS,
  onlyDefined,
  resolveValidated,
  type TcssError,
  type ValidationIssue,
} from "../core/internal";
import { invoke, invokeOutput, isProvided } from "./provided";
import { stackConfig } from "./stackConfig";

/**
 * Why an account could not be read. Pulumi prints its message alone, without a stack trace.
 * `error.reason` holds kind, code, request id and the next step.
 */
export class PurchaseStateError extends RunError {
  /** What went wrong: kind, code, request id, endpoint and next step, each as a field. */
  declare readonly reason: TcssError;

  constructor(reason: TcssError) {
    super(reason.message);
    // not enumerable: code that prints an error with its properties would print everything twice
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

/** Arguments as inputs, items of lists among them. */
export type InputsOf<Args> = { readonly [K in keyof Args]?: InputOf<NonNullable<Args[K]>> };
type InputOf<Value> = Value extends readonly (infer Item)[] ? Input<readonly Input<Item>[]> : Input<Value>;

interface FunctionParts<Args, Result> {
  /** Token of the plugin's function with the same purpose. */
  readonly token: string;
  /** Lists the issues of the arguments. A function stores nothing, so it accepts fewer arguments than a resource. */
  readonly problemsOf: (args: Args) => readonly ValidationIssue[];
  readonly read: (reader: AccountReader, connection: Connection, args: Args) => Promise<Result>;
}

/** A function that reads an account now and records nothing, in the two forms that Pulumi's SDKs have. */
export interface AccountFunction<Args, Result> {
  /** @throws PurchaseStateError when the account cannot be read; the engine's error where the plugin reads. */
  readonly call: (args: Args, opts: InvokeOptions) => Promise<Result>;
  readonly callOutput: (args: InputsOf<Args>, opts: InvokeOutputOptions) => Output<Result>;
}

// A program may live long (the Automation API), so that only reads at the same time share a request.
const reader = new AccountReader({ remember: false });

export function accountFunction<Args extends ConnectionArgs, Result>({
  token,
  problemsOf,
  read,
}: FunctionParts<Args, Result>): AccountFunction<Args, Result> {
  const readAccount = async (args: Args): Promise<Result> => {
    try {
      const selectors = onlyDefined(args) as Args;
      const [wrong] = problemsOf(selectors);
      if (wrong !== undefined) throw configurationError(wrong.property, `${wrong.property} ${wrong.problem}`);
      const connection = resolveValidated({
        args: selectors,
        config: stackConfig,
        env: process.env,
        defaultDeadlineSeconds: DEPLOYMENT_DEADLINE_SECONDS,
      });
      return await read(reader, connection, selectors);
    } catch (thrown) {
      throw new PurchaseStateError(asTcssError(thrown));
    }
  };
  const isFromProvider = (opts: InvokeOptions): boolean => {
    try {
      return isProvided(token, opts);
    } catch (thrown) {
      throw new PurchaseStateError(asTcssError(thrown));
    }
  };
  return {
    call: async (args, opts) =>
      isFromProvider(opts) ? invoke<Result>(token, onlyDefined(args), opts) : readAccount(args),
    callOutput: (args, opts) => {
      const { dependsOn, ...invokeOptions } = opts;
      try {
        if (isFromProvider(invokeOptions)) return invokeOutput<Result>(token, args, opts);
      } catch (thrown) {
        return output(Promise.reject(thrown)) as Output<Result>;
      }
      const after = output(dependsOn).apply((resources) =>
        all([resources].flat().map((resource) => resource?.urn)),
      );
      return all([args, after]).apply(([known]) => readAccount(known as Args)) as Output<Result>;
    },
  };
}
