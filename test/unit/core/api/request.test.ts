import assert from "node:assert/strict";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { request } from "../../../../core/api/request";

describe("request", () => {
  let server: Server;
  let listener: RequestListener;
  beforeEach(async () => {
    server = createServer((given, response) => listener(given, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/path?query`;
  const { signal } = new AbortController();

  it("sends method, path, headers and body as they stand", async () => {
    let seen: unknown;
    listener = async (given, response) => {
      let body = "";
      for await (const chunk of given) body += chunk;
      seen = [given.method, given.url, given.headers["x-own"], body];
      response.writeHead(201, { "X-Answer": "yes" }).end("text");
    };
    const answer = await request(url(), {
      method: "POST",
      headers: { "X-Own": "1" },
      body: "content",
      signal,
    });
    assert.deepEqual(seen, ["POST", "/path?query", "1", "content"]);
    assert.equal(answer.status, 201);
    assert.equal(answer.headers["x-answer"], "yes");
    const chunks: Uint8Array[] = [];
    for await (const chunk of answer.body) chunks.push(chunk);
    assert.equal(Buffer.concat(chunks).toString(), "text");
  });

  it("follows no redirect", async () => {
    let asked = 0;
    listener = (_, response) => {
      asked += 1;
      response.writeHead(302, { Location: "/elsewhere" }).end();
    };
    assert.equal((await request(url(), { method: "GET", headers: {}, signal })).status, 302);
    assert.equal(asked, 1);
  });

  it("ends with its signal while it waits for an answer", async () => {
    const leaving = new AbortController();
    listener = () => leaving.abort();
    await assert.rejects(request(url(), { method: "GET", headers: {}, signal: leaving.signal }), {
      name: "AbortError",
    });
  });

  it("throws the error of the connection", async () => {
    listener = (given) => given.socket.destroy();
    await assert.rejects(request(url(), { method: "GET", headers: {}, signal }), { code: "ECONNRESET" });
  });
});
