import {
  AccountReader,
  abortControllerForMany,
  type ConfigLookup,
  type ConnectionArgs,
  type CoverageArgs,
  DEPLOYMENT_DEADLINE_SECONDS,
  onlyDefined,
  problemsOfConnectionArgs,
  problemsOfCoverageArgs,
  problemsOfGateSettings,
  readCoverage,
  redact,
  resolveValidated,
  SECRET_KEYS,
  TcssError,
  type ValidationIssue,
} from "../../core/internal";
import { PurchaseStateResource } from "../resource/PurchaseStateResource";
import { issuesOfGateArgs, issuesOfIdentity, issuesOfSecrets, mergedArgs, secretsLookup } from "./args";
import { type Diagnostic, error, errorOfFailure, errorOfIssue, warning } from "./diagnostics";
import { type GateArgs, gateOutcome, type Sources, undetermined } from "./gate";
import { snake } from "./names";
import {
  COVERAGE,
  DATA_SOURCES,
  type DataSource,
  fieldsToTerraform,
  GATE_RESULT,
  GATE_SETTINGS,
  isDataSource,
  PURCHASE_STATE,
  SECRETS,
  SELECTORS,
} from "./shapes";
import { readTimeout } from "./timeouts";
import {
  argumentsIn,
  type Config,
  issuesOfSpelling,
  type Path,
  pathOf,
  picked,
  shownPath,
  unknownPaths,
  type Values,
} from "./values";

/** What a read gives. */
export interface ReadResult {
  /** By Terraform's names; absent where it failed. */
  readonly state?: Values;
  readonly diagnostics: readonly Diagnostic[];
}

/** What the provider draws from. */
export interface ProviderOptions {
  readonly env: NodeJS.ProcessEnv;
  /** The folder of the root module, in which the host starts the provider. */
  readonly folder: string;
  /** Default: the clock. */
  readonly now?: () => Date;
}

/** The provider `tcss` in Terraform's terms, without its transport. */
export class TerraformProvider {
  readonly #options: Required<ProviderOptions>;
  // the process serves one walk of one provider block: one reply per account is enough for all its data sources
  readonly #reader = new AccountReader({ remember: true });
  readonly #resource: PurchaseStateResource;
  #cancellation = abortControllerForMany();
  #args: ConnectionArgs = {};
  #config: ConfigLookup = secretsLookup({});
  #secrets: readonly string[] = [];
  /** Attributes of the provider block that are not known yet. */
  #unknown: readonly Path[] = [];

  constructor({ env, folder, now = () => new Date() }: ProviderOptions) {
    this.#options = { env, folder, now };
    this.#resource = new PurchaseStateResource({ env, takesFromStack: false, reader: this.#reader, now });
    this.#resource.configure(this.#config);
  }

  /** What is wrong with a provider block. What is not known yet passes. */
  validateProvider({ values }: Config): Diagnostic[] {
    const args = argumentsIn(SELECTORS, values) as ConnectionArgs;
    const secrets = argumentsIn(SECRETS, values);
    const unknown = unknownPaths(values);
    const unknownParts = SECRET_KEYS.filter((key) => unknown.some(([first]) => first === snake(key)));
    const issues = [
      ...problemsOfConnectionArgs(args),
      ...issuesOfIdentity(args, secrets),
      ...issuesOfSecrets(secrets, unknownParts),
    ];
    return withoutUnknown(issues, unknown).map((issue) => errorOfIssue(issue, values));
  }

  configure(config: Config): Diagnostic[] {
    const { values } = config;
    const secrets = argumentsIn(SECRETS, values);
    this.#args = argumentsIn(SELECTORS, values) as ConnectionArgs;
    this.#config = secretsLookup(secrets);
    this.#secrets = Object.values(secrets).filter((value) => typeof value === "string");
    this.#unknown = unknownPaths(values);
    this.#resource.configure(this.#config);
    this.#cancellation = abortControllerForMany();
    // a host may come without having validated
    return this.validateProvider(config);
  }

  /** What is wrong with a data source's arguments, likewise. */
  validateDataSource(name: string, { values }: Config): Diagnostic[] {
    if (!isDataSource(name)) return [unknownDataSource(name)];
    const selectors = argumentsIn(SELECTORS, values) as ConnectionArgs;
    const settings = name === "tcss_gate" ? argumentsIn(GATE_SETTINGS, values) : {};
    const exempt = name === "tcss_coverage" ? argumentsIn(DATA_SOURCES[name].takes, values) : {};
    const issues = [
      ...problemsOfCoverageArgs({ ...selectors, ...exempt }),
      ...issuesOfIdentity(selectors),
      ...problemsOfGateSettings(settings),
      ...Object.keys(GATE_SETTINGS).flatMap((key) => issuesOfSpelling(values[key], key)),
      ...issuesOfGateArgs(selectors, settings, values["stack_name"]),
    ];
    const { problem } = readTimeout(values);
    return [
      ...withoutUnknown(issues, unknownPaths(values)).map((issue) => errorOfIssue(issue, values)),
      ...(problem === undefined ? [] : [problem]),
    ];
  }

