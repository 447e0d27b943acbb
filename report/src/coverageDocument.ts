// What `tcss coverage` says: which assets of each account are protected, and what it takes to protect the rest.
import { type Asset, type Coverage, type TcssError, timestamp } from "pulumi-tcss/internal";
import { UNNAMED } from "./words";

/** The coverage of one account, or the error for which there is none. */
export interface CoveredAccount {
  /** The account's label, profile or id, for people; {@link UNNAMED} where it has none. */
  readonly name: string;
  /** The account's id (uin). Absent where no setting needs it. */
  readonly accountId?: string | undefined;
  /** How a command reaches the same account. Absent where the settings are wrong: the error says it. */
  readonly access?: CommandAccess | undefined;
  /** Bought cores that protect nothing: an upper bound. Absent where the purchase state does not tell. */
  readonly idleCores?: number | undefined;
  readonly coverage: Coverage | TcssError;
  /** Whether assets that are known to be protected are left out where assets are listed. */
  readonly onlyUndefended?: boolean | undefined;
}

/** How a command of tccli reaches an account. */
export interface CommandAccess {
  /** Origin that is asked, such as `https://tcss.intl.tencentcloudapi.com`. */
  readonly endpoint: string;
  readonly region?: string | undefined;
  /** Profile of tccli. Absent: tccli's own order decides. */
  readonly profile?: string | undefined;
}

/** Everything that `tcss coverage` says; each of its formats is a projection of it. */
export interface CoverageDocument {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: "tcss"; readonly version: string };
  /** When the accounts were read, RFC 3339 in UTC. */
  readonly generatedAt: string;
  /** IANA zone in which times are shown to people. */
  readonly timeZone: string;
  readonly accounts: readonly CoveredAccount[];
}

/** The document of what was read. */
export function coverageDocument(
  accounts: readonly CoveredAccount[],
  { version, now, timeZone }: { readonly version: string; readonly now: Date; readonly timeZone: string },
): CoverageDocument {
  return {
    schemaVersion: 1,
    tool: { name: "tcss", version },
    generatedAt: timestamp(now),
    timeZone,
    accounts,
  };
}

/** The assets that are shown: all, or those that are not known to be protected. Totals and plan are of all assets. */
export function shownAssets(
  { onlyUndefended = false }: CoveredAccount,
  { assets }: Coverage,
): readonly Asset[] {
  return onlyUndefended
    ? assets.filter(({ status, undefendedCores = 0 }) => status !== "defended" || undefendedCores > 0)
    : assets;
}

/** The account's name as its user gave it. Absent where it has none. */
export function labelOf({ name }: CoveredAccount): string | undefined {
  return name === UNNAMED ? undefined : name;
}
