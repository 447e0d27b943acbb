import { isDeepStrictEqual } from "node:util";
import {
  abortControllerForMany,
  asTcssError,
  type ConfigLookup,
  type Connection,
  DEPLOYMENT_DEADLINE_SECONDS,
  type FromStackArgs,
  isUnavailability,
  noConfig,
  type PublishedBy,
  PurchaseStateReader,
  problemsOfFromStack,
  problemsOfResourceArgs,
  REPLY_FIELDS,
  type ResourceArgs,
  resolveConnection,
  restorePurchaseState,
  type StoredPurchaseState,
  staleWarning,
  type ValidationIssue,
  visible,
  withoutAdditionalFields,
  withRefreshAdvice,
} from "../core";
import { keep } from "../core/bounded";

/** What stands in a `PurchaseState` resource: the selectors, and what the account answered. */
export interface PurchaseStateProperties extends ResourceArgs {
  readonly purchaseState?: StoredPurchaseState;
  /** The stack whose outputs the values are; absent when the account itself was asked. */
  readonly fromStack?: PublishedBy;
}

type Properties = Record<string, unknown>;

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

/** How the engine writes a value that is not known yet. It is part of Pulumi's wire protocol. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/**
 * What the engine calls for a `PurchaseState`. The account is asked in `check`, which runs in previews too:
 * policies then judge real values before anything is created, and outputs are known at preview.
 */
export class PurchaseStateProvider {
  readonly #env: NodeJS.ProcessEnv;
  readonly #now: () => Date;
  // The process serves one phase of one deployment, so one reply per account is enough for all its resources.
  readonly #reader = new PurchaseStateReader({ remember: true });
  #config: ConfigLookup = noConfig;
  #cancellation = abortControllerForMany();
  /** By what the arguments say: a program may have a hundred resources of one account. */
  readonly #connections = new Map<string, Connection>();

  /**
   * @param env environment of the process that the engine started.
   * @param now for `observedAt`.
   */
  constructor(env: NodeJS.ProcessEnv, now: () => Date = () => new Date()) {
    this.#env = env;
    this.#now = now;
  }

  /** Takes the stack's configuration. Synchronous: the engine's calls do not wait for it. */
  configure(config: ConfigLookup): void {
    this.#config = config;
    this.#connections.clear();
    this.#reader.clear();
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
    const args = selectorsOf(news);
    if (holdsUnknown(args)) return { inputs: { ...args, purchaseState: UNKNOWN }, failures: [] };
    const { fromStack, ...selectors } = args;
    const problems = [
      ...problemsOfResourceArgs(selectors),
      ...(fromStack === undefined ? [] : problemsOfFromStack(fromStack)),
    ];
    if (problems.length > 0)
      return {
        inputs: args,
        failures: problems.map(checkFailure),
      };
    if (fromStack !== undefined) return publishedInputs(selectors, fromStack as FromStackArgs);
    try {
      return { inputs: { ...args, purchaseState: await this.#ask(args, olds) }, failures: [] };
    } catch (thrown) {
      const error = asTcssError(thrown);
      return {
        inputs: args,
        failures: [{ property: "", reason: error.message }],
      };
    }
  }

  /** A change is another selector or another value, but not a later `observedAt` alone. Nothing is ever replaced. */
  async diff(_id: string, olds: Properties, news: Properties): Promise<{ changes: boolean }> {
    return { changes: !isDeepStrictEqual(comparable(olds), comparable(news)) };
  }

  async create(inputs: Properties): Promise<{ id: string; outs: Properties }> {
    const { account, profile } = inputs as ResourceArgs;
    return { id: account ?? profile ?? "default", outs: withoutShell(inputs) };
  }

  /**
   * Asks the account that the state's selectors name, for `pulumi refresh`.
   * What another stack has published stays as it is: only a program can read that stack.
   * Standard error is shown to the user: no program runs that could warn of stale values.
   * @throws Error without a stack, since the engine's provider process would print it.
   */
  async read(id: string, state: Properties): Promise<{ id: string; props: Properties; inputs: Properties }> {
    const args = selectorsOf(state);
    if (args["fromStack"] !== undefined) {
      const properties = withoutShell(state);
      return { id, props: properties, inputs: properties };
    }
    try {
      const purchaseState = await this.#ask(args, state);
      const properties = { ...args, purchaseState };
      if (purchaseState.stale) console.error(staleWarning(purchaseState));
      return { id, props: properties, inputs: properties };
    } catch (thrown) {
      throw withoutStack(withRefreshAdvice(asTcssError(thrown), this.#connectionIfRight(args)).message);
    }
  }

  async update(_id: string, _olds: Properties, news: Properties): Promise<{ outs: Properties }> {
    return { outs: withoutShell(news) };
  }

  async #ask(args: Properties, before: Properties): Promise<StoredPurchaseState> {
    const connection = this.#connectionFor(args);
    const keepsLastKnown = connection.onUnavailable === "lastKnown";
    try {
      const purchaseState = withoutAdditionalFields(
        await this.#reader.read(connection, this.#cancellation.signal),
      );
      if (!keepsLastKnown && !connection.recordObservedAt) return purchaseState;
      return { ...purchaseState, observedAt: `${this.#now().toISOString().slice(0, 19)}Z` };
    } catch (error) {
      const lastKnown = lastKnownOf(before, args);
      if (!keepsLastKnown || lastKnown === undefined || !isUnavailability(error)) throw error;
      return { ...lastKnown, stale: true };
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
      keep(this.#connections, key, connection);
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

/** Where the dynamic provider's serialized text stands among the properties. */
const SHELL = "__provider";

/** The dynamic provider's serialized text travels with the properties; it is the shell's, not the resource's. */
function withoutShell(properties: Properties): Properties {
  const { [SHELL]: _, ...rest } = properties;
  return rest;
}

function selectorsOf(properties: Properties): Properties {
  const { purchaseState: _, ...selectors } = withoutShell(properties);
  return Object.fromEntries(
    Object.entries(selectors).filter(([, value]) => value !== undefined && value !== null),
  );
}

function comparable(properties: Properties): Properties {
  const { purchaseState, ...selectors } = withoutShell(properties);
  // which text the shell has is no change; that there is one or none is a move between dynamic resource and plugin
  const rest = { ...selectors, isDynamic: SHELL in properties };
  if (typeof purchaseState !== "object" || purchaseState === null) return { ...rest, purchaseState };
  const { observedAt, ...values } = purchaseState as Properties;
  // that there is a time at all is the user's change, and must reach the outputs
  return { ...rest, purchaseState: { ...values, isObserved: observedAt !== undefined } };
}

/** The values that were read before, unless the arguments have come to mean another account. */
function lastKnownOf(before: Properties, args: Properties): StoredPurchaseState | undefined {
  const selectors = ({ onUnavailable: _, recordObservedAt: __, ...rest }: Properties): Properties => rest;
  if (!isDeepStrictEqual(selectors(selectorsOf(before)), selectors(args))) return undefined;
  const { purchaseState } = before as PurchaseStateProperties;
  return typeof purchaseState === "object" ? purchaseState : undefined;
}

/** Whether `value`, or a part of it, is not known yet. */
export function holdsUnknown(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.values(value).some(holdsUnknown);
  return value === UNKNOWN;
}

function withoutStack(message: string): Error {
  // the provider process prints `${error}: ${error.stack}`
  return Object.assign(new Error(message), { toString: () => "TcssError", stack: message });
}
