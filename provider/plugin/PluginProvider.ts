import {
  AccountReader,
  abortControllerForMany,
  asTcssError,
  type ConfigLookup,
  type Connection,
  type ConnectionArgs,
  type CoverageArgs,
  type CoverageValues,
  DEPLOYMENT_DEADLINE_SECONDS,
  holdsSecret,
  holdsUnknown,
  isSecretKey,
  noConfig,
  type PurchaseState,
  problemsOfConnectionArgs,
  problemsOfCoverageArgs,
  readCoverage,
  redact,
  resolveValidated,
  secret,
  secretTexts,
  staleWarning,
  TcssError,
  UNKNOWN,
  unwrapSecrets,
  type ValidationIssue,
  wrapSecrets,
} from "../../core/internal";
import { type CheckFailure, idOf, isMove, unknownInputs, withoutShell } from "../pulumi";
import { PurchaseStateResource } from "../resource/PurchaseStateResource";
import type { Properties } from "../resource/properties";
import { issuesOfConfig, lookupIn } from "./configuration";
import { type Change, type CheckResult, changesBetween, failuresWithoutSecrets } from "./wire";

/** Tells the user something about the resource of that URN. */
export type Warn = (message: string, urn: string) => Promise<void> | void;

/** What a function gives: a result, or why its arguments were refused. */
export interface FunctionResult<Result> {
  readonly result: Result | undefined;
  readonly failures: readonly CheckFailure[];
}

/** Paths that change without a change of the resource. */
const INCIDENTAL = ["askedAs", "purchaseState.observedAt", "staleReason"];

/**
 * The provider `tcss` in Pulumi's terms, without its transport. Properties come and go as the engine writes
 * them, with the marks of secrets and of unknown values: a part that came in as a secret goes out as one.
 */
export class PluginProvider {
  readonly #env: NodeJS.ProcessEnv;
  readonly #warn: Warn;
  readonly #resource: PurchaseStateResource;
  // the engine keeps a plugin for a whole deployment: a function reads the account as it is now
  readonly #reader = new AccountReader({ remember: false });
  #config: ConfigLookup = noConfig;
  #cancellation = abortControllerForMany();

  /**
   * @param env environment of the process that the engine started.
   * @param warn shows the user a warning: the answers to the engine have no field for one.
   */
  constructor(env: NodeJS.ProcessEnv, warn: Warn = (message) => console.error(message)) {
    this.#env = env;
    this.#warn = warn;
    // only the Node.js SDK fetches what another stack has published
    this.#resource = new PurchaseStateResource({ env, takesFromStack: false });
  }

  /** Validates the provider's configuration, and marks the account's key as secret. */
  checkConfig(news: Properties): CheckResult {
    const inputs = Object.fromEntries(
      Object.entries(news).map(([key, value]) => [
        key,
        isSecretKey(key) && !holdsSecret(value) ? secret(value) : value,
      ]),
    );
    return { inputs, failures: failuresWithoutSecrets({ issues: issuesOfConfig(news) }, inputs) };
  }

  /** @throws TcssError for a value that is not allowed: an engine may come without having checked. */
  configure(args: Properties): void {
    const [first] = this.checkConfig(args).failures;
    if (first !== undefined) throw new TcssError(first.reason, { kind: "configuration" });
    this.#config = lookupIn(args);
    this.#resource.configure(this.#config);
    this.#cancellation = abortControllerForMany();
  }

  /** The engine ends the deployment: running reads end at once, and later ones before they start. */
  cancel(): void {
    this.#resource.cancel();
    this.#cancellation.abort();
  }

  /** Validates the selectors and asks the account; see {@link PurchaseStateResource}. */
  async check(olds: Properties, news: Properties, urn = ""): Promise<CheckResult> {
    const unknown = unknownInputs(news);
    if (unknown !== undefined) return { inputs: unknown, failures: [] };
    const { inputs, ...found } = await this.#resource.check(plain(olds), plain(news));
    await this.#warnOfStale(inputs, urn);
    // the values were read just now: a mark on those that came in says nothing about them
    const { purchaseState: _, ...selectors } = news;
    return { inputs: wrapSecrets(inputs, selectors), failures: failuresWithoutSecrets(found, news) };
  }

