import {
  AccountReader,
  type AskedAccount,
  AssetReads,
  accountsToAsk,
  type ConfigLookup,
  type CoverageNeed,
  type Criteria,
  DEPLOYMENT_DEADLINE_SECONDS,
  type GateSettings,
  type LiveReading,
  type LiveReadOptions,
  lookUpTypes,
  type PlacedReading,
  type Rule,
  readAccounts,
  regionsSeenByPolicy,
  type TypeLookup,
} from "pulumi-tcss/internal";
import type { PolicyResource } from "./resource";

/** How accounts are asked in one phase of a deployment. */
export interface PhaseOptions {
  readonly config?: ConfigLookup | undefined;
  /** `ORGANIZATION/PROJECT/STACK`; undefined where there is none. */
  readonly stack: string | undefined;
  /** The region of the vendor's provider, by the stack's configuration. */
  readonly region?: string | undefined;
}

/** The gate's own accounts: each is asked once in a phase, and for its assets only where a rule asks for them. */
export class LiveAccounts {
  readonly #env: LiveReadOptions["inputs"]["env"];
  #phase: PhaseOptions = { stack: undefined };
  /** Made at the first read: what it needs takes a while to load, and the engine waits for the pack to start. */
  #reader: AccountReader | undefined;
  #answered: Promise<LiveReading[]> | undefined;
  #assets: AssetReads | undefined;

  constructor(env: LiveReadOptions["inputs"]["env"]) {
    this.#env = env;
  }

  /** A phase starts: what was read before counts no longer. */
  begin(phase: PhaseOptions): void {
    this.#phase = phase;
    this.#reader?.clear();
    this.#answered = undefined;
    this.#assets = undefined;
  }

  /** What accounts are asked with, besides their own arguments. */
  get inputs(): LiveReadOptions["inputs"] {
    const { config } = this.#phase;
    return {
      env: this.#env,
      defaultDeadlineSeconds: DEPLOYMENT_DEADLINE_SECONDS,
      ...(config && { config }),
    };
  }

  /** Asks the accounts, unless they were asked in this phase. */
  read(asked: readonly AskedAccount[], settings: LiveReadOptions["settings"]): Promise<LiveReading[]> {
    const { stack } = this.#phase;
    const options = { settings, reader: this.#accountReader(), inputs: this.inputs, stack };
    this.#answered ??= readAccounts(asked, options);
    return this.#answered;
  }

  /** What was answered in this phase; nothing where no account was asked. */
  async answered(): Promise<LiveReading[]> {
    return (await this.#answered) ?? [];
  }

  /**
   * `accounts`, each with its assets where one of `rules` asks for them.
   * @param need `outcome`: only where what they find depends on it. Default: also where what they say does.
   */
  withAssets<Account extends LiveReading>(
    accounts: readonly Account[],
    rules: readonly Rule[],
    criteria: Criteria,
    need?: CoverageNeed,
  ): Promise<Account[]> {
    return this.#assetReads().completed(accounts, rules, criteria, need);
  }

  /** The assets of the account that a resource is of, where `rule` asks for them of what the resource holds. */
  async assetsOf(
    owner: LiveReading | undefined,
    placed: PlacedReading,
    rule: Rule,
    criteria: Criteria,
  ): Promise<Pick<PlacedReading, "coverage" | "assets">> {
    if (owner === undefined) return {};
    return this.#assetReads().ofStored(owner, await this.answered(), placed, [rule], criteria);
  }

  /** Cores of instance types, by the first of the accounts: all see the same types. */
  lookUpTypes(
    types: readonly string[],
    gate: Pick<GateSettings, "accounts">,
    resources: readonly PolicyResource[],
  ): Promise<TypeLookup> {
    return lookUpTypes(types, {
      account: () => accountsToAsk(gate)[0],
      inputs: this.inputs,
      regions: regionsSeenByPolicy(resources, this.#phase.region),
      giveRegion:
        "Set tencentcloud:region, or give the cores under forecast.instanceTypes in tcss.gate.yaml.",
    });
  }

  #assetReads(): AssetReads {
    this.#assets ??= new AssetReads({ reader: this.#accountReader() });
    return this.#assets;
  }

  #accountReader(): AccountReader {
    this.#reader ??= new AccountReader({ remember: true });
    return this.#reader;
  }
}
