import {
  AccountReader,
  abortControllerForMany,
  asTcssError,
  type BoundedCache,
  boundedCache,
  type ConfigLookup,
  type Connection,
  DEPLOYMENT_DEADLINE_SECONDS,
  type FromStackArgs,
  isObservedAtShown,
  isUnavailability,
  noConfig,
  type PublishedBy,
  problemsOfFromStack,
  problemsOfResourceArgs,
  REPLY_FIELDS,
  type ResourceArgs,
  resolveConnection,
  resolveValidated,
  restorePurchaseState,
  type TcssError,
  timestamp,
  type ValidationIssue,
  visible,
  withoutAdditionalFields,
} from "../../core/internal";
import { lastKnownIn, withRefusal } from "./lastKnown";
import {
  argumentsIn,
  isChange,
  outputsOf,
  type Properties,
  type PurchaseStateProperties,
  selectorsIn,
  type Timing,
  valuesIn,
} from "./properties";
import { withRefreshAdvice } from "./refreshAdvice";

/** What a check of arguments gives. */
export interface Checked {
  /** The arguments, with the account's values where they could be read. */
  readonly inputs: Properties;
  /** What is wrong with the arguments. Nobody was asked where there is something. */
  readonly issues: readonly ValidationIssue[];
  /** Why the account could not be read. */
  readonly error?: TcssError;
}

/** What a `PurchaseStateResource` draws from. */
export interface ResourceOptions {
  /** Environment of the process. */
  readonly env: NodeJS.ProcessEnv;
  /** Whether the values may come from another stack's outputs (`fromStack`). */
  readonly takesFromStack: boolean;
  /**
   * Reads the accounts, and remembers what it has read: others may read the same accounts by it. Default: one of its own.
   */
  readonly reader?: AccountReader;
  /** For `observedAt`. Default: the clock. */
  readonly now?: () => Date;
}

/**
 * The life cycle of a `PurchaseState`, whatever engine drives it: plain values come in and go out, every one of them
 * known. The account is asked in `check`, which runs in previews too: policies then judge real values before anything
 * is created, and outputs are known at preview.
 */
export class PurchaseStateResource {
  readonly #env: NodeJS.ProcessEnv;
  readonly #takesFromStack: boolean;
  readonly #now: () => Date;
  // the process serves one phase of one deployment: one reply per account is enough for all its resources
  readonly #reader: AccountReader;
  /** By the text of the arguments: a program may have a hundred resources of one account. */
  readonly #connections: BoundedCache<Connection> = boundedCache();
  /** When each connection was read, by its key. */
  readonly #readAt = new Map<string, string>();
  #config: ConfigLookup = noConfig;
  #cancellation = abortControllerForMany();

  constructor({ env, takesFromStack, reader, now = () => new Date() }: ResourceOptions) {
    this.#env = env;
    this.#reader = reader ?? new AccountReader({ remember: true });
    this.#takesFromStack = takesFromStack;
    this.#now = now;
  }

  /** Takes the stack's configuration, and forgets what was read before. */
  configure(config: ConfigLookup): void {
    this.#config = config;
    this.#connections.clear();
    this.#reader.clear();
    this.#readAt.clear();
    this.#cancellation = abortControllerForMany();
  }

  /** The deployment ends: running reads end at once, and later ones before they start. */
  cancel(): void {
    this.#cancellation.abort();
  }

