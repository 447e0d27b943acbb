// Types of the fields of a purchase state, for the schemas of the wires.
import { REPLY_FIELDS, type ReplyField, type StoredField, type StoredPurchaseState } from "../core/internal";

/** Types by the names of JSON schema; a list is one of texts. */
export type FieldType = "integer" | "boolean" | "string" | "array";

type TypeOf<T> = T extends number
  ? "integer"
  : T extends boolean
    ? "boolean"
    : T extends string
      ? "string"
      : "array";

/** Types of the fields that are not fields of the reply; `REPLY_FIELDS` gives the types of those. */
const OWN_TYPES: {
  readonly [K in Exclude<StoredField, ReplyField>]: TypeOf<NonNullable<StoredPurchaseState[K]>>;
} = {
  protectionStatus: "string",
  beginTimeUtc: "string",
  expirationTimeUtc: "string",
  entitledCoresCnt: "integer",
  idleCoresCnt: "integer",
  unlicensedImageCnt: "integer",
  unusedImageLicenseCnt: "integer",
  accountId: "string",
  observedAt: "string",
  stale: "boolean",
  malformedFields: "array",
};

/** The type of a field. Codes are no enumerations: the API may send a value that its document does not list. */
export function typeOfField(name: StoredField): FieldType {
  if (!(name in REPLY_FIELDS)) return OWN_TYPES[name as keyof typeof OWN_TYPES];
  const { kind } = REPLY_FIELDS[name as ReplyField];
  return kind === "count" || kind === "code" ? "integer" : "string";
}
