import { REPLY_FIELDS, type ReplyField } from "../../model/fields";
import type { FieldFacts, FieldProblem } from "../../rules/fields";
import type { Sentences } from "../sentences";
import { figure } from "./numbers";

/** What the API documents for a field of this kind. */
const DOCUMENTED = {
  count: "a whole number",
  code: "a whole number",
  text: "text",
  time: "a time (YYYY-MM-DD HH:mm:ss)",
} as const;

/** Says that a field holds a value of another type: `SubState is not text`. */
export function malformed(field: ReplyField): string {
  const { apiName, kind } = REPLY_FIELDS[field];
  return `${apiName} is not ${DOCUMENTED[kind]}`;
}

/** Why a field cannot be used, as a half sentence. */
export function reasonOf({ field, problem, count = 0 }: FieldProblem): string {
  const { apiName, kind } = REPLY_FIELDS[field];
  if (problem === "negative") return `${apiName} is ${figure(count)} and must not be negative`;
  // several texts mean that there is no time
  if (kind === "time") return `the reply holds no ${apiName} that can be read`;
  return `the reply holds no ${apiName}${problem === "malformed" ? ` that is ${DOCUMENTED[kind]}` : ""}`;
}

/** Words for what cannot be verified because of a field: `Coverage cannot be verified: …`. */
export function unverified(what: string): (facts: FieldFacts) => Sentences {
  return ({ problem }) => ({ message: `${what} cannot be verified: ${reasonOf(problem)}.` });
}
