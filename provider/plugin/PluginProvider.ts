import {
  AccountReader,
  abortControllerForMany,
  asTcssError,
  type ConfigLookup,
  type ConnectionArgs,
  DEPLOYMENT_DEADLINE_SECONDS,
  holdsSecret,
  holdsUnknown,
  noConfig,
  type PurchaseState,
  problemsOfConnectionArgs,
  problemsOfResourceArgs,
  redact,
  resolveConnection,
  secret,
  secretTexts,
  staleWarning,
  TcssError,
  unwrapSecrets,
  type ValidationIssue,
  wrapSecrets,
} from "../../core/internal";
import {
  type CheckFailure,
  checkFailure,
  type PurchaseStateProperties,
  PurchaseStateProvider,
} from "../resource/PurchaseStateProvider";
import type { Properties } from "../resource/properties";
import { lookupIn, problemsOfConfig, SECRET_KEYS } from "./configuration";
import { type Change, changesBetween } from "./wire";

interface Checked {
  readonly inputs: Properties;
  readonly failures: readonly CheckFailure[];
}

/** Tells the user something about the resource of that URN. */
export type Warn = (message: string, urn: string) => Promise<void> | void;

/**
 * The provider `tcss` in Pulumi's terms, without its transport. Properties come and go as the engine writes
 * them, with the marks of secrets and of unknown values: a part that came in as a secret goes out as one.
 */
export class PluginProvider {
  readonly #env: NodeJS.ProcessEnv;
  readonly #purchaseStates: PurchaseStateProvider;
  // the engine keeps a plugin for a whole deployment: a function reads the account as it is now
  readonly #reader = new AccountReader({ remember: false });
  #config: ConfigLookup = noConfig;
  #cancellation = abortControllerForMany();

  readonly #warn: Warn;

  /**
   * @param env environment of the process that the engine started.
   * @param warn tells the user what the answer to the engine has no place for.
   */
  constructor(env: NodeJS.ProcessEnv, warn: Warn = (message) => console.error(message)) {
    this.#env = env;
    this.#warn = warn;
    this.#purchaseStates = new PurchaseStateProvider(env, undefined, () => {});
  }

  checkConfig(news: Properties): Checked {
    const inputs = Object.entries(news).map(([key, value]) => [
      key,
      SECRET_KEYS.includes(key) && !holdsSecret(value) ? secret(value) : value,
    ]);
    const marked = Object.fromEntries(inputs) as Properties;
    return { inputs: marked, failures: withoutSecrets(problemsOfConfig(marked), marked) };
  }

  /** @throws TcssError for a value that is not allowed: an engine may come without having checked. */
  configure(args: Properties): void {
    const [first] = withoutSecrets(problemsOfConfig(args), args);
    if (first !== undefined) throw new TcssError(first.reason, { kind: "configuration" });
    this.#config = lookupIn(args);
    this.#purchaseStates.configure(this.#config);
    this.#cancellation = abortControllerForMany();
  }

  /** The engine gives up the deployment: reads that are under way end at once, and later ones before they begin. */
  cancel(): void {
    this.#purchaseStates.cancel();
    this.#cancellation.abort();
  }

  /** Validates the selectors and asks the account; see {@link PurchaseStateProvider}. */
  async check(olds: Properties, news: Properties, urn = ""): Promise<Checked> {
    const { fromStack } = news;
    // what another stack has published is the Node.js SDK's to fetch, for the dynamic provider
    if (fromStack !== undefined)
      return { inputs: news, failures: problemsOfResourceArgs({ fromStack }).map(checkFailure) };
    const { inputs, failures } = await this.#purchaseStates.check(unwrapSecrets(olds), unwrapSecrets(news));
    await this.#warnOfStale(inputs, urn);
    // the values are read anew: a mark on those that came in says nothing about them
    const { purchaseState: _, ...selectors } = news;
    return { inputs: wrapSecrets(inputs, selectors), failures: withoutSecrets(failures, news) };
  }

