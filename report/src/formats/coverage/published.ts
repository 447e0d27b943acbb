import {
  type Asset,
  type AssetAccess,
  type AssetKind,
  type AssetStatus,
  type Coverage,
  type CoveragePlan,
  type CoverageTotals,
  type CoverageUnit,
  TcssError,
  type TcssErrorKind,
  type UnitProblem,
} from "pulumi-tcss/internal";
import { type CoverageDocument, type CoveredAccount, labelOf, shownAssets } from "../../coverageDocument";

/** What `tcss coverage --format json` writes: coverage.schema.json. Null means unknown: never 0, never false. */
export interface PublishedCoverageDocument {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: "tcss"; readonly version: string };
  readonly generatedAt: string;
  readonly coverage: readonly PublishedCoverage[];
}

/** The coverage of one account, as the schema describes it. */
export interface PublishedCoverage {
  readonly account: string | null;
  readonly accountId: string | null;
  readonly endpoint: string | null;
  readonly assets: readonly PublishedAsset[] | null;
  readonly totals: CoverageTotals | null;
  readonly unit: CoverageUnit | null;
  readonly unitProblem: UnitProblem | null;
  readonly plan: CoveragePlan | null;
  readonly notUnderstood: readonly string[];
  readonly repeated: Coverage["repeated"];
  readonly incomplete: Coverage["incomplete"];
  readonly error?: PublishedError;
}

/** An asset with null for what the API does not tell. */
export interface PublishedAsset {
  readonly kind: AssetKind;
  readonly id: string | null;
  readonly name: string | null;
  readonly region: string | null;
  readonly cores: number | null;
  readonly protectedCores: number | null;
  readonly undefendedCores: number | null;
  readonly status: AssetStatus;
  readonly access: AssetAccess;
  readonly accessReason: string | null;
  readonly tags: readonly string[];
  readonly exempt: boolean;
  readonly counted: boolean;
}

/** Why an account could not be read. */
export interface PublishedError {
  readonly kind: TcssErrorKind;
  readonly message: string;
  readonly code: string | null;
  readonly requestId: string | null;
  /** The CAM action that is not granted. */
  readonly permission: string | null;
}

/** `document` as its schema describes it. */
export function publishedDocument({
  schemaVersion,
  tool,
  generatedAt,
  accounts,
}: CoverageDocument): PublishedCoverageDocument {
  return { schemaVersion, tool, generatedAt, coverage: accounts.map(publishedCoverage) };
}

/** One entry of it. */
export function publishedCoverage(account: CoveredAccount): PublishedCoverage {
  const { accountId = null, access, coverage } = account;
  const whose = { account: labelOf(account) ?? null, accountId, endpoint: access?.endpoint ?? null };
  if (coverage instanceof TcssError) {
    const { kind, message, code = null, requestId = null } = coverage;
    const { permission = null } = coverage;
    const nothing = { assets: null, totals: null, unit: null, unitProblem: null, plan: null };
    const lists = { notUnderstood: [], repeated: [], incomplete: [] };
    return { ...whose, ...nothing, ...lists, error: { kind, message, code, requestId, permission } };
  }
  return { ...whose, ...coverage, assets: shownAssets(account, coverage).map(publishedAsset) };
}

function publishedAsset(asset: Asset): PublishedAsset {
  const { kind, status, access, tags = [], exempt = false, counted = true } = asset;
  return {
    kind,
    id: asset.id ?? null,
    name: asset.name ?? null,
    region: asset.region ?? null,
    cores: asset.cores ?? null,
    protectedCores: asset.protectedCores ?? null,
    undefendedCores: asset.undefendedCores ?? null,
    status,
    access,
    accessReason: asset.accessReason ?? null,
    tags,
    exempt,
    counted,
  };
}
