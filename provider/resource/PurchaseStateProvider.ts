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
  holdsUnknown,
  isUnavailability,
  noConfig,
  type PublishedBy,
  problemsOfFromStack,
  problemsOfResourceArgs,
  REPLY_FIELDS,
  type ResourceArgs,
  resolveConnection,
  restorePurchaseState,
  staleWarning,
  UNKNOWN,
  type ValidationIssue,
  visible,
  withoutAdditionalFields,
  withRefreshAdvice,
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
  withoutShell,
} from "./properties";

export type { PurchaseStateProperties } from "./properties";

/**
 * Why arguments were refused. The engine prints the value of a property that a failure names, and a refused value
 * may be a secret that was put in the wrong place: so `property` stays empty, and the reason begins with the name.
 */
export interface CheckFailure {
  readonly property: "";
  readonly reason: string;
}

export function checkFailure({ property, problem }: ValidationIssue): CheckFailure {
  return { property: "", reason: `${property} ${problem}` };
}

/**
 * What the engine calls for a `PurchaseState`. The account is asked in `check`, which runs in previews too:
 * policies then judge real values before anything is created, and outputs are known at preview.
 */
export class PurchaseStateProvider {
  readonly #env: NodeJS.ProcessEnv;
  readonly #now: () => Date;
  // The process serves one phase of one deployment, so one reply per account is enough for all its resources.
  readonly #reader = new AccountReader({ remember: true });
  #config: ConfigLookup = noConfig;
  #cancellation = abortControllerForMany();
  /** By what the arguments say: a program may have a hundred resources of one account. */
  readonly #connections: BoundedCache<Connection> = boundedCache();

  /** When each connection was read, by its key. */
  readonly #readAt = new Map<string, string>();
  readonly #warn: (message: string) => void;

  /**
   * @param env environment of the process that the engine started.
   * @param now for `observedAt`.
   * @param warn tells the user of a refresh, when no program runs, that old values are kept.
   */
  constructor(
    env: NodeJS.ProcessEnv,
    now: () => Date = () => new Date(),
    // the engine shows what a dynamic provider's process writes there
    warn: (message: string) => void = (message) => console.error(message),
  ) {
    this.#env = env;
    this.#now = now;
    this.#warn = warn;
  }

  /** Takes the stack's configuration. Synchronous: the engine's calls do not wait for it. */
  configure(config: ConfigLookup): void {
    this.#config = config;
    this.#connections.clear();
    this.#reader.clear();
    this.#readAt.clear();
    this.#cancellation = abortControllerForMany();
  }

  /** The deployment ends: reads that are under way end at once, and later ones before they begin. */
  cancel(): void {
    this.#cancellation.abort();
  }

