import type { StoredField } from "pulumi-tcss/internal";
import fields from "./fields.json";

/** What a field says, for people. */
export interface FieldMeaning {
  readonly unit?: string;
  /** Words in backquotes are code. */
  readonly meaning: string;
}

/** Every field by its name: the model's own docstrings, generated (`npm run docs`). */
export const FIELDS: Readonly<Record<StoredField, FieldMeaning>> = fields;
