import { ApiError } from "../errors";
import type { Fields } from "../scenarios/purchaseStates";

/** The documented parameters of every list. */
export const LIST_PARAMETERS = ["Offset", "Limit", "Filters", "By", "Order"] as const;

/** How one list may be asked. */
export interface ListRules {
  /** `Limit` where the request gives none. */
  readonly defaultLimit: number;
  readonly maxLimit: number;
  /** The fields that each filter compares; `true`: equal texts only, whatever the request says. */
  readonly filters: Readonly<Record<string, { readonly field: string; readonly exact?: true }>>;
  /** Filters that are no comparison of one field. */
  readonly special?: Readonly<Record<string, (item: Fields, values: readonly string[]) => boolean>>;
}

/** A part of a list as a request wants it. */
export interface Selection {
  readonly offset: number;
  readonly limit: number;
  /** All items that the request's filters let pass, in its order. */
  readonly items: readonly Fields[];
}

interface Filter {
  readonly name: string;
  readonly values: readonly string[];
  readonly exact: boolean;
}

/**
 * What a request asks of a list.
 * @throws ApiError `InvalidParameter` for a limit, filter or order that the API does not know
 */
export function select(items: readonly Fields[], params: Fields, rules: ListRules): Selection {
  const offset = count(params, "Offset") ?? 0;
  const limit = count(params, "Limit") ?? rules.defaultLimit;
  if (limit < 1 || limit > rules.maxLimit)
    throw invalid(`The value of the parameter \`Limit\` must be from 1 to ${rules.maxLimit}.`);
  const tests = filtersIn(params["Filters"]).map((filter) => testOf(filter, rules));
  const found = tests.length === 0 ? items : items.filter((item) => tests.every((test) => test(item)));
  return { offset, limit, items: sorted(found, params) };
}

function testOf(
  { name, values, exact }: Filter,
  { filters, special = {} }: ListRules,
): (item: Fields) => boolean {
  const own = Object.hasOwn(special, name) ? special[name] : undefined;
  if (own) return (item) => own(item, values);
  const known = Object.hasOwn(filters, name) ? filters[name] : undefined;
  if (!known) throw invalid(`The filter \`${name}\` is not supported.`);
  return (item) => {
    const text = String(item[known.field] ?? "");
    return values.some((value) => (known.exact || exact ? text === value : text.includes(value)));
  };
}

/** The document calls `ExactMatch` "whether to match fuzzily": here it means what its name says. */
function filtersIn(value: unknown): Filter[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw invalid("The parameter `Filters` must be an array.");
  return value.map((each: unknown) => {
    const { Name: name, Values: values, ExactMatch: exact = false, ...others } = Object(each) as Fields;
    if (typeof name !== "string" || name === "") throw invalid("A filter needs a `Name`.");
    if (!Array.isArray(values) || values.length === 0 || !values.every((text) => typeof text === "string"))
      throw invalid(`The filter \`${name}\` needs \`Values\`, an array of strings.`);
    if (exact !== true && exact !== false && exact !== "true" && exact !== "false")
      throw invalid(`\`ExactMatch\` of the filter \`${name}\` must be a boolean.`);
    const [unknown] = Object.keys(others);
    if (unknown !== undefined)
      throw new ApiError("UnknownParameter", `The parameter \`Filters.${unknown}\` is not recognized.`);
    return { name, values, exact: String(exact) === "true" };
  });
}

function sorted(items: readonly Fields[], { By: by, Order: order = "asc" }: Fields): readonly Fields[] {
  if (by !== undefined && typeof by !== "string") throw invalid("The parameter `By` must be a string.");
  if (order !== "asc" && order !== "desc") throw invalid("The parameter `Order` must be asc or desc.");
  if (!by) return items;
  const sign = order === "asc" ? 1 : -1;
  return [...items].sort((a, b) => sign * compare(a[by], b[by]));
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a ?? "").localeCompare(String(b ?? ""), "en");
}

/** A GET request gives numbers as texts. */
function count(params: Fields, name: string): number | undefined {
  const given = params[name];
  if (given === undefined || given === null) return undefined;
  const value = typeof given === "string" && /^\d+$/.test(given) ? Number(given) : given;
  if (!Number.isSafeInteger(value) || (value as number) < 0)
    throw invalid(`The value of the parameter \`${name}\` must be an integer that is not negative.`);
  return value as number;
}

function invalid(message: string): ApiError {
  return new ApiError("InvalidParameter", message);
}