  /**
   * Validates the arguments and asks the account.
   * @returns the arguments with `purchaseState`, or why there is none; it never throws.
   */
  async check(olds: Properties, news: Properties): Promise<{ inputs: Properties; failures: CheckFailure[] }> {
    const args = argumentsIn(news);
    if (holdsUnknown(args)) return { inputs: { ...args, purchaseState: UNKNOWN }, failures: [] };
    const { fromStack, ...selectors } = args;
    const problems = [
      ...problemsOfResourceArgs(selectors),
      ...(fromStack === undefined ? [] : problemsOfFromStack(fromStack)),
    ];
    if (problems.length > 0) return { inputs: args, failures: problems.map(checkFailure) };
    if (fromStack !== undefined) return publishedInputs(selectors, fromStack);
    try {
      return { inputs: { ...args, ...(await this.#ask(args, olds)) }, failures: [] };
    } catch (thrown) {
      return { inputs: args, failures: [{ property: "", reason: asTcssError(thrown).message }] };
    }
  }

  /** A change is another selector or another value, or a time that is to be renewed. Nothing is ever replaced. */
  async diff(_id: string, olds: Properties, news: Properties): Promise<{ changes: boolean }> {
    return { changes: isChange(olds, news, this.#timingOf(news)) };
  }

  async create(inputs: Properties): Promise<{ id: string; outs: Properties }> {
    const { account, profile } = inputs as ResourceArgs;
    return { id: account ?? profile ?? "default", outs: this.outputsOf(inputs) };
  }

  /**
   * Asks the account that the state's selectors name, for `pulumi refresh`.
   * What another stack has published stays as it is: only a program can read that stack.
   * @throws Error without a stack, since the engine's provider process would print it.
   */
  async read(id: string, state: Properties): Promise<{ id: string; props: Properties; inputs: Properties }> {
    const args = selectorsIn(state);
    if (args["fromStack"] !== undefined) {
      const properties = withoutShell(state);
      return { id, props: properties, inputs: properties };
    }
    try {
      const inputs = { ...args, ...(await this.#ask(args, state)) };
      const timing = this.#timingOf(inputs);
      const { __provider: _, ...before } = state;
      const props = outputsOf(inputs, timing);
      // a later time alone is no change at refresh either
      if (!isChange(before, inputs, timing)) props["purchaseState"] = valuesIn(before);
      const { purchaseState, staleReason }: PurchaseStateProperties = inputs;
      if (purchaseState?.stale) this.#warn(staleWarning(purchaseState, staleReason));
      return { id, props, inputs };
    } catch (thrown) {
      throw withoutStack(withRefreshAdvice(asTcssError(thrown), this.#connectionIfRight(args)).message);
    }
  }

  async update(_id: string, _olds: Properties, news: Properties): Promise<{ outs: Properties }> {
    return { outs: this.outputsOf(news) };
  }

  /** What a resource with these inputs shows to programs: with the time of the reading only where that is asked for. */
  outputsOf(inputs: Properties): Properties {
    return outputsOf(inputs, this.#timingOf(inputs));
  }

  /** The account's values, and whom they were asked of. */
  async #ask(
    args: Properties,
    before: Properties,
  ): Promise<Pick<PurchaseStateProperties, "purchaseState" | "askedAs" | "staleReason">> {
    const connection = this.#connectionFor(args);
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

  /** Undefined where arguments or configuration are wrong. */
  #connectionIfRight(args: Properties): Connection | undefined {
    try {
      return this.#connectionFor(args);
    } catch {
      return undefined;
    }
  }

  /** When the account gave the values that resources of this connection share. */
  #timeOf({ key }: Connection): string {
    const time = this.#readAt.get(key) ?? `${this.#now().toISOString().slice(0, 19)}Z`;
    this.#readAt.set(key, time);
    return time;
  }

  /** What another stack has published is as old as it says: its time is always shown, and never renewed. */
  #timingOf(inputs: Properties): Timing {
    const args = selectorsIn(inputs);
    if (args["fromStack"] !== undefined) return { isShown: true, isRenewed: false };
    if (holdsUnknown(args)) return { isShown: false, isRenewed: false };
    const { onUnavailable, recordObservedAt } = this.#connectionFor(args);
    return { isShown: recordObservedAt || onUnavailable === "lastKnown", isRenewed: recordObservedAt };
  }

  #connectionFor(args: Properties): Connection {
    const key = JSON.stringify(args);
    let connection = this.#connections.get(key);
    if (connection === undefined) {
      connection = resolveConnection({
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
function publishedInputs(
  selectors: Properties,
  { stack, maxAgeHours, values = {} }: FromStackArgs,
): { inputs: Properties; failures: CheckFailure[] } {
  const fromStack: PublishedBy = { stack, maxAgeHours };
  const { timeZone } = selectors as ResourceArgs;
  const purchaseState = restorePurchaseState(values, timeZone);
  const failures = Object.keys(purchaseState).some((field) => field in REPLY_FIELDS)
    ? []
    : [
        {
          property: "" as const,
          reason: `stack ${visible(stack)} exports no field of a purchase state: export each under its own name, or the whole as purchaseState, there`,
        },
      ];
  return { inputs: { ...selectors, fromStack, purchaseState }, failures };
}

function withoutStack(message: string): Error {
  // the provider process prints `${error}: ${error.stack}`
  return Object.assign(new Error(message), { toString: () => "TcssError", stack: message });
}
