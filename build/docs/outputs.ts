// Documentation of the fields of a purchase state, from the model's docstrings.
import { DERIVED_FIELDS, REPLY_FIELDS, STORED_FIELDS, type StoredField } from "../../core/model/fields";
import { enumerationsOf, type Field, fieldsOf, withoutLinks } from "./docstrings";
import { page, table } from "./markdown";

const MODEL = "core/model/purchaseState.ts";

/** The text of docs/outputs.md. */
export function outputsPage(): string {
  const fields = fieldsOf(MODEL, "PurchaseState");
  const rowOf = (name: StoredField): string[] => {
    const { type, documentation } = documented(fields, name);
    const { unit, meaning } = withoutUnit(documentation);
    const apiName = isReplyField(name) ? [`\`${REPLY_FIELDS[name].apiName}\``] : [];
    return [`\`${name}\``, ...apiName, `\`${type}\``, unit, meaning];
  };
  const derived: readonly string[] = DERIVED_FIELDS;
  const ofReading = STORED_FIELDS.filter((name) => !isReplyField(name) && !derived.includes(name));
  return page(MODEL, [
    "# The outputs",
    "",
    "Each field of a purchase state is an output of the ready stack and an accessor of `PurchaseState`, under the same name. A field that the account's reply lacks has no output: it is never given as 0, empty or false.",
    "",
    "## Fields of the reply",
    "",
    ...table(
      ["output", "API name", "type", "unit", "meaning"],
      STORED_FIELDS.filter(isReplyField).map(rowOf),
    ),
    "",
    "## What follows from them",
    "",
    "Nothing here depends on the clock, so that an unchanged account shows no change.",
    "",
    ...table(["output", "type", "unit", "meaning"], DERIVED_FIELDS.map(rowOf)),
    ...(ofReading.length === 0
      ? []
      : [
          "",
          "## What is known of the reading itself",
          "",
          ...table(["output", "type", "unit", "meaning"], ofReading.map(rowOf)),
        ]),
    ...[...enumerationsOf(MODEL)].flatMap(([name, { documentation, values }]) => [
      "",
      `## ${name}`,
      "",
      documentation,
      "",
      ...table(["value", "name", "meaning"], values),
    ]),
  ]);
}

/** Unit and meaning of every field that a report can show. */
export function fieldMeanings(): Record<string, { unit?: string; meaning: string }> {
  const fields = fieldsOf(MODEL, "PurchaseState");
  return Object.fromEntries(
    STORED_FIELDS.map((name) => {
      const { unit, meaning } = withoutUnit(withoutLinks(documented(fields, name).documentation));
      return [name, { ...(unit === "" ? {} : { unit }), meaning }];
    }),
  );
}

function isReplyField(name: StoredField): name is StoredField & keyof typeof REPLY_FIELDS {
  return name in REPLY_FIELDS;
}

function documented(fields: ReadonlyMap<string, Field>, name: StoredField): Field {
  const field = fields.get(name);
  if (field === undefined || field.type === "" || field.documentation === "")
    throw new Error(`${MODEL} does not declare ${name} with a type and a docstring`);
  return field;
}

/** Splits `Cores that were bought. Unit: cores.` into its two parts. */
function withoutUnit(documentation: string): { unit: string; meaning: string } {
  const [, meaning = documentation, unit = ""] = /^(.*) Unit: ([^.]+)\.$/.exec(documentation) ?? [];
  return { unit, meaning };
}
