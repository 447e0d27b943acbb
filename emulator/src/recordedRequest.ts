import type { FaultName } from "./faults";

/** One request that reached the emulator (control requests apart), without its secrets. */
export interface RecordedRequest {
  /** 1 for the first since the start, whatever was cleared. */
  number: number;
  /** RFC 3339. */
  time: string;
  method: string;
  path: string;
  query: string;
  /** `X-TC-Action`, or `metadata` for the CVM metadata endpoint. */
  action?: string;
  /** `tcss`, `sts` or `metadata`. */
  service?: string;
  /** Known when the signature was right. */
  accountId?: string;
  /** The HTTP status of the answer; absent while, or because, there is none. */
  status?: number;
  /** Tencent's code, when the answer is an error. */
  errorCode?: string;
  /** The fault that the request met. */
  fault?: FaultName;
  requestId: string;
  /** Without `Authorization`, tokens, cookies and the like. */
  headers: Record<string, string>;
  /** As text, web identity tokens and assertions masked. */
  body: string;
  /** The body's length in bytes, where only its beginning is kept. */
  bodyBytes?: number;
}
