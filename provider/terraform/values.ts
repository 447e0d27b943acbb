// Between Terraform's configuration and the arguments of the model.
import { isRecord } from "../../core/internal";
import { camel, snake } from "./names";
import type { Shape, Shapes } from "./shapes";
import { plain, rawValueIn, UNKNOWN } from "./wire/dynamicValue";

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

export function configIn(dynamic: unknown): Config {
  const raw = rawValueIn(dynamic);
  if (!isRecord(raw)) return { raw: {}, values: {} };
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

/** The path of a property as issues name it: `assumeRole.roleArn`, `waivers[0].rule`. */
export function pathOf(property: string): Path {
  return property
    .split(/[.[\]]+/)
    .filter((part) => part !== "")
    .map((part) => (/^\d+$/.test(part) ? Number(part) : snake(part)));
}