  /**
   * Validates the arguments and asks the account. It never throws.
   * @param before the resource's properties in the state; empty for a new resource.
   */
  async check(before: Properties, news: Properties): Promise<Checked> {
    const args = argumentsIn(news);
    const issues = this.#issuesOf(args);
    if (issues.length > 0) return { inputs: args, issues };
    const { fromStack, ...selectors } = args;
    if (fromStack !== undefined) return publishedInputs(selectors, fromStack);
    try {
      const connection = this.#connectionFor(args, resolveValidated);
      return { inputs: { ...args, ...(await this.#ask(connection, args, before)) }, issues };
    } catch (thrown) {
      return { inputs: args, issues, error: asTcssError(thrown) };
    }
  }

  /** Whether the inputs differ from the outputs in more than the time of the reading. Nothing is ever replaced. */
  diff(outputs: Properties, inputs: Properties): boolean {
    return isChange(outputs, inputs, this.#timingOf(inputs));
  }

  /** What a resource with these inputs shows to programs, after its creation and after an update. */
  outputsOf(inputs: Properties): Properties {
    return outputsOf(inputs, this.#timingOf(inputs));
  }

  /**
   * Asks the account that the state's selectors name, for a refresh.
   * The values of another stack stay as they are: only a program can read that stack.
   * @throws TcssError when the account cannot be read.
   */
  async read(state: Properties): Promise<{ outputs: Properties; inputs: Properties }> {
    const args = selectorsIn(state);
    if (args["fromStack"] !== undefined) return { outputs: state, inputs: state };
    let connection: Connection | undefined;
    try {
      connection = this.#connectionFor(args);
      const inputs = { ...args, ...(await this.#ask(connection, args, state)) };
      const timing = this.#timingOf(inputs);
      const outputs = outputsOf(inputs, timing);
      // a later time alone is no change at refresh either
      if (!isChange(state, inputs, timing)) outputs["purchaseState"] = valuesIn(state);
      return { outputs, inputs };
    } catch (thrown) {
      throw withRefreshAdvice(asTcssError(thrown), connection);
    }
  }

  #issuesOf(args: Properties): ValidationIssue[] {
    const { fromStack, ...selectors } = args;
    if (fromStack === undefined || !this.#takesFromStack) return problemsOfResourceArgs(args);
    return [...problemsOfResourceArgs(selectors), ...problemsOfFromStack(fromStack)];
  }

  /** The account's values, and who was asked for them. */
  async #ask(
    connection: Connection,
    args: Properties,
    before: Properties,
  ): Promise<Pick<PurchaseStateProperties, "purchaseState" | "askedAs" | "staleReason">> {
    const keepsLastKnown = connection.onUnavailable === "lastKnown";
    try {
      const { purchaseState, origin } = await this.#reader.purchaseState(
        connection,
        this.#cancellation.signal,
      );
      const observedAt = this.#timeOf(connection);
      const values = { ...withoutAdditionalFields(purchaseState), observedAt };
      if (!keepsLastKnown) return { purchaseState: values };
      const { accountId } = origin;
      return {
        purchaseState: values,
        askedAs: await this.#reader.identityMarks(connection, { accountId }),
      };
    } catch (thrown) {
      const error = asTcssError(thrown);
      if (!keepsLastKnown || !isUnavailability(error)) throw error;
      const marks = (): Promise<string[]> => this.#reader.identityMarks(connection, { accountId: "resolve" });
      const lastKnown = await lastKnownIn(before, args, marks);
      if (lastKnown === undefined) throw error;
      if ("refusal" in lastKnown) throw withRefusal(error, lastKnown.refusal);
      const { askedAs } = before as PurchaseStateProperties;
      const purchaseState = withoutAdditionalFields(
        // their derived values may depend on a time zone that has changed since
        restorePurchaseState({ ...lastKnown.values }, connection.timeZone),
      );
      return {
        purchaseState: { ...purchaseState, stale: true },
        staleReason: error.summary,
        ...(askedAs === undefined ? {} : { askedAs }),
      };
    }
  }

  /** When the account gave the values that resources of this connection share. */
  #timeOf({ key }: Connection): string {
    const time = this.#readAt.get(key) ?? timestamp(this.#now());
    this.#readAt.set(key, time);
    return time;
  }

  #timingOf(inputs: Properties): Timing {
    // while arguments are unknown, so are the values
    if (valuesIn(inputs) === undefined) return { isShown: false, isRenewed: false };
    const args = selectorsIn(inputs);
    // the values of another stack are as old as they say: their time is always shown, and never renewed
    if (args["fromStack"] !== undefined) return { isShown: true, isRenewed: false };
    const connection = this.#connectionFor(args);
    return { isShown: isObservedAtShown(connection), isRenewed: connection.recordObservedAt };
  }

  #connectionFor(args: Properties, resolve = resolveConnection): Connection {
    const key = JSON.stringify(args);
    let connection = this.#connections.get(key);
    if (connection === undefined) {
      connection = resolve({
        args: args as ResourceArgs,
        config: this.#config,
        env: this.#env,
        defaultDeadlineSeconds: DEPLOYMENT_DEADLINE_SECONDS,
      });
      this.#connections.set(key, connection);
    }
    return connection;
  }
}

/** The inputs of a resource whose values another stack has published. */
function publishedInputs(selectors: Properties, { stack, maxAgeHours, values = {} }: FromStackArgs): Checked {
  const fromStack: PublishedBy = { stack, maxAgeHours };
  const { timeZone } = selectors as ResourceArgs;
  const purchaseState = restorePurchaseState(values, timeZone);
  const problem = `stack ${visible(stack)} exports no field of a purchase state: export each under its own name, or the whole as purchaseState, there`;
  const isEmpty = !Object.keys(purchaseState).some((field) => field in REPLY_FIELDS);
  return {
    inputs: { ...selectors, fromStack, purchaseState },
    issues: isEmpty ? [{ property: "", problem }] : [],
  };
}
