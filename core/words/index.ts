import type { AnyRuleResult } from "../rules/rule";
import { EN } from "./en";
import { type Reader, type Sentences, textOf } from "./sentences";

export { type Reader, type Sentences, textOf };

/** The result of a rule, by the name of its policy. */
export interface NamedResult extends AnyRuleResult {
  readonly policyName: string;
}

type AnyWords = Readonly<Record<string, (facts: object, reader: Reader) => Sentences>>;

/** The sentences of a result. The types of {@link EN} prove that there are some for every key of every rule. */
export function sentencesOf({ policyName, key, facts }: NamedResult, reader: Reader): Sentences {
  const words = (EN as Readonly<Record<string, AnyWords>>)[policyName]?.[key];
  if (words === undefined) throw new Error(`no words for ${key} of ${policyName}`);
  return words(facts, reader);
}
