import type { HttpRequest } from "./httpRequest";
import type { Limits } from "./limits";
import type { RecordedRequest } from "./recordedRequest";
import type { Writable } from "./writable";

type RecordLimits = Pick<Limits, "records" | "recordedSize" | "recordedBodyBytes">;

/** What was asked last, within limits: the oldest are forgotten. */
export class Recorder {
  #records: Kept[] = [];
  #count = 0;
  #size = 0;
  readonly #limits: RecordLimits;

  constructor(limits: RecordLimits) {
    this.#limits = limits;
  }

  /** The record is live: the caller adds the response to it. */
  add(request: HttpRequest, requestId: string, time: Date): Writable<RecordedRequest> {
    this.#count += 1;
    const { recordedBodyBytes } = this.#limits;
    const { length } = request.body;
    const record: RecordedRequest = {
      number: this.#count,
      time: time.toISOString(),
      method: request.method,
      path: request.path,
      query: maskQuery(request.query),
      requestId,
      headers: harmless(request.headers),
      body: maskBody(request.body.toString("utf8", 0, recordedBodyBytes)),
      ...(length > recordedBodyBytes && { bodyBytes: length }),
    };
    const size = JSON.stringify(record).length;
    this.#records.push({ record, size });
    this.#size += size;
    while (this.#records.length > this.#limits.records || this.#size > this.#limits.recordedSize)
      this.#size -= this.#records.shift()?.size ?? 0;
    return record;
  }

  /** Copies, oldest first: all, or those for one action. */
  list(action?: string): RecordedRequest[] {
    const wanted = this.#records.filter(({ record }) => action === undefined || record.action === action);
    return wanted.map(({ record }) => ({ ...record, headers: { ...record.headers } }));
  }

  clear(): void {
    this.#records = [];
    this.#size = 0;
  }
}

interface Kept {
  readonly record: RecordedRequest;
  readonly size: number;
}

const SECRET_HEADER = /auth|token|cookie|secret|key|credential/;

function harmless(headers: HttpRequest["headers"]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !SECRET_HEADER.test(entry[0]),
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
