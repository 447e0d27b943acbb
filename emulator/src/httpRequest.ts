import type { IncomingMessage } from "node:http";
import type { Budget } from "./limits";

/** An HTTP request, read to its end. */
export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  /** As it was sent, without `?`. */
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Record<string, string | undefined>;
  /** Byte for byte: signatures cover it. */
  readonly body: Buffer;
}

/** What is known of a request before its body has been read. */
export type RequestHead = Omit<HttpRequest, "body">;

/** A request whose body is not read to its end: the client hears why. */
export class BodyRefused extends Error {
  constructor(
    /** An HTTP status: 413 for a body that is too large by itself, 503 for one that is too large now. */
    readonly status: 413 | 503,
    message: string,
  ) {
    super(message);
    this.name = "BodyRefused";
  }
}

export function headOf(incoming: IncomingMessage): RequestHead {
  const [path = "/", ...query] = (incoming.url ?? "/").split("?");
  return {
    method: incoming.method ?? "GET",
    path,
    query: query.join("?"),
    headers: Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(", ") : value,
      ]),
    ),
  };
}

/** Bytes of a body that need no room of the budget: what ordinary requests hold, so that they always get through. */
const FREE_BYTES = 64 * 1024;

/** A body that was read, and the bytes of the budget that it holds until they are given back. */
export interface ReadBody {
  readonly body: Buffer;
  readonly taken: number;
}

/**
 * @param budget what all bodies that are held may take together; it is given back here when the body is refused.
 * @throws BodyRefused when the body has more than `maxBytes`, or more than is left of the budget
 * @throws Error when the client goes away
 */
export async function readBody(
  incoming: IncomingMessage,
  maxBytes: number,
  budget: Budget,
): Promise<ReadBody> {
  const chunks: Buffer[] = [];
  let [size, taken] = [0, 0];
  try {
    if (Number(incoming.headers["content-length"] ?? 0) > maxBytes) throw tooLarge(maxBytes);
    // not destroyed when the loop is left: the client must be told why
    const source = incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
    for await (const chunk of source) {
      size += chunk.length;
      if (size > maxBytes) throw tooLarge(maxBytes);
      const wanted = Math.max(0, size - FREE_BYTES) - taken;
      if (!budget.take(wanted))
        throw new BodyRefused(503, "too many large bodies at the same time; try again");
      taken += wanted;
      chunks.push(chunk);
    }
  } catch (error) {
    budget.giveBack(taken);
    throw error;
  }
  return { body: Buffer.concat(chunks), taken };
}

function tooLarge(maxBytes: number): BodyRefused {
  return new BodyRefused(413, `the body is larger than ${maxBytes / 1024 / 1024} MiB`);
}
