/** A JSON schema. No library's type: this stands in what users compile against, and they have no such library. */
export type JsonSchema = object | boolean;

/** A schema by which values are checked. */
export interface CheckedSchema {
  readonly schema: JsonSchema;
  /** Read texts as the numbers and booleans that the schema wants, in place. */
  readonly texts: boolean;
}
