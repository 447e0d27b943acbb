import type { FaultName } from "./faults";

/** One request that reached the emulator (control requests apart), without its secrets. */
export interface RecordedRequest {
  /** 1 for the first since the start, whatever was cleared. */
  readonly number: number;
  /** RFC 3339. */
  readonly time: string;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** `X-TC-Action`, or `metadata` for the CVM metadata endpoint. */
  readonly action?: string;
  /** `tcss`, `sts`, `cvm` or `metadata`. */
  readonly service?: string;
  /** Known when the signature was right. */
  readonly accountId?: string;
  /** The HTTP status of the answer; absent while, or because, there is none. */
  readonly status?: number;
  /** Tencent's code, when the answer is an error. */
  readonly errorCode?: string;
  /** The fault that the request met. */
  readonly fault?: FaultName;
  readonly requestId: string;
  /** Without `Authorization`, tokens, cookies and the like. */
  readonly headers: Record<string, string>;
  /** As text, web identity tokens and assertions masked. */
  readonly body: string;
  /** The body's length in bytes, where only its beginning is kept. */
  readonly bodyBytes?: number;
}
