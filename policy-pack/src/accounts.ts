import { isDeepStrictEqual } from "node:util";
import {
  AccountReader,
  accountIdOf,
  accountsToAsk,
  type ConnectionInputs,
  DEPLOYMENT_DEADLINE_SECONDS,
  DYNAMIC_TYPE,
  type LiveReading,
  type LoadedGateSettings,
  type PurchaseState,
  type Reading,
  readAccounts,
  resolveConnection,
  TcssError,
} from "pulumi-tcss/internal";
import { type PolicyResource, selectorsIn } from "./resource";

/** What an account has answered in this phase. */
export interface AccountReading extends LiveReading {
  /** Start of each message, where there are several accounts. */
  readonly prefix: string;
  /** Ids of the rules whose findings were reported. */
  readonly reported: Set<string>;
}

/** The accounts that the gate asks in one phase of a deployment. */
export class Accounts {
  /** Made at the first read: what it needs takes a while to load, and the engine waits for the pack to start. */
  #reader: AccountReader | undefined;
  readonly #env: ConnectionInputs["env"];
  #config: ConnectionInputs["config"];
  #readings: Promise<AccountReading[]> | undefined;

  constructor(env: ConnectionInputs["env"]) {
    this.#env = env;
  }

  /** A phase starts: what was read before does not count. */
  begin(config: NonNullable<ConnectionInputs["config"]>): void {
    this.#config = config;
    this.#reader?.clear();
    this.#readings = undefined;
  }

  /** What the accounts have answered; empty where they were not asked. */
  async readings(): Promise<AccountReading[]> {
    return (await this.#readings) ?? [];
  }

  /** Asks the accounts of the settings, once in a phase. */
  read(settings: LoadedGateSettings, stack: string | undefined): Promise<AccountReading[]> {
    this.#readings ??= this.#ask(settings, stack);
    return this.#readings;
  }

  async #ask(settings: LoadedGateSettings, stack: string | undefined): Promise<AccountReading[]> {
    const accounts = accountsToAsk(settings);
    this.#reader ??= new AccountReader({ remember: true });
    const options = { settings, stack, reader: this.#reader, inputs: this.#inputs() };
    const readings = await readAccounts(accounts, options);
    return readings.map((each) => ({
      ...each,
      prefix: accounts.length > 1 ? `Account ${each.account.name}: ` : "",
      reported: new Set<string>(),
    }));
  }

  /** The account whose values `resource` holds: known by its id, or asked in the same way. */
  async sameAs(resource: PolicyResource, reading: Reading): Promise<AccountReading | undefined> {
    if (this.#readings === undefined || reading instanceof TcssError || reading.stale) return undefined;
    const key = this.#keyOf(resource);
    const { accountId } = reading;
    return (await this.#readings).find((live) => {
      const id = accountIdOf(live.reading);
      const isSame =
        accountId !== undefined && id !== undefined
          ? accountId === id
          : key !== undefined && key === live.connection?.key;
      return (
        isSame &&
        !(live.reading instanceof TcssError) &&
        isDeepStrictEqual(valuesOf(live.reading), valuesOf(reading))
      );
    });
  }

  #inputs(): Omit<ConnectionInputs, "args"> {
    return {
      env: this.#env,
      defaultDeadlineSeconds: DEPLOYMENT_DEADLINE_SECONDS,
      ...(this.#config && { config: this.#config }),
    };
  }

  /** How the account of `resource` is asked, where that is known here. */
  #keyOf(resource: PolicyResource): string | undefined {
    // an explicit provider of the plugin has credentials that are unknown here
    if (resource.type !== DYNAMIC_TYPE || resource.props["fromStack"] !== undefined) return undefined;
    try {
      return resolveConnection({ ...this.#inputs(), args: selectorsIn(resource) }).key;
    } catch {
      return undefined;
    }
  }
}

/** What an account has answered, without what is known about the reading itself: resources have more of that. */
function valuesOf({ additionalFields: _, accountId: __, observedAt: ___, ...values }: PurchaseState): object {
  return values;
}
