import type { Vocabulary } from "../base/vocabulary";

/** Who reads the sentences. */
export interface Reader {
  /** IANA zone in which times are given. */
  readonly timeZone: string;
  /** How the reader knows what can be set. */
  readonly vocabulary: Vocabulary;
}

/** What a result says to people. */
export interface Sentences {
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** What to do next, in whole sentences. Absent where nothing is known. */
  readonly advice?: string;
}

/** The words of one language for the results of one rule: for each key a function of its facts. */
export type WordsFor<FactsByKey> = {
  readonly [Key in keyof FactsByKey]: (facts: FactsByKey[Key], reader: Reader) => Sentences;
};

/** Everything that the sentences say, as one text. */
export function textOf({ message, advice }: Sentences): string {
  return advice === undefined ? message : `${message} ${advice}`;
}
