import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { type ReadBody, readBody } from "../../../../core/api/body";

const TEXT = '{"Response":{"SubState":"防护"}}';

function read(content: Buffer, headers: Record<string, string> = {}, maxBytes = 1024): Promise<ReadBody> {
  return readBody({ status: 200, headers, body: Readable.from([content]) }, maxBytes);
}

describe("readBody", () => {
  const encoded: readonly [encoding: string, content: Buffer][] = [
    ["identity", Buffer.from(TEXT)],
    ["gzip", gzipSync(TEXT)],
    ["x-gzip", gzipSync(TEXT)],
    ["deflate", deflateSync(TEXT)],
    ["Deflate", deflateRawSync(TEXT)],
    ["br", brotliCompressSync(TEXT)],
    ["gzip, br", brotliCompressSync(gzipSync(TEXT))],
  ];
  for (const [encoding, content] of encoded)
    it(`decodes ${encoding}`, async () => {
      assert.deepEqual(await read(content, { "content-encoding": encoding }), { text: TEXT });
    });

  const texts: readonly [what: string, content: Buffer, type?: string][] = [
    ["UTF-16 with a mark", Buffer.from(`\uFEFF${TEXT}`, "utf16le")],
    ["UTF-16 that the server names", Buffer.from(TEXT, "utf16le"), "application/json; charset=utf-16le"],
    ["UTF-8 that the server calls otherwise", Buffer.from(TEXT), "application/json; charset=gbk"],
  ];
  for (const [what, content, type = "application/json"] of texts)
    it(`reads ${what}`, async () => {
      assert.deepEqual(await read(content, { "content-type": type }), { text: TEXT });
    });

  const problems: readonly [
    what: string,
    content: Buffer,
    headers: Record<string, string>,
    problem: RegExp,
  ][] = [
    ["an encoding that is not supported", Buffer.from("x"), { "content-encoding": "zstd" }, /not supported/],
    ["a damaged encoding", Buffer.from("x"), { "content-encoding": "gzip" }, /is damaged/],
    ["no text", Buffer.from([0xc3, 0x28]), {}, /is not text in UTF-8/],
    ["too much", Buffer.alloc(2000, "x"), {}, /is larger than 1 KiB/],
    [
      "too much once decoded",
      gzipSync(Buffer.alloc(2000, "x")),
      { "content-encoding": "gzip" },
      /is larger than 1 KiB/,
    ],
  ];
  for (const [what, content, headers, problem] of problems)
    it(`says what is wrong with ${what}`, async () => {
      const body = await read(content, headers);
      assert.match(body.problem ?? "", problem);
      assert.ok(body.text.length <= 1024);
    });

  it("throws the connection's error where it ends too early", async () => {
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from("{");
        throw Object.assign(new Error("cut"), { code: "ECONNRESET" });
      })(),
    );
    await assert.rejects(readBody({ status: 200, headers: {}, body: broken }, 10), { code: "ECONNRESET" });
  });
});
