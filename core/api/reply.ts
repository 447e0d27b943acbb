import { isRecord } from "../base/record";

/** What an answer of API 3.0 says, wherever it was received or kept. */
export interface Reply {
  /** What stands under `Response`. Absent where there is no such object, and beside an error. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** Tencent's error. Whatever it looks like, values beside it are not to be trusted. */
  readonly error?: ReplyError;
  readonly requestId?: string;
}

/** An error as it came; its texts are the server's. */
export interface ReplyError {
  /** Such as `AuthFailure.SignatureFailure`. Absent where the error has none. */
  readonly code?: string;
  readonly message?: string;
}

/**
 * Reads an answer that was parsed from JSON: the one reader of replies, for those that were just received, of files
 * and of standard input. An `Error` of any type makes it an error, within `Response` and beside it; null is none.
 */
export function replyIn(content: unknown): Reply {
  const response = isRecord(content) ? own(content, "Response") : undefined;
  const fields = isRecord(response) ? response : undefined;
  const error = own(fields, "Error") ?? own(content, "Error");
  const requestId = [own(fields, "RequestId"), own(content, "RequestId")].find(isText);
  const known = requestId === undefined ? {} : { requestId };
  if (error !== undefined && error !== null) return { ...known, error: errorIn(error) };
  return fields === undefined ? known : { ...known, fields };
}

function errorIn(error: unknown): ReplyError {
  const [code, message] = [own(error, "Code"), own(error, "Message")];
  return { ...(isText(code) ? { code } : {}), ...(isText(message) ? { message } : {}) };
}

function own(value: unknown, key: string): unknown {
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
