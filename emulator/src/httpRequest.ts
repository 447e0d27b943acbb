import type { IncomingMessage } from "node:http";

/** An HTTP request, read to its end. */
export interface HttpRequest {
  method: string;
  path: string;
  /** As it was sent, without `?`. */
  query: string;
  /** Names in lower case. */
  headers: Record<string, string | undefined>;
  /** Byte for byte: signatures cover it. */
  body: Buffer;
}

/** Tencent Cloud's own limit for TC3-HMAC-SHA256. */
const maxBodyBytes = 10 * 1024 * 1024;

/** @throws Error when the client goes away or sends more than 10 MiB */
export async function readRequest(incoming: IncomingMessage): Promise<HttpRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBodyBytes) throw new Error("the request is larger than 10 MiB");
    chunks.push(chunk);
  }
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
    body: Buffer.concat(chunks),
  };
}
