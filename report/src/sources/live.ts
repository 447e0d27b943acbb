import {
  AccountReader,
  accountsToAsk,
  askedLine,
  type ConnectionArgs,
  type GateSettings,
  type LiveReading,
  readAccounts,
  shownName,
  siteOf,
  TcssError,
  timestamp,
} from "pulumi-tcss/internal";
import { type Observation, UNNAMED } from "../document";
import { COMMAND_WORDS } from "../words";

/** How accounts are asked. */
export interface LiveOptions {
  /** Selectors from the command line. */
  readonly selectors: ConnectionArgs;
  /** How long an account may take; these select none. */
  readonly limits?: Pick<ConnectionArgs, "deadlineSeconds" | "requestTimeoutSeconds">;
  readonly gate: Pick<GateSettings, "accounts" | "waivers">;
  readonly env: NodeJS.ProcessEnv;
  /** Default: one of its own. */
  readonly reader?: AccountReader | undefined;
  /** Is given the source of the credentials, and why each earlier source had none. */
  readonly explain?: ((line: string) => void) | undefined;
}

/**
 * Asks the account that the command line selects, else those of the gate's settings, else the environment's.
 * @throws TcssError of kind `configuration` for a name that the gate's settings do not have.
 */
export async function readLive({
  selectors,
  limits,
  gate,
  env,
  reader = new AccountReader({ remember: true }),
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
  return readings.map(observationOf);
}

function observationOf({ account: { args }, reading, place, origin, connection }: LiveReading): Observation {
  return {
    // a key may have been given in the place of a name
    origin: { kind: "live", name: shownName(args.account ?? args.profile ?? origin?.accountId ?? UNNAMED) },
    reading,
    observedAt: reading instanceof TcssError ? undefined : timestamp(new Date()),
    site: args.site ?? (connection === undefined ? undefined : siteOf(connection.endpoint)),
    asked: origin === undefined ? undefined : askedLine(origin, args.profile),
    place,
  };
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
