/**
 * Patterns that name assets in the gate's settings: a glob (see glob.ts) over the id and the name, in which a slash is
 * a character like any other. `cluster:`, `host:` or `superNode:` before it leaves assets of that kind alone;
 * `tag:KEY=VALUE` is a glob over the tags instead.
 */
import { problemOfTextGlob, textMatcher } from "./glob";
import { didYouMean } from "./likely";

/** What a pattern is compared with. */
export interface NamedAsset {
  /** `cluster`, `host` or `superNode`. */
  readonly kind: string;
  readonly id?: string;
  readonly name?: string;
  /** `KEY=VALUE`. Absent where the API gives none. */
  readonly tags?: readonly string[];
}

const KINDS: readonly string[] = ["cluster", "host", "superNode"];
const TAG = "tag";

interface AssetPattern {
  /** A kind, or `tag`. Absent: any kind. */
  readonly prefix?: string;
  readonly glob: string;
}

function partsOf(pattern: string): AssetPattern {
  const [, prefix, glob] = /^([a-z][a-z0-9_-]*):(.*)$/is.exec(pattern) ?? [];
  return prefix === undefined || glob === undefined ? { glob: pattern } : { prefix, glob };
}

/** Why `pattern` can name no asset, as the end of a sentence; undefined where it is good. */
export function problemOfAssetPattern(pattern: string): string | undefined {
  const { prefix, glob } = partsOf(pattern);
  const known = [...KINDS, TAG];
  if (prefix !== undefined && !known.includes(prefix))
    return `begins with an unknown kind. Valid kinds: ${known.map((each) => `${each}:`).join(", ")}; before a name with a colon write its kind, such as host:NAME${didYouMean(prefix, known)}`;
  if (prefix === TAG && !glob.includes("="))
    return "names a tag without a value: write tag:KEY=VALUE, or tag:KEY=* for any value";
  return problemOfTextGlob(glob);
}

/** A function that tells whether one of the patterns, which are good, names an asset. */
export function assetMatcher(patterns: readonly string[]): (asset: NamedAsset) => boolean {
  const matchers = patterns.map(matcherOf);
  return (asset) => matchers.some((matches) => matches(asset));
}

function matcherOf(pattern: string): (asset: NamedAsset) => boolean {
  const { prefix, glob } = partsOf(pattern);
  const matches = textMatcher(glob);
  if (prefix === TAG) return ({ tags = [] }) => tags.some(matches);
  return ({ kind, id, name }) =>
    (prefix === undefined || prefix === kind) &&
    [id, name].some((text) => text !== undefined && matches(text));
}
