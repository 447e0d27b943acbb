import type { FaultName } from "./faults";
import type { HttpRequest } from "./httpRequest";

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
}

/** What was asked so far. */
export class Recorder {
  private records: RecordedRequest[] = [];
  private count = 0;

  /** The record is live: whoever answers completes it. */
  add(request: HttpRequest, requestId: string, time: Date): RecordedRequest {
    this.count += 1;
    const record: RecordedRequest = {
      number: this.count,
      time: time.toISOString(),
      method: request.method,
      path: request.path,
      query: maskQuery(request.query),
      requestId,
      headers: harmless(request.headers),
      body: maskBody(request.body.toString("utf8")),
    };
    this.records.push(record);
    return record;
  }

  /** Copies, oldest first. */
  list(): RecordedRequest[] {
    return this.records.map((record) => ({ ...record, headers: { ...record.headers } }));
  }

  clear(): void {
    this.records = [];
  }
}

const secretHeader = /auth|token|cookie|secret|key|credential/;

function harmless(headers: HttpRequest["headers"]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !secretHeader.test(entry[0]),
    ),
  );
}

function maskBody(body: string): string {
  return body.replace(
    /("(?:WebIdentityToken|SAMLAssertion|TokenCode)"\s*:\s*)"(?:[^"\\]|\\.)*"?/g,
    '$1"***"',
  );
}

function maskQuery(query: string): string {
  return query.replace(
    /\b(WebIdentityToken|SAMLAssertion|TokenCode|Token|SecretId|Signature)=[^&]*/g,
    "$1=***",
  );
}
