import type { HttpResponse } from "./request";

/** A body as text, or the part that can be read, and why that is not all. */
export interface ReadBody {
  readonly text: string;
  /** Completes "the reply …". Absent: the text is complete. */
  readonly problem?: string;
}

/**
 * Reads a body up to `maxBytes`, decoded (gzip, deflate, br, although no request accepts them) and as text: UTF-8, else
 * UTF-16 with a byte order mark, else the charset that the server names.
 * @throws the connection's error where it ends before the body does.
 */
export async function readBody({ headers, body }: HttpResponse, maxBytes: number): Promise<ReadBody> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    chunks.push(chunk);
    // leaving the loop ends the connection
    if (bytes > maxBytes) break;
  }
  const content = Buffer.concat(chunks);
  const lossy = (problem: string): ReadBody => ({
    text: content.subarray(0, maxBytes).toString("utf8"),
    problem,
  });
  if (bytes > maxBytes) return lossy(tooLarge(maxBytes));
  const plain = decompressed(content, headers["content-encoding"], maxBytes);
  if (typeof plain === "string") return { text: "", problem: plain };
  return asText(plain, headers["content-type"]) ?? lossy("is not text in UTF-8");
}

function tooLarge(maxBytes: number): string {
  return `is larger than ${Math.round(maxBytes / 1024)} KiB`;
}

/** The content without its encodings, the last one first, or what is wrong. */
function decompressed(content: Buffer, encodings: string | undefined, maxBytes: number): Buffer | string {
  const names = (encodings ?? "")
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "" && name !== "identity");
  let plain = content;
  for (const name of names.reverse()) {
    const decoded = decompressedBy(name, plain, maxBytes);
    if (typeof decoded === "string") return decoded;
    plain = decoded;
  }
  return plain;
}

function decompressedBy(name: string, content: Buffer, maxBytes: number): Buffer | string {
  const zlib = require("node:zlib") as typeof import("node:zlib");
  const limit = { maxOutputLength: maxBytes };
  try {
    switch (name) {
      case "gzip":
      case "x-gzip":
        return zlib.gunzipSync(content, limit);
      case "deflate":
        // some servers leave out the header that the standard asks for
        return (content[0] ?? 0) % 16 === 8
          ? zlib.inflateSync(content, limit)
          : zlib.inflateRawSync(content, limit);
      case "br":
        return zlib.brotliDecompressSync(content, limit);
      default:
        return "has a content encoding that is not supported: only gzip, deflate and br are";
    }
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE"
      ? tooLarge(maxBytes)
      : `is damaged: its content encoding ${name} cannot be undone`;
  }
}

function asText(content: Buffer, contentType: string | undefined): ReadBody | undefined {
  const mark = content.subarray(0, 2).toString("hex");
  const [, named = ""] = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType ?? "") ?? [];
  const marked = mark === "fffe" ? "utf-16le" : mark === "feff" ? "utf-16be" : undefined;
  const isWide = /^utf-?16/i.test(named);
  const charsets =
    marked !== undefined ? [marked] : isWide ? [named] : ["utf-8", ...(named === "" ? [] : [named])];
  for (const charset of charsets) {
    const text = decodedAs(charset, content);
    if (text !== undefined) return { text };
  }
  return undefined;
}

function decodedAs(charset: string, content: Buffer): string | undefined {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(content);
  } catch {
    return undefined;
  }
}