  /** Paths of what has changed. None of it replaces the resource. */
  async diff(olds: Properties, news: Properties): Promise<Map<string, Change>> {
    const [before, after] = [plain(olds), plain(news)];
    if (!isMove(olds, news) && !this.#resource.diff(before, after)) return new Map();
    const changes = changesBetween(unwrapSecrets(olds), this.#resource.outputsOf(after));
    // a path that is no change by itself would only distract from the real change
    for (const path of INCIDENTAL)
      if (changes.size > 1 && changes.get(path) === "updated") changes.delete(path);
    return changes;
  }

  /** @returns an empty id where the selectors are unknown yet, in a preview. */
  async create(inputs: Properties): Promise<{ id: string; outs: Properties }> {
    const known = plain(inputs);
    const outs = wrapSecrets(this.#resource.outputsOf(known), inputs);
    return { id: holdsUnknown(inputs) ? "" : idOf(known), outs };
  }

  /**
   * Asks the account again, for `pulumi refresh`; without a state, for `pulumi import`.
   * @param id in an import `default`, for the account that configuration and environment select, or the name of a profile.
   */
  async read(id: string, state: Properties, urn = ""): Promise<{ props: Properties; inputs: Properties }> {
    const isImport = Object.keys(state).length === 0;
    const selectors = isImport && id !== "default" ? { profile: id } : {};
    const { outputs, inputs } = await this.#resource
      .read(isImport ? selectors : plain(state))
      .catch((error: Error) => {
        throw new Error(redact(error.message, secretTexts(state)));
      });
    await this.#warnOfStale(inputs, urn);
    return { props: wrapSecrets(outputs, state), inputs: wrapSecrets(inputs, state) };
  }

  async update(news: Properties): Promise<Properties> {
    return wrapSecrets(this.#resource.outputsOf(plain(news)), news);
  }

  /** The function `getPurchaseState`. */
  getPurchaseState(args: Properties): Promise<FunctionResult<PurchaseState>> {
    return this.#call(args, problemsOfConnectionArgs, async (connection, _, signal) => {
      const { purchaseState } = await this.#reader.purchaseState(connection, signal);
      return purchaseState;
    });
  }

  /** The function `getCoverage`. */
  getCoverage(args: Properties): Promise<FunctionResult<CoverageValues>> {
    return this.#call<CoverageArgs, CoverageValues>(args, problemsOfCoverageArgs, (...read) =>
      readCoverage(this.#reader, ...read),
    );
  }

  async #call<Args extends ConnectionArgs, Result>(
    args: Properties,
    problemsOf: (args: Properties) => readonly ValidationIssue[],
    read: (connection: Connection, args: Args, signal: AbortSignal) => Promise<Result>,
  ): Promise<FunctionResult<Result>> {
    const known = unwrapSecrets(args);
    const unknown = Object.keys(known).filter((property) => holdsUnknown(known[property]));
    const issues =
      unknown.length > 0
        ? unknown.map((property) => ({ property, problem: "is not known yet" }))
        : problemsOf(known);
    if (issues.length > 0) return { result: undefined, failures: failuresWithoutSecrets({ issues }, args) };
    const connection = resolveValidated({
      args: known as Args,
      config: this.#config,
      env: this.#env,
      defaultDeadlineSeconds: DEPLOYMENT_DEADLINE_SECONDS,
    });
    try {
      const result = await read(connection, known as Args, this.#cancellation.signal);
      return { result: withoutUnknownMark(result) as Result, failures: [] };
    } catch (error) {
      throw new Error(redact(asTcssError(error).message, secretTexts(args)));
    }
  }

  async #warnOfStale(inputs: Properties, urn: string): Promise<void> {
    const warning = staleWarning(inputs);
    if (warning !== undefined) await this.#warn(warning, urn);
  }
}

/** The resource's own properties, without Pulumi's marks. */
function plain(properties: Properties): Properties {
  return withoutShell(unwrapSecrets(properties));
}

/** `value` without a text that the engine would take for its mark of an unknown value: a name of an asset may be that text. */
function withoutUnknownMark(value: unknown): unknown {
  if (value === UNKNOWN) return `"${UNKNOWN}"`;
  if (Array.isArray(value)) return value.map(withoutUnknownMark);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withoutUnknownMark(part)]));
}
