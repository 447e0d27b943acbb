// What is assessed of the accounts themselves: which are asked, for which stacks, and what they answer.
import type { AccountReader, Origin } from "../account/AccountReader";
import { asTcssError, configurationError, printable, type TcssError } from "../base/errors";
import { matchesStack } from "../base/glob";
import { visible } from "../base/text";
import type { Vocabulary } from "../base/vocabulary";
import type { Connection } from "../connection/connection";
import type { ConnectionArgs } from "../connection/connectionArgs";
import { type ConnectionInputs, resolveConnection } from "../connection/resolve";
import type { Forecast } from "../forecast/forecast";
import type { CorePrices } from "../model/prices";
import type { CoverageReading, Reading } from "../model/reading";
import type { AssetSettings } from "../rules/evidence";
import { GATE_FILE, type GateSettings } from "./settings";
import { accountIdOf } from "./storedReading";
import { needsAccountId, type Place } from "./waivers";

/** A reading, and what it is about. */
export interface PlacedReading {
  readonly reading: Reading;
  readonly place: Place;
  /** The assets of the account. Absent: they were not read. */
  readonly coverage?: CoverageReading | undefined;
  /** What the deployment adds and removes. Absent: no plan is judged. */
  readonly forecast?: Forecast | undefined;
  /** The settings of assets that are about this account. Absent: all of the gate's. */
  readonly assets?: AssetSettings | undefined;
  /** What cores cost. Absent: the list prices of the international site. */
  readonly prices?: CorePrices | undefined;
}

/** An account that is asked. */
export interface AskedAccount {
  /** What selects it. */
  readonly args: ConnectionArgs;
  /** Its name in the gate's settings. Absent: they do not name it. */
  readonly name?: string | undefined;
}

/** What an account has answered, or why it could not be asked. */
export interface LiveReading extends PlacedReading {
  readonly account: AskedAccount;
  /** Who was asked. Absent where the read failed: the error says it. */
  readonly origin?: Origin | undefined;
  /** How the account is asked. Absent where the settings are wrong: the error says it. */
  readonly connection?: Connection | undefined;
}

/**
 * The setting that depends on the stack's name, for a caller that does not know the name.
 * @returns undefined where no setting does.
 */
export function settingAboutStack({
  protects,
  waivers,
}: Pick<GateSettings, "protects" | "waivers">): string | undefined {
  if (protects.length > 0) return "protects";
  return waivers.some(({ scope }) => scope?.stack !== undefined) ? "a waiver's scope.stack" : undefined;
}

/**
 * Says that the settings exempt `stack` from the live check.
 * @returns undefined where they do not: the accounts are asked.
 */
export function exemptionNote(
  { protects }: Pick<GateSettings, "protects">,
  stack: string | undefined,
): string | undefined {
  const entry = protects.find((each) => matchesStack(each.stack, stack));
  if (entry?.live !== false) return undefined;
  return `The account is not judged for stack ${stack} (protects: ${entry.stack}): ${entry.reason}`;
}

/** Arguments that say how an account is asked and read, and not which one. */
const SELECTS_NOBODY: ReadonlySet<string> = new Set<keyof ConnectionArgs>([
  "protocol",
  "region",
  "timeZone",
  "requestTimeoutSeconds",
  "deadlineSeconds",
  "maxRetries",
  "resolveAccountId",
  "allowedAccountIds",
  "forbiddenAccountIds",
]);

/** Those of `args` that select an account. */
export function selecting(args: ConnectionArgs): string[] {
  return Object.keys(args).filter((name) => !SELECTS_NOBODY.has(name));
}

/**
 * The accounts to ask: the one that `selectors` select, else those of the gate's settings, else the one that
 * configuration and environment select.
 * @param selectors what a user gives besides the settings. What selects nobody counts for each account.
 * @throws TcssError of kind `configuration` for a name that the gate's settings do not have.
 */
export function accountsToAsk(
  { accounts }: Pick<GateSettings, "accounts">,
  selectors: ConnectionArgs = {},
): AskedAccount[] {
  const { account, ...others } = selectors;
  if (accounts.length > 0 && selecting(selectors).length === 0)
    return accounts.map((args) => ({ args: { ...args, ...selectors }, name: args.account }));
  const named = accounts.find((each) => each.account === account);
  if (named !== undefined) return [{ args: { ...named, ...others }, name: named.account }];
  // the name alone would ask whatever account the environment gives, and call it by that name
  if (account !== undefined && accounts.length > 0 && selecting(others).length === 0)
    throw configurationError(
      "account",
      `there is no account ${printable(account, 80)} in ${GATE_FILE}`,
      `It has ${accounts.map((each) => printable(each.account, 80)).join(", ")}.`,
    );
  return [{ args: selectors }];
}

/** How {@link readAccounts} asks. */
export interface LiveReadOptions {
  readonly settings: Pick<GateSettings, "waivers">;
  /** Remembers what it has read, so that each account is asked once. */
  readonly reader: AccountReader;
  /** What the accounts' own arguments are completed with. */
  readonly inputs: Omit<ConnectionInputs, "args">;
  /** How long an account may take; these select none. */
  readonly limits?: Pick<ConnectionArgs, "deadlineSeconds" | "requestTimeoutSeconds"> | undefined;
  /** `ORGANIZATION/PROJECT/STACK`, where it is known. */
  readonly stack?: string | undefined;
  /** Aborted when the caller leaves. */
  readonly signal?: AbortSignal | undefined;
  /** The words of failures. Absent: the gate's words, with its advice. */
  readonly words?: Vocabulary | undefined;
}

/** Asks accounts at the same time. A failure is a reading as well. */
export function readAccounts(
  accounts: readonly AskedAccount[],
  options: LiveReadOptions,
): Promise<LiveReading[]> {
  return Promise.all(accounts.map((account) => readAccount(account, options)));
}

async function readAccount(
  account: AskedAccount,
  { settings, reader, inputs, limits = {}, stack, words, signal }: LiveReadOptions,
): Promise<LiveReading> {
  const place: Place = { stack, accountName: account.name };
  let connection: Connection | undefined;
  try {
    // a waiver's account may be an id
    const resolved = needsAccountId(settings.waivers) ? { resolveAccountId: true } : {};
    connection = resolveConnection({ ...inputs, args: { ...account.args, ...limits, ...resolved } });
    const { purchaseState, origin } = await reader.purchaseState(connection, signal);
    const accountId = accountIdOf(purchaseState);
    return { account, connection, origin, reading: purchaseState, place: { ...place, accountId } };
  } catch (error) {
    const failure = asTcssError(error);
    const reading = words === undefined ? withGateAdvice(failure) : failure.inWordsOf(words);
    return { account, connection, reading, place };
  }
}

/** Who was asked, with whose credentials and where, in one line. */
export function askedLine(
  { account, accountId, credentialSource, endpoint }: Origin,
  profile?: string | undefined,
): string {
  const label = account ?? (profile === undefined ? undefined : `of profile ${profile}`);
  const names = [label, label === undefined ? accountId : accountId && `(${accountId})`].filter(Boolean);
  const whom = names.length === 0 ? "the account" : `account ${names.join(" ")}`;
  return visible(`asked ${whom}, with credentials from ${credentialSource}, at ${endpoint}`);
}

function withGateAdvice(error: TcssError): TcssError {
  if (error.kind !== "credentials") return error;
  return error.advising(
    `A deployment without the right to ask can be judged by its PurchaseState resources alone: source: resources in ${GATE_FILE}.`,
  );
}
