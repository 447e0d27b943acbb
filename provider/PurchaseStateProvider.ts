import { isDeepStrictEqual } from "node:util";
import {
  asTcssError,
  type ConfigLookup,
  type ConnectionArgs,
  noConfig,
  PurchaseStateReader,
  problemsOfConnectionArgs,
  resolveConnection,
  SECRET_NAMES,
  type StoredPurchaseState,
  withoutAdditionalFields,
} from "../core";

/** What stands in a `PurchaseState` resource: the selectors, and what the account answered. */
export interface PurchaseStateProperties extends ConnectionArgs {
  readonly purchaseState?: StoredPurchaseState;
}

type Properties = Record<string, unknown>;

/** A property that was refused, and why. */
export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

/** How the engine writes a value that is not known yet. It is part of Pulumi's wire protocol. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/**
 * What the engine calls for a `PurchaseState`. The account is asked in `check`, which runs in previews too:
 * policies then judge real values before anything is created, and outputs are known at preview.
 */
export class PurchaseStateProvider {
  readonly #env: NodeJS.ProcessEnv;
  // The process serves one phase of one deployment, so one reply per account is enough for all its resources.
  readonly #reader = new PurchaseStateReader({ remember: true });
  #config: ConfigLookup = noConfig;

  constructor(env: NodeJS.ProcessEnv) {
    this.#env = env;
  }

  /** Takes the stack's configuration. Synchronous: the engine's calls do not wait for it. */
  configure(config: ConfigLookup): void {
    this.#config = config;
    this.#reader.clear();
  }

  /**
   * Validates the arguments and asks the account.
   * @returns the arguments with `purchaseState`, or why there is none; it never throws.
   */
  async check(
    _olds: Properties,
    news: Properties,
  ): Promise<{ inputs: Properties; failures: CheckFailure[] }> {
    const args = selectorsOf(news);
    if (holdsUnknown(args)) return { inputs: { ...args, purchaseState: UNKNOWN }, failures: [] };
    const problems = problemsOfConnectionArgs(args);
    if (problems.length > 0)
      return {
        inputs: args,
        failures: problems.map(({ property, problem }) => ({
          // the engine prints the value of a property that it is told, which a secret must not be
          property: SECRET_NAMES.has(property) ? "" : property,
          reason: `${property} ${problem}`,
        })),
      };
    try {
      return { inputs: { ...args, purchaseState: await this.#ask(args) }, failures: [] };
    } catch (thrown) {
      const error = asTcssError(thrown);
      return {
        inputs: args,
        failures: [{ property: "", reason: error.message }],
      };
    }
  }

  /** A change is another selector or another value; nothing is ever replaced. */
  async diff(_id: string, olds: Properties, news: Properties): Promise<{ changes: boolean }> {
    return { changes: !isDeepStrictEqual(withoutShell(olds), withoutShell(news)) };
  }

  async create(inputs: Properties): Promise<{ id: string; outs: Properties }> {
    const { account, profile } = inputs as ConnectionArgs;
    return { id: account ?? profile ?? "default", outs: withoutShell(inputs) };
  }

  /**
   * Asks the account that the state's selectors name, for `pulumi refresh`.
   * @throws Error without a stack, since the engine's provider process would print it.
   */
  async read(id: string, state: Properties): Promise<{ id: string; props: Properties; inputs: Properties }> {
    const args = selectorsOf(state);
    try {
      const properties = { ...args, purchaseState: await this.#ask(args) };
      return { id, props: properties, inputs: properties };
    } catch (thrown) {
      throw withoutStack(asTcssError(thrown).message);
    }
  }

  async update(_id: string, _olds: Properties, news: Properties): Promise<{ outs: Properties }> {
    return { outs: withoutShell(news) };
  }

  /** Nothing to delete: the resource only looks. */
  async delete(): Promise<void> {}

  async #ask(args: Properties): Promise<StoredPurchaseState> {
    const connection = resolveConnection({
      args: args as ConnectionArgs,
      config: this.#config,
      env: this.#env,
    });
    return withoutAdditionalFields(await this.#reader.read(connection));
  }
}

/** The dynamic provider's serialized text travels with the properties; it is the shell's, not the resource's. */
function withoutShell(properties: Properties): Properties {
  const { __provider: _, ...rest } = properties;
  return rest;
}

function selectorsOf(properties: Properties): Properties {
  const { purchaseState: _, ...selectors } = withoutShell(properties);
  return Object.fromEntries(
    Object.entries(selectors).filter(([, value]) => value !== undefined && value !== null),
  );
}

function holdsUnknown(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.values(value).some(holdsUnknown);
  return value === UNKNOWN;
}

function withoutStack(message: string): Error {
  // the provider process prints `${error}: ${error.stack}`
  return Object.assign(new Error(message), { toString: () => "TcssError", stack: message });
}
