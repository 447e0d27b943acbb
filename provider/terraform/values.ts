// Between Terraform's configuration and the arguments of the model.
import { isRecord, type ValidationIssue } from "../../core/internal";
import { camel, snake } from "./names";
import type { Shape, Shapes } from "./shapes";
import { numberIn, plain, rawValueIn, UNKNOWN } from "./wire/dynamicValue";

/** Values by Terraform's names. */
export type Values = Readonly<Record<string, unknown>>;

/** A configuration as it came, and as values. */
export interface Config {
  /** As it stands on the wire: what is sent back, so that the state holds what the user wrote. */
  readonly raw: Values;
  readonly values: Values;
}

/** Where a value stands: names of attributes, and positions in lists. */
export type Path = readonly (string | number)[];

/** @throws Error for a value that is no configuration: to take it for an empty one could ask another account. */
export function configIn(dynamic: unknown): Config {
  const raw = rawValueIn(dynamic) ?? {};
  if (!isRecord(raw)) throw new Error("the configuration is not an object");
  return { raw, values: plain(raw) as Values };
}

/** The arguments of these shapes among the values, by the model's names. Null is absent; unknown values are left out. */
export function argumentsIn(shapes: Shapes, values: Values): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(shapes).flatMap(([name, shape]) => {
      const value = argumentOf(shape, values[snake(name)]);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function argumentOf(shape: Shape, value: unknown): unknown {
  if (value === null || value === undefined || value === UNKNOWN) return undefined;
  if (shape === "dynamic") return written(value);
  if (shape === "number") return numberIn(value);
  if (typeof shape === "string") return value;
  if ("list" in shape)
    return Array.isArray(value) ? value.map((item) => argumentOf(shape.list, item) ?? null) : value;
  return isRecord(value) ? argumentsIn(shape.object, value) : value;
}

/** What a user writes as in a file of YAML, whose names are the model's: `must_be_defended` is `mustBeDefended`. */
export function written(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(written);
  if (!isRecord(value)) return value === UNKNOWN ? undefined : value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, part]) =>
      part === null || part === UNKNOWN ? [] : [[camel(key), written(part)]],
    ),
  );
}

/**
 * What {@link written} would have to choose between: names that a user gives in both spellings, `min_days_left` and
 * `minDaysLeft`. @param property where the value stands.
 */
export function issuesOfSpelling(value: unknown, property: string): ValidationIssue[] {
  const at = (key: string): string => (property === "" ? key : `${property}.${key}`);
  if (Array.isArray(value))
    return value.flatMap((item, index) => issuesOfSpelling(item, `${property}[${index}]`));
  if (!isRecord(value)) return [];
  const given = Object.keys(value).filter((key) => value[key] !== null);
  return given.flatMap((key, index) => {
    const earlier = given.slice(0, index).find((other) => camel(other) === camel(key));
    return earlier === undefined
      ? issuesOfSpelling(value[key], at(key))
      : [{ property: at(key), problem: `is given twice, as ${earlier} as well` }];
  });
}

/** Those of `values` that the shapes name. */
export function picked(shapes: Shapes, values: Values): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => name in shapes));
}

/** Where unknown values stand. */
export function unknownPaths(value: unknown, path: Path = []): Path[] {
  if (value === UNKNOWN) return [path];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    unknownPaths(part, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

/** `assume_role.role_arn`, `allowed_account_ids[1]`. */
export function shownPath(path: Path): string {
  return path
    .map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join("");
}

/**
 * The path of a property as issues name it: `assumeRole.roleArn`, `waivers[0].rule`.
 * @param given what the user gave, whose own spelling is taken.
 */
export function pathOf(property: string, given?: unknown): Path {
  let within = given;
  return property
    .split(/[.[\]]+/)
    .filter((part) => part !== "")
    .map((part) => {
      const step = isRecord(within) || !/^\d+$/.test(part) ? keyIn(within, part) : Number(part);
      within = (within as Record<string | number, unknown> | null | undefined)?.[step];
      return step;
    });
}

function keyIn(given: unknown, part: string): string {
  const keys = isRecord(given) ? Object.keys(given) : [];
  return keys.find((key) => key === part) ?? keys.find((key) => camel(key) === part) ?? snake(part);
}
