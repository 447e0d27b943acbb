import type { Coverage } from "./coverage";

/** `Value` without what is null in it: such a property is absent. */
type WithoutNulls<Value> = Value extends readonly (infer Item)[]
  ? readonly WithoutNulls<Item>[]
  : Value extends object
    ? { [Key in keyof Value as null extends Value[Key] ? never : Key]: WithoutNulls<Value[Key]> } & {
        [Key in keyof Value as null extends Value[Key] ? Key : never]?: WithoutNulls<
          Exclude<Value[Key], null>
        >;
      }
    : Value;

/** Whose coverage it is. */
export interface CoverageAccount {
  /** The account's label. Absent where the caller gave none. */
  readonly account?: string;
  /** The account's id (uin). Absent where the caller does not ask for it. */
  readonly accountId?: string;
}

/**
 * A coverage as programs get it, with whose it is. What is unknown is absent, as in a purchase state: `unit`, and every
 * figure of cores, where no unit fits; `plan` where in addition the idle cores are unknown; money without prices.
 */
export type CoverageValues = CoverageAccount & WithoutNulls<Coverage>;

/** The values of a coverage. */
export function coverageValues(
  coverage: Coverage,
  { account, accountId }: { readonly [K in keyof CoverageAccount]?: string | undefined },
): CoverageValues {
  return withoutNulls({ account, accountId, ...coverage }) as CoverageValues;
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, part]): [string, unknown][] =>
      part === null || part === undefined ? [] : [[key, withoutNulls(part)]],
    ),
  );
}
