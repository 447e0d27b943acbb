const KIB = 1024;
const MIB = 1024 * KIB;

/** Upper bounds of what an emulator accepts and keeps, so that no client can stop it or fill its memory. */
export interface Limits {
  /** Connections at the same time; one more gets HTTP 503. */
  readonly connections: number;
  /** Bytes of a request's line and headers together; more gets HTTP 431. */
  readonly headerBytes: number;
  /** Bytes of an API request's body, which is Tencent Cloud's own limit for TC3-HMAC-SHA256. */
  readonly apiBodyBytes: number;
  /** Bytes of a control request's body. */
  readonly controlBodyBytes: number;
  /** Bytes of all the large bodies that are being read or answered; a request that needs more gets HTTP 503. */
  readonly heldBytes: number;
  /** Milliseconds until a request's headers are complete, else HTTP 408. */
  readonly headersTimeoutMs: number;
  /** Milliseconds until a whole request has arrived, else HTTP 408. */
  readonly requestTimeoutMs: number;
  /** Requests that are recorded; the oldest are forgotten. */
  readonly records: number;
  /** Characters of all that is recorded; the oldest are forgotten. */
  readonly recordedSize: number;
  /** Bytes of one body that are recorded. */
  readonly recordedBodyBytes: number;
}

export const DEFAULT_LIMITS: Limits = {
  connections: 512,
  headerBytes: 16 * KIB,
  apiBodyBytes: 10 * MIB,
  controlBodyBytes: MIB,
  heldBytes: 64 * MIB,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  records: 10_000,
  recordedSize: 32 * MIB,
  recordedBodyBytes: 64 * KIB,
};

/** Levels of objects and arrays in each other. */
export const MAX_DEPTH = 100;
/** Characters of a name, key, token or message. */
export const MAX_TEXT = 16 * KIB;
/** Credentials that were added, roles with conditions, scripted faults: of each. */
export const MAX_ENTRIES = 1000;
/** Assets of one account. */
export const MAX_ASSETS = 100_000;
/** Temporary credentials that were issued; the oldest are forgotten. */
export const MAX_ISSUED = 10_000;
/** Characters of the fields and assets of all accounts. */
export const MAX_STATE_SIZE = 64 * MIB;
/** A hundred years: the clock may be set so far back or forth, and a credential live so long. */
export const MAX_SECONDS = 100 * 366 * 24 * 3600;
/** A day: the longest delay of a fault. */
export const MAX_DELAY_MS = 24 * 3600 * 1000;

/** Bytes that are held by requests under way, up to a limit. */
export class Budget {
  readonly #limit: number;
  #held = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** False, and nothing taken, when less than that is left. */
  take(bytes: number): boolean {
    if (this.#held + bytes > this.#limit) return false;
    this.#held += bytes;
    return true;
  }

  giveBack(bytes: number): void {
    this.#held -= bytes;
  }
}
