// The coverage in the package schema. The compiler compares each table with the model.
import {
  type Asset,
  AssetAccess,
  AssetKind,
  type AssetName,
  AssetStatus,
  type Coverage,
  type CoveragePlan,
  type CoverageTotals,
  type CoverageUnit,
  type CoverageValues,
  type IncompleteList,
  type PlannedAsset,
  type TroubledAsset,
  type UnitProblem,
  UnitProblemReason,
} from "../../core/internal";
import { DOCS } from "../generated/docs";
import { type PropertySpec, refTo, type TypeSpec, tokenOf } from "./specs";

interface Sometimes extends TypeSpec {
  readonly isOptional: true;
}
interface Always extends TypeSpec {
  readonly isOptional?: never;
}

/** Types of the properties of `T`, and which of them may be absent. */
type Table<T> = {
  readonly [K in keyof T]-?: undefined extends T[K] ? Sometimes : null extends T[K] ? Sometimes : Always;
};

type Docs = Readonly<Record<string, string>>;

interface ObjectSpec {
  readonly type: "object";
  readonly description: string;
  readonly properties: Readonly<Record<string, PropertySpec>>;
  readonly required: readonly string[];
}

const text = { type: "string" } as const;
const count = { type: "integer" } as const;
const figure = { type: "number" } as const;

const sometimes = (type: TypeSpec): Sometimes => ({ ...type, isOptional: true });
const listOf = (items: TypeSpec): TypeSpec => ({ type: "array", items });

const ASSET: Table<Asset> = {
  kind: refTo("AssetKind"),
  id: sometimes(text),
  name: sometimes(text),
  region: sometimes(text),
  cores: sometimes(figure),
  protectedCores: sometimes(figure),
  undefendedCores: sometimes(figure),
  status: refTo("AssetStatus"),
  access: refTo("AssetAccess"),
  accessReason: sometimes(text),
  tags: sometimes(listOf(text)),
  exempt: sometimes({ type: "boolean" }),
  counted: sometimes({ type: "boolean" }),
};

const TOTALS: Table<CoverageTotals> = {
  assets: count,
  cores: sometimes(figure),
  protectedCores: sometimes(figure),
  undefendedCores: sometimes(figure),
  defended: count,
  partial: count,
  undefended: count,
  unknown: count,
  exemptUndefendedCores: sometimes(figure),
  withoutId: count,
  withoutCores: count,
  notCounted: count,
};

const UNIT: Table<CoverageUnit> = { factor: count, deviation: sometimes(figure) };

const UNIT_PROBLEM: Table<UnitProblem> = {
  reason: refTo("UnitProblemReason"),
  listed: figure,
  allCores: sometimes(count),
};

const NAME: Table<AssetName> = { kind: refTo("AssetKind"), id: text };
const INCOMPLETE: Table<IncompleteList> = { kind: refTo("AssetKind"), total: count, read: count };

const PLANNED: Table<PlannedAsset> = { kind: refTo("AssetKind"), id: text, cores: count };
const TROUBLED: Table<TroubledAsset> = { ...PLANNED, reason: sometimes(text) };

const PLAN: Table<CoveragePlan> = {
  switchOn: listOf(refTo("PlannedAsset")),
  coveredCores: count,
  remainingCores: count,
  elasticCores: sometimes(count),
  currency: sometimes(text),
  elasticPerDay: sometimes(figure),
  prepaidPerMonth: sometimes(figure),
  needAccess: listOf(refTo("PlannedAsset")),
  inTrouble: listOf(refTo("TroubledAsset")),
};

const COVERAGE: Table<Coverage> = {
  assets: listOf(refTo("Asset")),
  totals: refTo("CoverageTotals"),
  unit: sometimes(refTo("CoverageUnit")),
  unitProblem: sometimes(refTo("UnitProblem")),
  plan: sometimes(refTo("CoveragePlan")),
  notUnderstood: listOf(text),
  repeated: listOf(refTo("AssetName")),
  incomplete: listOf(refTo("IncompleteList")),
};

const VALUES: Table<CoverageValues> = {
  account: sometimes(text),
  accountId: sometimes(text),
  ...COVERAGE,
};

/** The types of a coverage's parts, by their tokens. */
export function coverageTypes(): Record<string, object> {
  const types = {
    AssetKind: enumerationOf(AssetKind, DOCS.AssetKind, "Kinds of assets."),
    AssetStatus: enumerationOf(AssetStatus, DOCS.AssetStatus, "How far an asset is protected."),
    AssetAccess: enumerationOf(AssetAccess, DOCS.AssetAccess, "Whether an asset can be protected now."),
    Asset: objectOf(ASSET, DOCS.asset, "An asset and how far it is protected."),
    CoverageTotals: objectOf(TOTALS, DOCS.coverageTotals, "Sums over the assets that are not exempt."),
    CoverageUnit: objectOf(UNIT, DOCS.coverageUnit, "The unit in which the API lists cores."),
    UnitProblem: objectOf(UNIT_PROBLEM, DOCS.unitProblem, "Why no unit fits."),
    UnitProblemReason: enumerationOf(UnitProblemReason, DOCS.UnitProblemReason, "Reasons why no unit fits."),
    AssetName: objectOf(NAME, DOCS.assetName, "Which asset."),
    IncompleteList: objectOf(
      INCOMPLETE,
      DOCS.incompleteList,
      "A list that gave fewer assets than its own count.",
    ),
    CoveragePlan: objectOf(
      PLAN,
      DOCS.coveragePlan,
      "What to do, from what costs nothing to what costs most.",
    ),
    PlannedAsset: objectOf(PLANNED, DOCS.plannedAsset, "An asset of the plan."),
    TroubledAsset: objectOf(TROUBLED, DOCS.plannedAsset, "An asset whose access is in trouble."),
  };
  return Object.fromEntries(Object.entries(types).map(([name, spec]) => [tokenOf(name), spec]));
}

/** What the function `getCoverage` gives. */
export function coverageOutputs(): ObjectSpec {
  return objectOf(
    VALUES,
    DOCS.coverage,
    "The assets of an account, how far each is protected, and what to do. What is unknown is absent.",
  );
}

function objectOf(
  table: Readonly<Record<string, Sometimes | Always>>,
  docs: Docs,
  description: string,
): ObjectSpec {
  const entries = Object.entries(table);
  return {
    type: "object",
    description,
    properties: Object.fromEntries(
      entries.map(([name, { isOptional: _, ...type }]) => [name, { ...type, description: docs[name] ?? "" }]),
    ),
    required: entries.filter(([, { isOptional }]) => !isOptional).map(([name]) => name),
  };
}

function enumerationOf(values: Docs, docs: Docs, description: string): object {
  return {
    type: "string",
    description,
    enum: Object.entries(values).map(([name, value]) => ({ name, value, description: docs[name] })),
  };
}
