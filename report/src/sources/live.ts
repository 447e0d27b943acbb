import {
  accountIdOf,
  askedLine,
  type ConnectionArgs,
  configurationError,
  GATE_FILE,
  type GateSettings,
  LiveAccounts,
  needsAccountId,
  type Origin,
  type PurchaseState,
  printable,
  resolveConnection,
  type Site,
  TcssError,
} from "pulumi-tcss/internal";
import { type Observation, timestamp, UNNAMED } from "../document";
import { COMMAND_WORDS } from "../words";

/** How accounts are asked. */
export interface LiveOptions {
  /** Selectors from the command line. */
  readonly selectors: ConnectionArgs;
  /** How long an account may take; these select none. */
  readonly limits?: Pick<ConnectionArgs, "deadlineSeconds" | "requestTimeoutSeconds">;
  readonly gate: Pick<GateSettings, "accounts" | "waivers">;
  readonly env: NodeJS.ProcessEnv;
  /** Told which source gave the credentials, and why each earlier one did not. */
  readonly explain?: ((line: string) => void) | undefined;
}

/**
 * Asks the account that the command line selects, else those of the gate's settings, else the environment's.
 * @throws TcssError of kind `configuration` for a name that is none of the gate's accounts.
 */
export async function readAccounts({
  selectors,
  limits = {},
  gate,
  env,
  explain,
}: LiveOptions): Promise<Observation[]> {
  const live = new LiveAccounts(COMMAND_WORDS);
  // a waiver's account may be an id, and a report should name the account that it is about
  const needsId = needsAccountId(gate.waivers);
  return Promise.all(
    chosen(selectors, gate.accounts).map(
      async ({ args: account, name: accountName }): Promise<Observation> => {
        const args = { ...account, ...limits, ...(needsId ? { resolveAccountId: true } : {}) };
        const { reading, origin } = await live.readAccount({ args, env });
        if (explain !== undefined) for (const line of whoAsked(account, reading, origin)) explain(line);
        const failed = reading instanceof TcssError;
        const endpoint = endpointOf(args, env);
        return {
          origin: { kind: "live", name: account.account ?? account.profile ?? origin?.accountId ?? UNNAMED },
          reading,
          observedAt: failed ? undefined : timestamp(new Date()),
          site: account.site ?? siteOf(endpoint),
          asked: origin === undefined ? undefined : askedLine(origin, account.profile),
          place: { accountName, accountId: accountIdOf(reading) },
        };
      },
    ),
  );
}

interface Chosen {
  readonly args: ConnectionArgs;
  /** Its name in the gate's settings. */
  readonly name?: string | undefined;
}

function chosen(selectors: ConnectionArgs, accounts: GateSettings["accounts"]): Chosen[] {
  const { account, ...others } = selectors;
  if (accounts.length > 0 && Object.keys(selectors).length === 0)
    return accounts.map((args) => ({ args, name: args.account }));
  const named = accounts.find((each) => each.account === account);
  if (named !== undefined) return [{ args: { ...named, ...others }, name: named.account }];
  // the name alone would ask whatever account the environment gives, and call it by that name
  if (account !== undefined && accounts.length > 0 && Object.keys(others).length === 0)
    throw configurationError(
      "--account",
      `there is no account ${printable(account, 80)} in ${GATE_FILE}`,
      `It has ${accounts.map((each) => printable(each.account, 80)).join(", ")}.`,
    );
  return [{ args: selectors }];
}

function endpointOf(args: ConnectionArgs, env: NodeJS.ProcessEnv): string | undefined {
  try {
    return resolveConnection({ args, env }).endpoint;
  } catch {
    return undefined; // the reading says what is wrong
  }
}

/** The site that an address of Tencent Cloud's belongs to; undefined for a gateway. */
function siteOf(endpoint: string | undefined): Site | undefined {
  if (endpoint === undefined) return undefined;
  const { hostname } = new URL(endpoint);
  if (hostname.endsWith(".intl.tencentcloudapi.com")) return "international";
  return hostname.endsWith(".tencentcloudapi.com") ? "mainland" : undefined;
}

/** Which source gave the credentials, and why each earlier one did not: told by the reading, so that nobody is asked for it again. */
function whoAsked(
  { account }: ConnectionArgs,
  reading: PurchaseState | TcssError,
  origin: Origin | undefined,
): string[] {
  const whose = account === undefined ? "credentials" : `credentials of ${account}`;
  if (origin !== undefined)
    return [
      ...origin.skippedSources.map(({ source, reason }) => `${whose}: not from ${source}: ${reason}`),
      `${whose}: from ${origin.credentialSource}`,
    ];
  if (!(reading instanceof TcssError)) return [];
  const { kind, credentialSource, summary } = reading;
  // without a credential, why there is none
  return kind === "credentials" || credentialSource === undefined
    ? [`${whose}: ${summary}`]
    : [`${whose}: from ${credentialSource}`];
}
