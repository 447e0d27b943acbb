import type { AnyRuleResult } from "../rules/rule";
import { EN } from "./en";
import { type Reader, type Sentences, textOf } from "./sentences";

export { type Reader, type Sentences, textOf };

/** The result of a rule, by the name of its policy. */
export interface NamedResult extends AnyRuleResult {
  readonly policyName: string;
}

type Words = (facts: object, reader: Reader) => Sentences;

/** What makes the sentences of a result. The types of {@link EN} prove that there is something for every key of every rule. */
export function wordsFor({ policyName, key }: Pick<NamedResult, "policyName" | "key">): Words {
  const words = (EN as Readonly<Record<string, Readonly<Record<string, Words>>>>)[policyName]?.[key];
  if (words === undefined) throw new Error(`no words for ${key} of ${policyName}`);
  return words;
}

/** The sentences of a result. */
export function sentencesOf(result: NamedResult, reader: Reader): Sentences {
  return wordsFor(result)(result.facts, reader);
}