  /** Reads a data source. */
  async read(name: string, config: Config): Promise<ReadResult> {
    const { raw, values } = config;
    const invalid = this.validateDataSource(name, config);
    if (invalid.length > 0 || !isDataSource(name)) return { diagnostics: invalid };
    const unknown = unknownPaths(values);
    if (unknown.length > 0) return { diagnostics: [asDiagnostic(unknownArguments(unknown))] };
    const selectors: ConnectionArgs = {
      ...(argumentsIn(SELECTORS, values) as ConnectionArgs),
      ...onlyDefined({ deadlineSeconds: readTimeout(values).seconds }),
    };
    const { state, diagnostics } = await this.#valuesOf(
      name,
      argumentsIn(DATA_SOURCES[name].takes, values),
      selectors,
    );
    return {
      // the arguments go back as they came
      ...(state === undefined ? {} : { state: { ...raw, ...(this.#clean(state) as Values) } }),
      diagnostics: this.#clean(diagnostics) as Diagnostic[],
    };
  }

  /** The host ends: running reads end at once, and later ones before they start. */
  stop(): void {
    this.#resource.cancel();
    this.#cancellation.abort();
  }

  async #valuesOf(name: DataSource, args: Values, selectors: ConnectionArgs): Promise<ReadResult> {
    if (name === "tcss_gate") return this.#gate(args, selectors);
    if (this.#unknown.length > 0) return { diagnostics: [asDiagnostic(unknownProvider(this.#unknown))] };
    return name === "tcss_coverage" ? this.#coverage(args, selectors) : this.#purchaseState(args, selectors);
  }

  async #purchaseState({ recordObservedAt }: Values, selectors: ConnectionArgs): Promise<ReadResult> {
    const args = { ...mergedArgs(this.#args, selectors), ...onlyDefined({ recordObservedAt }) };
    const { inputs, issues, error: failure } = await this.#resource.check({}, args);
    if (issues.length > 0) return { diagnostics: issues.map((issue) => errorOfIssue(issue)) };
    if (failure !== undefined)
      return { diagnostics: [errorOfFailure("The TCSS purchase state could not be read", failure)] };
    const { purchaseState } = this.#resource.outputsOf(inputs);
    return { state: fieldsToTerraform(PURCHASE_STATE, purchaseState as Values), diagnostics: [] };
  }

  async #coverage(own: Values, selectors: ConnectionArgs): Promise<ReadResult> {
    const args: CoverageArgs = { ...mergedArgs(this.#args, selectors), ...own };
    try {
      const { exempt: _, ...selecting } = args;
      const connection = resolveValidated({
        args: selecting,
        config: this.#config,
        env: this.#options.env,
        defaultDeadlineSeconds: DEPLOYMENT_DEADLINE_SECONDS,
      });
      const values = await readCoverage(this.#reader, connection, args, this.#cancellation.signal);
      return { state: fieldsToTerraform(COVERAGE, { ...values }), diagnostics: [] };
    } catch (thrown) {
      return { diagnostics: [errorOfFailure("The assets of TCSS could not be read", thrown)] };
    }
  }

  /** A verdict is never an error: that would stop `terraform destroy` as well. */
  async #gate(args: Values, selectors: ConnectionArgs): Promise<ReadResult> {
    const { settingsFile, stackName } = args as Pick<GateArgs, "settingsFile" | "stackName">;
    const settings = picked(GATE_SETTINGS, args);
    const sources = this.#sources();
    const outcome =
      this.#unknown.length > 0
        ? undetermined(unknownProvider(this.#unknown), sources.now)
        : await gateOutcome({ selectors, settingsFile, stackName, settings }, sources);
    return {
      state: fieldsToTerraform(GATE_RESULT, { ...outcome }),
      diagnostics: outcome.notices.map((notice) => warning("TCSS gate", notice)),
    };
  }

  #sources(): Sources {
    const { env, folder, now } = this.#options;
    return {
      ofProvider: this.#args,
      config: this.#config,
      env,
      folder,
      reader: this.#reader,
      signal: this.#cancellation.signal,
      now: now(),
    };
  }

  /** Without the account's key: an error may repeat what a server has said. */
  #clean(value: unknown): unknown {
    if (this.#secrets.length === 0) return value;
    if (typeof value === "string") return redact(value, this.#secrets);
    if (Array.isArray(value)) return value.map((item) => this.#clean(item));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, this.#clean(part)]));
  }
}

/** The issues that are not about a value which is not known yet: a missing one may be there then. */
function withoutUnknown(issues: readonly ValidationIssue[], unknown: readonly Path[]): ValidationIssue[] {
  const shown = unknown.map(shownPath);
  return issues.filter(({ property }) => {
    const path = shownPath(pathOf(property));
    return !shown.some((each) => each === path || each.startsWith(`${path}.`) || each.startsWith(`${path}[`));
  });
}

function unknownDataSource(name: string): Diagnostic {
  const valid = Object.keys(DATA_SOURCES).join(", ");
  return error("Unknown data source", `unknown data source "${name}". Valid data sources: ${valid}.`);
}

function unknownProvider(paths: readonly Path[]): TcssError {
  return new TcssError(
    `the provider block of tcss is not wholly known before apply: ${paths.map(shownPath).join(", ")}`,
    {
      kind: "configuration",
      nextStep:
        "Give values that are known at plan time, or apply first what they depend on: terraform apply -target=RESOURCE, with the address of that resource.",
    },
  );
}

function unknownArguments(paths: readonly Path[]): TcssError {
  return new TcssError(`arguments are not known before apply: ${paths.map(shownPath).join(", ")}`, {
    kind: "configuration",
  });
}

function asDiagnostic({ message }: TcssError): Diagnostic {
  return error("Not known before apply", message);
}
