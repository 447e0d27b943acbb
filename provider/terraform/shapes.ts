// Which values the provider takes and gives: names and types from the model, without their descriptions, so that a read
// needs no more than this.
import {
  type Asset,
  type AssetName,
  CONNECTION_ARGS_SCHEMA,
  COVERAGE_ARGS_SCHEMA,
  type CoveragePlan,
  type CoverageTotals,
  type CoverageUnit,
  type CoverageValues,
  type IncompleteList,
  isRecord,
  type PlannedAsset,
  SECRET_KEYS,
  STORED_FIELDS,
  type TroubledAsset,
  type UnitProblem,
} from "../../core/internal";
import { typeOfField } from "../fieldTypes";
import { snake } from "./names";

/** The type of a value. Names are the model's. */
export type Shape =
  | "string"
  | "number"
  | "bool"
  /** Any value. */
  | "dynamic"
  | { readonly list: Shape }
  | { readonly object: Shapes };

export type Shapes = Readonly<Record<string, Shape>>;

/** Shapes for each field of `T`. */
type ShapesOf<T> = { readonly [K in keyof Required<T>]: Shape };

/** The part of JSON schema in which the arguments are written. */
interface ArgSchema {
  readonly type: string;
  readonly items?: ArgSchema;
  readonly properties?: Readonly<Record<string, ArgSchema>>;
}

function shapeOfArg({ type, items, properties }: ArgSchema): Shape {
  if (properties !== undefined) return { object: shapesOfArgs(properties) };
  if (items !== undefined) return { list: shapeOfArg(items) };
  if (type === "boolean") return "bool";
  return type === "string" ? "string" : "number";
}

function shapesOfArgs(properties: Readonly<Record<string, ArgSchema>>): Shapes {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, shapeOfArg(schema)]));
}

/** What selects an account. */
export const SELECTORS: Shapes = shapesOfArgs(CONNECTION_ARGS_SCHEMA.properties);

const TYPES = { integer: "number", boolean: "bool", string: "string", array: { list: "string" } } as const;

/** What a purchase state holds. */
export const PURCHASE_STATE: Shapes = Object.fromEntries(
  STORED_FIELDS.map((name) => [name, TYPES[typeOfField(name)]]),
);

const PLANNED_ASSET: ShapesOf<PlannedAsset> = { kind: "string", id: "string", cores: "number" };

const ASSET: ShapesOf<Asset> = {
  kind: "string",
  id: "string",
  name: "string",
  region: "string",
  cores: "number",
  protectedCores: "number",
  undefendedCores: "number",
  status: "string",
  access: "string",
  accessReason: "string",
  tags: { list: "string" },
  exempt: "bool",
  counted: "bool",
};

const TOTALS: ShapesOf<CoverageTotals> = {
  assets: "number",
  cores: "number",
  protectedCores: "number",
  undefendedCores: "number",
  defended: "number",
  partial: "number",
  undefended: "number",
  unknown: "number",
  exemptUndefendedCores: "number",
  withoutId: "number",
  withoutCores: "number",
  notCounted: "number",
};

const UNIT: ShapesOf<CoverageUnit> = { factor: "number", deviation: "number" };
const UNIT_PROBLEM: ShapesOf<UnitProblem> = { reason: "string", listed: "number", allCores: "number" };
const ASSET_NAME: ShapesOf<AssetName> = { kind: "string", id: "string" };
const INCOMPLETE: ShapesOf<IncompleteList> = { kind: "string", total: "number", read: "number" };
const TROUBLED: ShapesOf<TroubledAsset> = { ...PLANNED_ASSET, reason: "string" };

const PLAN: ShapesOf<CoveragePlan> = {
  switchOn: { list: { object: PLANNED_ASSET } },
  coveredCores: "number",
  remainingCores: "number",
  elasticCores: "number",
  currency: "string",
  elasticPerDay: "number",
  prepaidPerMonth: "number",
  needAccess: { list: { object: PLANNED_ASSET } },
  inTrouble: { list: { object: TROUBLED } },
};

/** What is known of an account's assets. The account's label is among the selectors. */
export const COVERAGE: ShapesOf<Omit<CoverageValues, "account">> = {
  accountId: "string",
  assets: { list: { object: ASSET } },
  totals: { object: TOTALS },
  unit: { object: UNIT },
  unitProblem: { object: UNIT_PROBLEM },
  plan: { object: PLAN },
  notUnderstood: { list: "string" },
  repeated: { list: { object: ASSET_NAME } },
  incomplete: { list: { object: INCOMPLETE } },
};

/** A finding of the gate. */
export const FINDING = {
  ruleId: "string",
  policyName: "string",
  level: "string",
  severity: "string",
  message: "string",
  advice: "string",
  waived: "bool",
} as const satisfies Shapes;

/** What the gate gives. */
export const GATE_RESULT = {
  passed: "bool",
  summary: "string",
  findings: { list: { object: FINDING } },
} as const satisfies Shapes;

/** The account's key, in the provider block alone. */
export const SECRETS: Shapes = Object.fromEntries(SECRET_KEYS.map((key) => [key, "string"]));

/** Settings of the gate that stand among the arguments, with the names and values that they have in `tcss.gate.yaml`. */
export const GATE_SETTINGS = {
  rules: "dynamic",
  waivers: "dynamic",
  accounts: "dynamic",
  protects: "dynamic",
  assets: "dynamic",
} as const satisfies Shapes;

/** What each data source takes besides the selectors and `timeouts`, and what it gives. */
export const DATA_SOURCES = {
  tcss_purchase_state: { takes: { recordObservedAt: "bool" }, gives: PURCHASE_STATE },
  tcss_coverage: { takes: shapesOfArgs({ exempt: COVERAGE_ARGS_SCHEMA.properties.exempt }), gives: COVERAGE },
  tcss_gate: { takes: { settingsFile: "string", stackName: "string", ...GATE_SETTINGS }, gives: GATE_RESULT },
} as const satisfies Readonly<Record<string, { readonly takes: Shapes; readonly gives: Shapes }>>;

export type DataSource = keyof typeof DATA_SOURCES;

export function isDataSource(name: string): name is DataSource {
  return Object.hasOwn(DATA_SOURCES, name);
}

/** A value of this shape as Terraform has it: every name in snake_case, and null for what is absent. */
export function toTerraform(shape: Shape, value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (typeof shape === "string") return value;
  if ("list" in shape)
    return Array.isArray(value) ? value.map((item) => toTerraform(shape.list, item)) : null;
  return isRecord(value) ? fieldsToTerraform(shape.object, value) : null;
}

/** Likewise for the fields of an object. */
export function fieldsToTerraform(
  shapes: Shapes,
  value: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [snake(name), toTerraform(shape, value[name])]),
  );
}
