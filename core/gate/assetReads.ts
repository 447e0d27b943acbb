// The assets of accounts, read where a rule asks for them.
import type { AccountReader } from "../account/AccountReader";
import { coverageNeedOf } from "../assess";
import { assetMatcher } from "../base/assetPatterns";
import { asTcssError, configurationError, printable, TcssError } from "../base/errors";
import type { Vocabulary } from "../base/vocabulary";
import type { Asset } from "../model/assets";
import type { CorePrices } from "../model/prices";
import type { CoverageReading, Reading } from "../model/reading";
import type { AssetSettings } from "../rules/evidence";
import type { CoverageNeed, Rule } from "../rules/rule";
import type { LiveReading, PlacedReading } from "./evidence";
import { type Criteria, evaluateRule } from "./verdict";

const NO_ASSETS: AssetSettings = { exempt: [], mustBeDefended: [] };

export interface AssetReadsOptions {
  /** What has read the accounts: a purchase state that it remembers is not asked for again. */
  readonly reader: AccountReader;
  /** How long the assets of an account may take. Absent: as long as its purchase state. Unit: seconds. */
  readonly deadlineSeconds?: number | undefined;
  /** What cores cost an account. Null: no figures of money. Absent: the list prices of its site. */
  readonly prices?: ((account: LiveReading) => CorePrices | null) | undefined;
  /** The words of failures. Absent: the gate's. */
  readonly words?: Vocabulary | undefined;
  /** Aborted when the caller leaves. */
  readonly signal?: AbortSignal | undefined;
}

/** Reads the assets of accounts, of each at most once, and only where a rule would say something else with them. */
export class AssetReads {
  readonly #options: AssetReadsOptions;
  readonly #reads = new Map<Reading, Promise<CoverageReading>>();

  constructor(options: AssetReadsOptions) {
    this.#options = options;
  }

  /**
   * `accounts`, each with its assets where one of `rules` asks for them.
   * @param need `outcome`: only where what they find depends on it. Default: also where what they say does.
   */
  async completed<Account extends LiveReading>(
    accounts: readonly Account[],
    rules: readonly Rule[],
    criteria: Criteria,
    need: CoverageNeed = "words",
  ): Promise<Account[]> {
    const { assets = NO_ASSETS } = criteria;
    const read = await Promise.all(
      accounts.map((account) =>
        rules.some((rule) => asksForAssets(rule, account, criteria, need))
          ? this.#coverageOf(account, assets)
          : undefined,
      ),
    );
    return accounts.map((account, index) => {
      const coverage = read[index];
      if (coverage === undefined) return account;
      const others = read.filter((_, other) => other !== index);
      return { ...account, coverage, assets: assetsAbout(coverage, others, assets) };
    });
  }

  /**
   * The assets of the account that stored values are of, where one of `rules` asks for them.
   * @param owner the account, which is one of `accounts`.
   */
  async ofStored(
    owner: LiveReading,
    accounts: readonly LiveReading[],
    stored: PlacedReading,
    rules: readonly Rule[],
    criteria: Criteria,
  ): Promise<Pick<PlacedReading, "coverage" | "assets">> {
    if (!rules.some((rule) => asksForAssets(rule, stored, criteria))) return {};
    const completed = await this.completed(accounts, rules, criteria);
    const { coverage, assets } = completed.find((each) => each.reading === owner.reading) ?? owner;
    return { coverage: coverage ?? (await this.#coverageOf(owner, criteria.assets)), assets };
  }

  /** The assets of an account, whichever rule asks. Undefined where nothing says how it is asked. */
  async #coverageOf(
    account: LiveReading,
    assets: AssetSettings = NO_ASSETS,
  ): Promise<CoverageReading | undefined> {
    const { reading, connection } = account;
    if (connection === undefined) return undefined;
    let read = this.#reads.get(reading);
    if (read === undefined) {
      read = this.#read(connection, assets, this.#options.prices?.(account));
      this.#reads.set(reading, read);
    }
    return read;
  }

  async #read(
    connection: NonNullable<LiveReading["connection"]>,
    assets: AssetSettings,
    prices: CorePrices | null | undefined,
  ): Promise<CoverageReading> {
    const { reader, words, signal, deadlineSeconds = connection.deadlineSeconds } = this.#options;
    try {
      const isExempt = assetMatcher(assets.exempt);
      const { coverage } = await reader.coverage(
        { ...connection, deadlineSeconds },
        { isExempt, prices, signal },
      );
      assertNotInBoth(coverage.assets, assets);
      return coverage;
    } catch (error) {
      const failure = asTcssError(error);
      return words === undefined ? failure : failure.inWordsOf(words);
    }
  }
}

/**
 * Whether `rule` would find something else, or say something else of a finding that is not waived, with the account's
 * assets.
 */
function asksForAssets(
  rule: Rule,
  placed: PlacedReading,
  criteria: Criteria,
  need: CoverageNeed = "words",
): boolean {
  const { settings, assets } = criteria;
  const asked = coverageNeedOf(rule, { reading: placed.reading, assets }, settings);
  if (asked !== "words") return asked === "outcome";
  return need === "words" && evaluateRule(rule, placed, criteria)?.waived === undefined;
}

/** An asset that must be defended counts, and one that is exempt does not: it cannot be both. */
function assertNotInBoth(assets: readonly Asset[], { mustBeDefended }: AssetSettings): void {
  const isCritical = assetMatcher(mustBeDefended);
  const both = assets.find((asset) => asset.exempt && isCritical(asset));
  if (both === undefined) return;
  const { kind, id, name } = both;
  const shown = printable([name, id].filter((text) => text !== undefined).join(", "), 120);
  throw configurationError(
    "assets",
    ({ property }) =>
      `assets.exempt and assets.${property("mustBeDefended")} both name the ${kind === "superNode" ? "super node" : kind} ${shown}`,
    ({ gateSetting }) =>
      `Correct the patterns so that only one of the lists names it: ${gateSetting("assets.exempt")}.`,
  );
}

/**
 * The settings of assets as far as they are about one of several accounts: an asset that must be defended is in one of
 * them, and is missing only where no account has it.
 */
function assetsAbout(
  own: CoverageReading,
  others: readonly (CoverageReading | undefined)[],
  assets: AssetSettings,
): AssetSettings {
  if (own instanceof TcssError || others.length === 0) return assets;
  const has = (coverage: CoverageReading | undefined, pattern: string): boolean =>
    coverage !== undefined &&
    !(coverage instanceof TcssError) &&
    coverage.assets.some(assetMatcher([pattern]));
  const mustBeDefended = assets.mustBeDefended.filter(
    (pattern) => has(own, pattern) || !others.some((other) => has(other, pattern)),
  );
  return { ...assets, mustBeDefended };
}
