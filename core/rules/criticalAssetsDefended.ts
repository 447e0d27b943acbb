import { assetMatcher } from "../base/assetPatterns";
import {
  assetFacts,
  coverageIn,
  firstOf,
  isRead,
  type UndefendedAssetsFacts,
  type UnreadAssetsFacts,
} from "./assetFacts";
import { type Rule, unverifiable, violated } from "./rule";

interface OpenAssetsFacts {
  /** How many assets the settings name. */
  readonly named: number;
  /** Those that are not fully protected, or of which it is unknown. */
  readonly assets: Pick<UndefendedAssetsFacts, "worst" | "more">;
}

export interface CriticalAssetsDefendedFacts {
  /** Assets are not fully protected, or patterns name none. */
  readonly undefended: OpenAssetsFacts & {
    /** The first of the patterns that name no asset. */
    readonly notFound: readonly string[];
    /** How many more of these there are. */
    readonly moreNotFound: number;
  };
  /** All that is wrong is that the state of assets is unknown. */
  readonly unknown: OpenAssetsFacts;
  /** The account's assets are unknown. */
  readonly notRead: UnreadAssetsFacts;
}

export const criticalAssetsDefended: Rule<object, CriticalAssetsDefendedFacts> = {
  id: "TCSS011",
  name: "critical-assets-defended",
  title: "Assets that must be defended are fully protected",
  rationale:
    "Some clusters and hosts must never go without protection, however the account as a whole is doing. The settings name them (assets.mustBeDefended in tcss.gate.yaml); without names the rule does nothing and reads nothing. A pattern that names no asset is a finding as well: a renamed cluster would otherwise drop out unnoticed.",
  severity: "critical",
  defaultLevel: "mandatory",
  remediation: [
    "Switch protection on for the assets that the message names, in the TCSS console or as tcss coverage prints it.",
    "Where a pattern names no asset, correct assets.mustBeDefended in tcss.gate.yaml.",
    "Where the assets cannot be read, allow tcss:DescribeUserCluster and tcss:DescribeAssetHostList to the deploying identity.",
  ],
  settings: {},
  skippedWhenInactive: false,
  needs: "coverage",
  isInUse: ({ assets }) => patternsIn(assets).length > 0,
  asksForCoverage: ({ assets }) => (patternsIn(assets).length > 0 ? "outcome" : undefined),
  evaluate({ coverage: read, assets }) {
    const patterns = patternsIn(assets);
    if (patterns.length === 0) return undefined;
    const coverage = coverageIn(read);
    if (!isRead(coverage)) return unverifiable("notRead", coverage);
    const isNamed = assetMatcher(patterns);
    const named = coverage.assets.filter(isNamed);
    const missing = patterns.filter((pattern) => !named.some(assetMatcher([pattern])));
    const notDefended = named.filter(({ status }) => status !== "defended");
    if (notDefended.length + missing.length === 0) return undefined;
    const { first, more } = firstOf(notDefended);
    const facts = {
      named: named.length,
      assets: { worst: first.map((asset) => assetFacts(asset, coverage)), more },
    };
    if (missing.length === 0 && notDefended.every(({ status }) => status === "unknown"))
      return unverifiable("unknown", facts);
    const { first: notFound, more: moreNotFound } = firstOf(missing);
    return violated("undefended", { ...facts, notFound, moreNotFound });
  },
};

function patternsIn(assets: { readonly mustBeDefended: readonly string[] } | undefined): readonly string[] {
  return assets?.mustBeDefended ?? [];
}