  /** Paths of what has changed. None of it replaces the resource. */
  async diff(olds: Properties, news: Properties): Promise<Map<string, Change>> {
    const [before, after] = [unwrapSecrets(olds), unwrapSecrets(news)];
    const { changes } = await this.#purchaseStates.diff("", before, after);
    if (!changes) return new Map();
    const found = changesBetween(before, this.#purchaseStates.outputsOf(after));
    // what is no change by itself is not what the user looks for beside one
    for (const path of INCIDENTAL) if (found.size > 1 && found.get(path) === "updated") found.delete(path);
    return found;
  }

  /** @returns an empty id where the selectors are not known yet, in a preview. */
  async create(inputs: Properties): Promise<{ id: string; outs: Properties }> {
    const { id, outs } = await this.#purchaseStates.create(unwrapSecrets(inputs));
    return { id: holdsUnknown(inputs) ? "" : id, outs: wrapSecrets(outs, inputs) };
  }

  /**
   * Asks the account again, for `pulumi refresh`; without a state, for `pulumi import`.
   * @param id in an import `default`, for the account that configuration and environment select, or the name of a profile.
   */
  async read(id: string, state: Properties, urn = ""): Promise<{ props: Properties; inputs: Properties }> {
    const isImport = Object.keys(state).length === 0;
    const selectors = isImport && id !== "default" ? { profile: id } : {};
    const { props, inputs } = await this.#purchaseStates
      .read(id, isImport ? selectors : unwrapSecrets(state))
      .catch((error: Error) => {
        throw new Error(redact(error.message, secretTexts(state)));
      });
    await this.#warnOfStale(inputs, urn);
    return { props: wrapSecrets(props, state), inputs: wrapSecrets(inputs, state) };
  }

  async update(olds: Properties, news: Properties): Promise<Properties> {
    const { outs } = await this.#purchaseStates.update("", unwrapSecrets(olds), unwrapSecrets(news));
    return wrapSecrets(outs, news);
  }

  /** The function `getPurchaseState`. */
  async getPurchaseState(
    args: Properties,
  ): Promise<{ result: PurchaseState | undefined; failures: readonly CheckFailure[] }> {
    const known = unwrapSecrets(args);
    const problems = problemsOfFunctionArgs(known);
    if (problems.length > 0) return { result: undefined, failures: withoutSecrets(problems, args) };
    const selectors = known as ConnectionArgs;
    const connection = resolveConnection({
      args: selectors,
      config: this.#config,
      env: this.#env,
      defaultDeadlineSeconds: DEPLOYMENT_DEADLINE_SECONDS,
    });
    try {
      const { purchaseState } = await this.#reader.purchaseState(connection, this.#cancellation.signal);
      return { result: purchaseState, failures: [] };
    } catch (error) {
      throw new Error(redact(asTcssError(error).message, secretTexts(args)));
    }
  }

  async #warnOfStale(inputs: Properties, urn: string): Promise<void> {
    const { purchaseState, staleReason } = inputs as PurchaseStateProperties;
    if (purchaseState?.stale) await this.#warn(staleWarning(purchaseState, staleReason), urn);
  }
}

/** Paths that change without a change of the resource. */
const INCIDENTAL = ["askedAs", "purchaseState.observedAt", "staleReason"];

function problemsOfFunctionArgs(args: Properties): CheckFailure[] {
  const unknown = Object.keys(args).filter((property) => holdsUnknown(args[property]));
  const problems: readonly ValidationIssue[] =
    unknown.length > 0
      ? unknown.map((property) => ({ property, problem: "is not known yet" }))
      : problemsOfConnectionArgs(args);
  return problems.map(checkFailure);
}

/** Reasons may repeat what a server or the system has said, and that a secret. */
function withoutSecrets(
  problems: readonly { readonly reason: string }[],
  properties: Properties,
): CheckFailure[] {
  const secrets = secretTexts(properties);
  return problems.map(({ reason }) => ({ property: "", reason: redact(reason, secrets) }));
}
