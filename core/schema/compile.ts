import Ajv, { type Options, type ValidateFunction } from "ajv";
import type { CheckedSchema } from "./checkedSchema";

/** Whether a text is of a format, by the format's name. */
export type Formats = Readonly<Record<string, (text: string) => boolean>>;

/** How Ajv is asked to check. */
export function optionsFor({ texts }: Pick<CheckedSchema, "texts">): Options {
  return {
    allErrors: true,
    // an error then carries its schema, which tells the properties that are known
    verbose: true,
    coerceTypes: texts,
    // they are ours, and the tests check them; doing so here would take longer than all the rest
    validateSchema: false,
    meta: false,
  };
}

const made = new Map<boolean, Ajv>();

/**
 * The check by a schema. In the bundles stands another module in the place of this one, which holds all of them
 * as they are compiled here (build/bundle).
 */
export function compile({ schema, texts }: CheckedSchema, formats: Formats): ValidateFunction {
  let ajv = made.get(texts);
  if (ajv === undefined) {
    ajv = new Ajv(optionsFor({ texts }));
    for (const [name, matches] of Object.entries(formats)) ajv.addFormat(name, matches);
    made.set(texts, ajv);
  }
  return ajv.compile(schema);
}
