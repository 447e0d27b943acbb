import type { ErrorObject, ValidateFunction } from "ajv";
import { problemOfAssetPattern } from "../base/assetPatterns";
import { problemOfStackGlob, problemOfTextGlob } from "../base/glob";
import { didYouMean } from "../base/likely";
import { shownName } from "../base/names";
import { isRegion } from "../base/sendable";
import { visible } from "../base/text";
import { isDay, isTimeZone, isZoneAbbreviation } from "../base/time";
import type { CheckedSchema, JsonSchema } from "./checkedSchema";

/** What is wrong with one property of something that a user wrote. No text of it holds the given value. */
export interface ValidationIssue {
  /** Path of the property, such as `assumeRole.roleArn`; empty for the whole. */
  readonly property: string;
  /** What is wrong, as the end of a sentence that begins with the property: "must be a string". */
  readonly problem: string;
  /**
   * The value that was given; undefined where it is missing. It may be a secret that was put in the wrong place:
   * print it only where that is excluded. Not enumerable, so that no copy or log carries it on.
   */
  readonly given?: unknown;
  /** True when the schema knows no property of this name. Not enumerable either. */
  readonly isUnknown?: boolean;
  /** Where {@link isUnknown}: the names that the schema knows. Not enumerable either. */
  readonly validNames?: readonly string[];
  /** True for a secret where none may be: callers say in their own words where it belongs. Not enumerable either. */
  readonly isMisplacedSecret?: boolean;
}

/** Whether a letter or digit of `text` shows: some letters are fillers without a shape. */
function hasVisibleLetter(text: string): boolean {
  // here and not in a constant, which each start would pay for
  return /(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{N}]/u.test(text);
}

interface Format {
  readonly matches: (text: string) => boolean;
  readonly problem: string | ((text: string) => string);
}

const FORMATS: Readonly<Record<string, Format>> = {
  "time-zone": {
    matches: isTimeZone,
    problem: (text) =>
      `must be a time zone of the IANA database, such as Asia/Shanghai${isZoneAbbreviation(text) ? ": an abbreviation means several zones" : ""}`,
  },
  "http-origin": {
    matches: (text) => httpOrigin(text) !== undefined,
    problem:
      "must be a URL of scheme, host and port only, such as https://tcss.intl.tencentcloudapi.com or http://127.0.0.1:8080",
  },
  region: {
    matches: isRegion,
    problem: "must be the name of a region, such as ap-guangzhou: letters, digits and hyphens only",
  },
  date: {
    matches: isDay,
    problem: "must be a day of the calendar, written YYYY-MM-DD",
  },
  text: {
    matches: (value) => value.trim() !== "",
    problem: "must not be empty",
  },
  // "." and a blank without width fill a field without saying anything
  words: {
    matches: hasVisibleLetter,
    problem: "must be in words: it has no letter and no digit",
  },
  name: {
    matches: (value) => hasVisibleLetter(value) && value.trim() === value,
    problem: "must be a name: with a letter or digit, and without a blank before or after it",
  },
  "stack-glob": {
    matches: (glob) => problemOfStackGlob(glob) === undefined,
    problem: (glob) => problemOfStackGlob(glob) ?? "",
  },
  "resource-glob": {
    matches: (glob) => problemOfTextGlob(glob) === undefined,
    problem: (glob) => problemOfTextGlob(glob) ?? "",
  },
  "asset-pattern": {
    matches: (pattern) => problemOfAssetPattern(pattern) === undefined,
    problem: (pattern) => problemOfAssetPattern(pattern) ?? "",
  },
  "stack-name": {
    matches: isStackName,
    problem: "must be the name of a stack, ORGANIZATION/PROJECT/STACK",
  },
  "host-name": {
    matches: (text) => /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(text),
    problem: "must be a domain name, such as tencentcloudapi.com",
  },
};

/** Whether `name` is the whole name of a stack, `ORGANIZATION/PROJECT/STACK`. */
export function isStackName(name: string): boolean {
  return /^[^/\s]+\/[^/\s]+\/[^/\s]+$/.test(name);
}

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
export function validator(schema: JsonSchema, { texts = false } = {}): (value: unknown) => ValidationIssue[] {
  let validate: ValidateFunction | undefined; // compiled at first use: most runs need few of them
  checkedSchemas.push({ schema, texts });
  return (value) => {
    validate ??= compiled({ schema, texts });
    return validate(value)
      ? []
      : (validate.errors ?? [])
          // Ajv's `if` error repeats the errors of its branches
          .filter(({ keyword }) => keyword !== "if")
          .map((error) => describe(error, value));
  };
}

