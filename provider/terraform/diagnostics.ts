// What Terraform shows to its user.
import { asTcssError, problemIn, type TcssError, type ValidationIssue } from "../../core/internal";
import { type Path, pathOf, shownPath, type Values } from "./values";
import type { Message } from "./wire/protobuf";
import { TERRAFORM_WORDS } from "./words";

export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail: string;
  /** The attribute that it is about, for line and column. Absent: the whole block. */
  readonly path?: Path;
}

export function error(summary: string, detail: string, path?: Path): Diagnostic {
  return { severity: "error", summary, detail, ...(path === undefined ? {} : { path }) };
}

export function warning(summary: string, detail: string): Diagnostic {
  return { severity: "warning", summary, detail };
}

/** What is wrong with an argument. @param given the arguments, for their spelling. */
export function errorOfIssue(issue: ValidationIssue, given?: Values): Diagnostic {
  const path = pathOf(issue.property, given);
  const problem = problemIn(issue, TERRAFORM_WORDS);
  return error("Invalid value of an argument", `${shownPath(path)} ${problem}`.trim(), path);
}

/** Why something could not be read, in Terraform's words. */
export function errorOfFailure(summary: string, thrown: unknown): Diagnostic {
  return error(summary, inTerms(thrown).message);
}

/** Any error, in Terraform's words. */
export function inTerms(thrown: unknown): TcssError {
  return asTcssError(thrown).inWordsOf(TERRAFORM_WORDS);
}

const SEVERITIES = { error: 1, warning: 2 } as const;

/** As the protocol has it. */
export function messageOf({ severity, summary, detail, path = [] }: Diagnostic): Message {
  return {
    severity: SEVERITIES[severity],
    summary,
    detail,
    ...(path.length === 0 ? {} : { attribute: { steps: stepsOf(path) } }),
  };
}

/**
 * The steps by which a host finds line and column: into a block by attributes, into an attribute's value by one key or
 * position. It finds nothing by more.
 */
function stepsOf([name, ...inner]: Path): Message[] {
  if (name === undefined) return [];
  const isBlock = name === "timeouts";
  return [
    { attribute_name: name },
    ...inner
      .slice(0, 1)
      .map(
        (step): Message =>
          typeof step === "number"
            ? { element_key_int: step }
            : { [isBlock ? "attribute_name" : "element_key_string"]: step },
      ),
  ];
}
