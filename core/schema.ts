import type { ErrorObject, Schema, ValidateFunction } from "ajv";
import type { CheckedSchema } from "./compile";
import { printable } from "./errors";
import { didYouMean } from "./likely";
import { visible } from "./text";
import { isDay, isTimeZone } from "./time";

/** What is wrong with one property of something that a user wrote. */
export interface Problem {
  /** Path of the property, such as `assumeRole.roleArn`; empty for the whole. */
  readonly property: string;
  /** What is wrong, as the end of a sentence that begins with the property: "must be a string". */
  readonly problem: string;
}

const FORMATS: Readonly<
  Record<string, { readonly matches: (text: string) => boolean; readonly problem: string }>
> = {
  "time-zone": {
    matches: isTimeZone,
    problem: "must be a time zone of the IANA database, such as Asia/Shanghai",
  },
  "http-origin": {
    matches: (text) => httpOrigin(text) !== undefined,
    problem:
      "must be a URL of scheme, host and port only, such as https://tcss.intl.tencentcloudapi.com or http://127.0.0.1:8080",
  },
  date: {
    matches: isDay,
    problem: "must be a day of the calendar, written YYYY-MM-DD",
  },
  text: {
    matches: (value) => value.trim() !== "",
    problem: "must not be empty",
  },
  "stack-name": {
    matches: (name) => /^[^/\s]+\/[^/\s]+\/[^/\s]+$/.test(name),
    problem: "must be the name of a stack, ORGANIZATION/PROJECT/STACK",
  },
  "host-name": {
    matches: (text) => /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(text),
    problem: "must be a domain name, such as tencentcloudapi.com",
  },
};

/**
 * `text` as an origin (`https://host:port`), or undefined where it is none. A host without a scheme means
 * https. User names, paths and queries are refused: they would be signed wrongly, or leak.
 */
export function httpOrigin(text: string): string | undefined {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (!/^https?:$/.test(url.protocol) || url.hostname === "") return undefined;
  const originOnly = url.username === "" && url.password === "" && url.search === "" && url.hash === "";
  return originOnly && url.pathname === "/" ? url.origin : undefined;
}

/** Every schema that this package checks by, for the build, which compiles them beforehand. */
export const checkedSchemas: CheckedSchema[] = [];

/**
 * A function that lists what is wrong with a value by `schema`; an empty list means that it is right.
 * @param texts convert texts in the value to the types that the schema wants: configuration and environment hold texts only.
 */
export function validator(schema: Schema, { texts = false } = {}): (value: unknown) => Problem[] {
  let validate: ValidateFunction | undefined; // compiled at first use: most runs need few of them
  checkedSchemas.push({ schema, texts });
  return (value) => {
    validate ??= compiled({ schema, texts });
    return validate(value)
      ? []
      : (validate.errors ?? [])
          // says only that one of the others has been found below a condition
          .filter(({ keyword }) => keyword !== "if")
          .map((error) => describe(error, value))
          .map(({ property, problem }) => ({ property: visible(property), problem: visible(problem) }));
  };
}

function compiled(checked: CheckedSchema): ValidateFunction {
  // loaded at first use: it takes longer than node itself, and many runs validate nothing
  const { compile } = require("./compile") as typeof import("./compile");
  const formats = Object.entries(FORMATS).map(([name, { matches }]) => [name, matches] as const);
  return compile(checked, Object.fromEntries(formats));
}

function describe(error: ErrorObject, root: unknown): Problem {
  const path = error.instancePath.split("/").slice(1).map(unescapePointer);
  const property = path.join(".");
  const given = path.reduce<unknown>(
    (value, key) => (value as Record<string, unknown> | undefined)?.[key],
    root,
  );
  switch (error.keyword) {
    case "additionalProperties": {
      const known = Object.keys((error.parentSchema?.["properties"] as object | undefined) ?? {});
      const name = String(error.params["additionalProperty"]);
      return {
        property: [...path, name].join("."),
        problem: `is not known here${known.length === 0 ? "" : `; known are ${known.join(", ")}`}${didYouMean(name, known)}`,
      };
    }
    case "required":
      return {
        property: [...path, String(error.params["missingProperty"])].join("."),
        problem: "is missing",
      };
    case "enum": {
      const allowed = (error.params["allowedValues"] as unknown[]).map(String);
      return {
        property,
        problem: `must be one of ${allowed.join(", ")}, not ${printable(JSON.stringify(given) ?? "", 60)}${didYouMean(String(given), allowed)}`,
      };
    }
    case "type":
      return { property, problem: `must be ${aType(error.params["type"])}, not ${wrongType(given)}` };
    case "format":
      return { property, problem: FORMATS[String(error.params["format"])]?.problem ?? "is malformed" };
    case "minimum":
    case "exclusiveMinimum":
    case "maximum":
    case "exclusiveMaximum":
      return {
        property,
        problem: `must be ${error.params["comparison"]} ${error.params["limit"]}, not ${given}`,
      };
    case "minLength":
      return { property, problem: "must not be empty" };
    default:
      return { property, problem: error.message ?? "is not allowed" };
  }
}

function unescapePointer(part: string): string {
  return part.replaceAll("~1", "/").replaceAll("~0", "~");
}

function wrongType(value: unknown): string {
  // a number can be of the wrong type for not being whole, or not finite
  if (typeof value === "number") return String(value);
  return aType(value === null ? "null" : Array.isArray(value) ? "array" : typeof value);
}

function aType(type: unknown): string {
  const names: Record<string, string> = {
    array: "a list",
    object: "an object",
    integer: "a whole number",
    null: "null",
  };
  return [type]
    .flat()
    .map((name) => names[String(name)] ?? `a ${name}`)
    .join(" or ");
}