function compiled(checked: CheckedSchema): ValidateFunction {
  // loaded at first use: it takes longer than node itself, and many runs validate nothing
  const { compile } = require("./compile") as typeof import("./compile");
  const formats = Object.entries(FORMATS).map(([name, { matches }]) => [name, matches] as const);
  return compile(checked, Object.fromEntries(formats));
}

function describe(error: ErrorObject, root: unknown): ValidationIssue {
  const path = error.instancePath.split("/").slice(1).map(unescapePointer);
  const given = path.reduce<unknown>((value, key) => memberOf(value, key), root);
  const missing = error.params["missingProperty"] as string | undefined;
  const unknown = error.params["additionalProperty"] as string | undefined;
  const property = [...path, missing ?? unknown].filter((part) => part !== undefined).join(".");
  return withHidden(
    { property: visible(shownName(property)), problem: visible(problemOf(error, given)) },
    {
      given: unknown === undefined ? (missing === undefined ? given : undefined) : memberOf(given, unknown),
      isUnknown: unknown !== undefined,
      validNames: unknown === undefined ? undefined : knownNames(error),
    },
  );
}

function knownNames({ parentSchema }: ErrorObject): string[] {
  return Object.keys((parentSchema?.["properties"] as object | undefined) ?? {});
}

/** What is wrong with a property of an unknown name, and which one was meant. */
export function unknownName(name: string, known: readonly string[]): string {
  return `is unknown${known.length === 0 ? "" : `. Valid names: ${known.join(", ")}`}${didYouMean(name, known)}`;
}

/** What an issue holds for our own code alone. */
type HiddenFacts = {
  readonly [K in "given" | "isUnknown" | "validNames" | "isMisplacedSecret"]?: ValidationIssue[K] | undefined;
};

/** Neither the value nor what is known of it is enumerable: no copy and no log takes them along. */
function withHidden(
  { property, problem }: ValidationIssue,
  { given, isUnknown = false, validNames, isMisplacedSecret = false }: HiddenFacts,
): ValidationIssue {
  return Object.defineProperties(
    { property, problem },
    {
      given: { value: given },
      isUnknown: { value: isUnknown },
      validNames: { value: validNames },
      isMisplacedSecret: { value: isMisplacedSecret },
    },
  );
}

/** `issue` with another path or explanation, about the same value. */
export function changedIssue(
  issue: ValidationIssue,
  changes: Partial<Pick<ValidationIssue, "property" | "problem" | "isMisplacedSecret">>,
): ValidationIssue {
  const { given, isUnknown, validNames } = issue;
  const isMisplacedSecret = changes.isMisplacedSecret ?? issue.isMisplacedSecret;
  return withHidden({ ...issue, ...changes }, { given, isUnknown, validNames, isMisplacedSecret });
}

/** The pattern of an account's id. */
export const DIGITS = "^[0-9]+$";

function memberOf(value: unknown, key: string): unknown {
  return (value as Record<string, unknown> | null | undefined)?.[key];
}

function problemOf(error: ErrorObject, given: unknown): string {
  const { keyword, params, message } = error;
  switch (keyword) {
    case "additionalProperties":
      return unknownName(String(params["additionalProperty"]), knownNames(error));
    case "required":
      return "is missing";
    case "enum": {
      const allowed = (params["allowedValues"] as unknown[]).map(String);
      return `must be one of ${allowed.join(", ")}${didYouMean(String(given), allowed)}`;
    }
    case "type":
      return `must be ${aType(params["type"])}, not ${wrongType(given, params["type"])}`;
    case "format":
      return problemOfFormat(String(params["format"]), String(given));
    case "minimum":
    case "exclusiveMinimum":
    case "maximum":
    case "exclusiveMaximum":
      return `must be ${params["comparison"]} ${params["limit"]}`;
    case "minLength":
    case "minItems":
      return "must not be empty";
    case "uniqueItems":
      return "must not hold the same value twice";
    case "pattern":
      return params["pattern"] === DIGITS ? "must be an account id (uin): digits alone" : (message ?? "");
    default:
      return message ?? "is not allowed";
  }
}

function problemOfFormat(name: string, given: string): string {
  const problem = FORMATS[name]?.problem ?? "is malformed";
  return typeof problem === "string" ? problem : problem(given);
}

function unescapePointer(part: string): string {
  return part.replaceAll("~1", "/").replaceAll("~0", "~");
}

function wrongType(value: unknown, wanted: unknown): string {
  if (typeof value === "number") {
    // a number can be of the wrong type because it is not finite, or has a fraction
    if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : "infinite";
    return [wanted].flat().includes("integer") ? "a fraction" : "a number";
  }
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
