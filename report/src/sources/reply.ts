// Which objects are replies of the API, and what they give to assess.
import {
  apiError,
  describePurchaseStateInfo,
  holdsPurchaseState,
  type JsonRecord,
  parsePurchaseState,
  printable,
  REPLY_FIELDS,
  type Reading,
  replyIn,
  TcssError,
} from "pulumi-tcss/internal";
import { COMMAND_WORDS } from "../words";
import { asRecord } from "./json";
import { RESPONSE, recordsIn, type Step } from "./search";

/** Whether a `Response` that should be one object is a list with fields of a reply somewhere in it. */
function holdsListedReply(response: unknown): boolean {
  return Array.isArray(response) && recordsIn(response).some(({ value }) => looksReplied(value, undefined));
}

/** Whether `value` has fields of a reply. Within outputs, one name alone may belong to something else. */
export function looksReplied(value: JsonRecord, at: Step | undefined): boolean {
  const fields = Object.values(REPLY_FIELDS).filter(({ apiName }) => Object.hasOwn(value, apiName));
  return fields.length >= (at === undefined ? 1 : 2);
}

/** Whether `value` is a reply that holds an error alone. Within outputs, only a request id makes it one. */
export function isErrorAlone(value: JsonRecord, at: Step | undefined): boolean {
  const isReply = at === undefined || typeof value["RequestId"] === "string";
  return isReply && typeof asRecord(value["Error"])?.["Code"] === "string";
}

/** The reading that a reply gives; undefined for a reply of another API. */
export function replyReading(content: JsonRecord): Reading | undefined {
  const { fields, error, requestId } = replyIn(content);
  if (error !== undefined)
    return apiError(error, requestId, { action: describePurchaseStateInfo }, printable).inWordsOf(
      COMMAND_WORDS,
    );
  if (fields === undefined)
    return looksReplied(content, undefined) || holdsListedReply(content[RESPONSE])
      ? new TcssError("the reply holds no Response that is an object", { kind: "reply" })
      : undefined;
  return holdsPurchaseState(fields) ? parsePurchaseState(fields) : undefined;
}
