// What may leave the machine: counts, states and codes. Nothing in it names an account, an asset, a person or a place.
import type { Asset, TcssErrorFacts } from "pulumi-tcss/internal";
import type { Check, DoctorDocument, UndocumentedField } from "./checks";
import type { ExaminedAccount } from "./examine";

/** A text that is a word of the API, such as a state, and no name of anything. */
const WORD = /^"[A-Za-z]*(?:[ _-]?[A-Za-z]+){0,4} ?"$/;
/** A number that is no id: those of accounts have nine digits or more. */
const NUMBER = /^-?\d{1,8}(\.\d{1,6})?$|^-?\d(\.\d+)?e[+-]\d{1,3}$/;

/** Sources of credentials by what they are, without names, roles and paths. */
const SOURCES = [
  "environment",
  "tccli profile",
  "TKE pod identity",
  "CVM role",
  "SDK profile",
  "Pulumi configuration",
  "role",
] as const;

/** The document for a report to us. */
export function bundleOf(document: DoctorDocument, examined: readonly ExaminedAccount[]): object {
  return {
    ...document,
    machine: document.machine.map(redacted),
    accounts: examined.map(({ account, checks, assets }, index) => ({
      account: `account-${index + 1}`,
      isNamed: account !== null,
      checks: checks.map(redacted),
      assets: pseudonymous(assets),
    })),
  };
}

function redacted(check: Check): object {
  return { ...check, facts: factsOf(check) };
}

function factsOf(check: Check): object {
  switch (check.check) {
    case "credentials": {
      const { source, skipped, isTemporary, error } = check.facts;
      return {
        source: source === null ? null : sourceKind(source),
        skipped: skipped.map((each) => sourceKind(each.source)),
        isTemporary,
        error: codesOf(error),
      };
    }
    case "endpoint": {
      const { endpoint, isTencent, error, ...facts } = check.facts;
      const { protocol } = new URL(endpoint);
      return {
        ...facts,
        isTencent,
        endpoint: isTencent ? endpoint : `${protocol}//[own]`,
        error: codesOf(error),
      };
    }
    case "values":
      return { ...check.facts, fields: check.facts.fields.map(withoutNames) };
    case "subState": {
      const { subState } = check.facts;
      return { ...check.facts, subState: subState === null ? null : nameless(JSON.stringify(subState)) };
    }
    case "permission":
    case "unit":
    case "assets":
      return { ...check.facts, error: codesOf(check.facts.error) };
    case "clock":
    case "pages":
    case "versions":
      return check.facts;
  }
}

/** What of an error is the same for everyone; the request id finds the rest, for Tencent alone. */
function codesOf(error: TcssErrorFacts | null): object | null {
  if (error === null) return null;
  const { kind, code, requestId, httpStatus, permission } = error;
  return {
    kind,
    ...(code === undefined || !/^[\w.]{1,80}$/.test(code) ? {} : { code }),
    ...(requestId === undefined || !/^[\w-]{1,64}$/.test(requestId) ? {} : { requestId }),
    ...(httpStatus === undefined ? {} : { httpStatus }),
    ...(permission === undefined ? {} : { permission }),
  };
}

function sourceKind(source: string): string {
  return SOURCES.find((kind) => source.toLowerCase().startsWith(kind.toLowerCase())) ?? "another source";
}

function withoutNames({ field, values }: UndocumentedField): UndocumentedField {
  // tags are the user's own words
  return { field, values: values.map((value) => (field === "Tags" ? "[tags]" : nameless(value))) };
}

/** A value of the API as JSON, unless it may name something. */
function nameless(value: string): string {
  if (WORD.test(value) || NUMBER.test(value) || ["null", "true", "false", '""'].includes(value)) return value;
  return value.startsWith('"') ? `[text of ${value.length - 2} characters]` : "[value]";
}

/** What of an asset names nothing: counts, and words of ours. */
const FIGURES: ReadonlySet<string> = new Set([
  "cores",
  "protectedCores",
  "undefendedCores",
  "status",
  "access",
  "counted",
]);

/** Each asset under a name of its own that says nothing. */
function pseudonymous(assets: readonly Asset[]): object[] {
  const counts = new Map<string, number>();
  return assets.map(({ kind, id, name, region, accessReason, tags, ...others }) => {
    const number = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, number);
    return {
      kind,
      asset: `${kind}-${number}`,
      hasId: id !== undefined,
      hasName: name !== undefined,
      // a region is one of Tencent's, or its number
      region:
        region !== undefined && /^([a-z]{2,4}-[a-z]{2,20}(-[a-z0-9]{1,6})?|\d{1,6})$/.test(region)
          ? region
          : null,
      ...Object.fromEntries(Object.entries(others).filter(([key]) => FIGURES.has(key))),
      hasAccessReason: accessReason !== undefined,
      tags: tags?.length ?? 0,
    };
  });
}
