import {
  AccountReader,
  type AskedAccount,
  accountsToAsk,
  askedLine,
  assetMatcher,
  asTcssError,
  type Connection,
  type ConnectionArgs,
  type CorePrices,
  type GateSettings,
  onlyDefined,
  resolveConnection,
  type Site,
  shownName,
  siteOf,
} from "pulumi-tcss/internal";
import type { CoveredAccount } from "../coverageDocument";
import { COMMAND_WORDS, UNNAMED } from "../words";

/** Unit: seconds. Thousands of assets are many pages, within the rate limit of the API. */
export const COVERAGE_DEADLINE_SECONDS = 60;

/** How the assets of accounts are asked for. */
export interface CoverageReadOptions {
  readonly reader: AccountReader;
  /** Selectors from the command line. */
  readonly selectors: ConnectionArgs;
  /** How long an account may take; these select none. */
  readonly limits: Pick<ConnectionArgs, "deadlineSeconds" | "requestTimeoutSeconds">;
  readonly gate: Pick<GateSettings, "accounts" | "assets">;
  readonly env: NodeJS.ProcessEnv;
  /** The prices for a site, or for one that is unknown. Absent: no figures. */
  readonly prices: ((site: Site | undefined) => CorePrices) | undefined;
  readonly onlyUndefended?: boolean | undefined;
  /** Is given who was asked, account by account. */
  readonly explain: (line: string) => void;
}

/**
 * Reads the assets of the account that the command line selects, else of those of the gate's settings, else of the
 * environment's. An account that cannot be read is an entry with its error.
 * @throws TcssError of kind `configuration` for a name that the gate's settings do not have.
 */
export function readAllCoverage(options: Omit<CoverageReadOptions, "reader">): Promise<CoveredAccount[]> {
  return readCoverage({ ...options, reader: new AccountReader({ remember: true }) });
}

/** The same by a reader that has read the purchase states already. */
export function readCoverage(options: CoverageReadOptions): Promise<CoveredAccount[]> {
  return Promise.all(
    accountsToAsk(options.gate, options.selectors).map((account) => readOne(account, options)),
  );
}

async function readOne(
  { args }: AskedAccount,
  { reader, limits, gate, env, prices, onlyUndefended, explain }: CoverageReadOptions,
): Promise<CoveredAccount> {
  const label = args.account ?? args.profile;
  let connection: Connection | undefined;
  try {
    connection = resolveConnection({
      args: { ...args, ...limits },
      env,
      defaultDeadlineSeconds: COVERAGE_DEADLINE_SECONDS,
    });
    const { coverage, purchaseState, origin } = await reader.coverage(connection, {
      isExempt: assetMatcher(gate.assets.exempt),
      prices: prices?.(args.site ?? siteOf(connection.endpoint)) ?? null,
    });
    explain(askedLine(origin, args.profile));
    return onlyDefined({
      // a key may have been given in the place of a name
      name: shownName(label ?? origin.accountId ?? UNNAMED),
      accountId: origin.accountId,
      access: accessOf(connection, args),
      idleCores: purchaseState.idleCoresCnt,
      coverage,
      onlyUndefended,
    });
  } catch (error) {
    const failure = asTcssError(error).inWordsOf(COMMAND_WORDS);
    explain(failure.message);
    const access = connection === undefined ? undefined : accessOf(connection, args);
    return onlyDefined({ name: shownName(label ?? UNNAMED), access, coverage: failure });
  }
}

function accessOf({ endpoint, region }: Connection, { profile }: ConnectionArgs): CoveredAccount["access"] {
  return onlyDefined({ endpoint, region, profile });
}
