import {
  AccountReader,
  AssetReads,
  accountIdOf,
  accountsToAsk,
  askedLine,
  type Connection,
  type ConnectionArgs,
  type CorePrices,
  type Criteria,
  type GateSettings,
  type LiveReading,
  readAccounts,
  rules,
  type Site,
  shownName,
  siteOf,
  TcssError,
  timestamp,
} from "pulumi-tcss/internal";
import type { Observation } from "../document";
import { COMMAND_WORDS, UNNAMED } from "../words";
import { COVERAGE_DEADLINE_SECONDS } from "./coverage";

/** How accounts are asked. */
export interface LiveOptions {
  /** Selectors from the command line. */
  readonly selectors: ConnectionArgs;
  /** How long an account may take; these select none. */
  readonly limits?: Pick<ConnectionArgs, "deadlineSeconds" | "requestTimeoutSeconds"> | undefined;
  readonly gate: Pick<GateSettings, "accounts" | "waivers">;
  /** By what the accounts are judged: it tells whether their assets must be known. */
  readonly criteria: Criteria;
  readonly env: NodeJS.ProcessEnv;
  /** Default: one of its own. */
  readonly reader?: AccountReader | undefined;
  /** Default: one of its own, without prices. */
  readonly assets?: AssetReads | undefined;
  /** Is given the source of the credentials, and why each earlier source had none. */
  readonly explain?: ((line: string) => void) | undefined;
}

/**
 * Asks the account that the command line selects, else those of the gate's settings, else the environment's; for its
 * assets as well, where a rule asks for them.
 * @throws TcssError of kind `configuration` for a name that the gate's settings do not have.
 */
export async function readLive({
  selectors,
  limits,
  gate,
  criteria,
  env,
  reader = new AccountReader({ remember: true }),
  assets = assetReads({ reader, limits }),
  explain = () => {},
}: LiveOptions): Promise<Observation[]> {
  const readings = await readAccounts(accountsToAsk(gate, selectors), {
    settings: gate,
    reader,
    inputs: { env },
    limits,
    words: COMMAND_WORDS,
  });
  for (const line of readings.flatMap(credentialLines)) explain(line);
  return (await assets.completed(readings, rules, criteria)).map(observationOf);
}

/** What reads the assets of accounts for the rules that ask for them. */
export function assetReads({
  reader,
  limits,
  prices,
}: Pick<LiveOptions, "limits"> & {
  readonly reader: AccountReader;
  /** The prices for a site, or for one that is unknown. Absent: no figures. */
  readonly prices?: ((site: Site | undefined) => CorePrices) | undefined;
}): AssetReads {
  return new AssetReads({
    reader,
    deadlineSeconds: limits?.deadlineSeconds ?? COVERAGE_DEADLINE_SECONDS,
    prices: ({ account: { args }, connection }) => prices?.(siteOfAccount(args, connection)) ?? null,
    words: COMMAND_WORDS,
  });
}

/** `observations`, those of values that are stored with the assets of their account, where that was asked as well. */
export function withAssetsOfAccounts(
  observations: readonly Observation[],
  assets: AssetReads,
  criteria: Criteria,
): Promise<Observation[]> {
  const accounts = observations.flatMap(({ live }) => live ?? []);
  return Promise.all(
    observations.map(async (observation) => {
      const id = accountIdOf(observation.reading);
      const owner = accounts.find(({ reading }) => id !== undefined && accountIdOf(reading) === id);
      if (observation.live !== undefined || owner === undefined) return observation;
      return { ...observation, ...(await assets.ofStored(owner, accounts, observation, rules, criteria)) };
    }),
  );
}

function observationOf(live: LiveReading): Observation {
  const { account, origin, connection, ...placed } = live;
  const { args } = account;
  const { reading } = placed;
  return {
    ...placed,
    // what could not be read owns no values, and its arguments may hold a key in the wrong place
    live: reading instanceof TcssError ? undefined : live,
    // a key may have been given in the place of a name
    origin: { kind: "live", name: shownName(args.account ?? args.profile ?? origin?.accountId ?? UNNAMED) },
    observedAt: reading instanceof TcssError ? undefined : timestamp(new Date()),
    site: siteOfAccount(args, connection),
    asked: origin === undefined ? undefined : askedLine(origin, args.profile),
  };
}

function siteOfAccount({ site }: ConnectionArgs, connection: Connection | undefined): Site | undefined {
  return site ?? (connection === undefined ? undefined : siteOf(connection.endpoint));
}

/** The source of the credentials, and why each earlier source had none: the reading has both. */
function credentialLines({ account: { args }, reading, origin }: LiveReading): string[] {
  const whose = args.account === undefined ? "credentials" : `credentials of ${shownName(args.account)}`;
  if (origin !== undefined)
    return [
      ...origin.skippedSources.map(({ source, reason }) => `${whose}: not from ${source}: ${reason}`),
      `${whose}: from ${origin.credentialSource}`,
    ];
  if (!(reading instanceof TcssError)) return [];
  const { kind, credentialSource, summary } = reading;
  // without a credential, the reason
  return kind === "credentials" || credentialSource === undefined
    ? [`${whose}: ${summary}`]
    : [`${whose}: from ${credentialSource}`];
}
