// The executable and a host of the test's own: what a real one does once in half an hour, or only when it ends.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { type ClientHttp2Session, connect } from "node:http2";
import { connect as connectSocket } from "node:net";
import { dirname, join } from "node:path";
import { encode as packed } from "@msgpack/msgpack";
import { COOKIE } from "../../../../provider/terraform/wire/handshake";
import { MESSAGES, METHODS, type MethodName } from "../../../../provider/terraform/wire/messages";
import { decode, encode, type Message } from "../../../../provider/terraform/wire/protobuf";
import { type ApiServer, startApiServer } from "../../../unit/support/apiServer";
import { BUILT } from "../../support/terraform";

describe("the executable and its host", function () {
  this.timeout(60_000);
  let api: ApiServer;
  let child: ChildProcess;
  let path: string;
  const sessions: ClientHttp2Session[] = [];
  before(async () => {
    api = await startApiServer();
  });
  after(() => api.close());
  beforeEach(async () => {
    const env = {
      PATH: process.env["PATH"] ?? "",
      [COOKIE[0]]: COOKIE[1],
      PLUGIN_PROTOCOL_VERSIONS: "6",
      TENCENTCLOUD_TCSS_ENDPOINT: api.endpoint,
      TENCENTCLOUD_SECRET_ID: "AKIDtest",
      TENCENTCLOUD_SECRET_KEY: "key-of-the-test",
    };
    child = spawn(join(BUILT, "terraform-provider-tcss"), { env, stdio: ["ignore", "pipe", "inherit"] });
    const [line] = (await once(child.stdout as NodeJS.ReadableStream, "data")) as [Buffer];
    path = String(line).split("|")[3] ?? "";
  });
  afterEach(() => {
    for (const session of sessions.splice(0)) session.destroy();
    child.kill("SIGKILL");
  });

  function session(): ClientHttp2Session {
    const opened = connect("http://localhost", { createConnection: () => connectSocket(path) });
    opened.on("error", () => {});
    sessions.push(opened);
    return opened;
  }

  /** The answer to a request; undefined where the provider has ended before. */
  async function call(
    by: ClientHttp2Session,
    name: MethodName,
    request: Message = {},
  ): Promise<Message | undefined> {
    const { path: method, request: kind, response } = METHODS[name];
    const body = encode(MESSAGES, kind, request);
    const prefix = Buffer.alloc(5);
    prefix.writeUInt32BE(body.length, 1);
    const stream = by.request({ ":method": "POST", ":path": method, "content-type": "application/grpc" });
    stream.end(Buffer.concat([prefix, body]));
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of stream) chunks.push(chunk as Buffer);
    } catch {
      return undefined;
    }
    const reply = Buffer.concat(chunks);
    return reply.length < 5 ? undefined : decode(MESSAGES, response, reply.subarray(5));
  }

  it("serve a client that drops its connection and comes back", async () => {
    for (let time = 0; time < 3; time += 1) {
      const by = session();
      const { provider, server_capabilities: capabilities } = (await call(by, "getProviderSchema")) ?? {};
      assert.ok(provider);
      assert.deepEqual(capabilities, { get_provider_schema_optional: true });
      by.close();
      await once(by, "close");
    }
    assert.equal(child.exitCode, null);
  });

  it("end with Shutdown, though the connection is open and the host is there, and leave no socket", async () => {
    const by = session();
    await call(by, "getMetadata");
    const ended = once(child, "exit");
    await call(by, "shutdown");
    assert.deepEqual(await ended, [0, null]);
    assert.ok(!existsSync(dirname(path)));
  });

  it("give up a read that runs at StopProvider, and stay until Shutdown", async () => {
    const { createServer } = await import("node:http");
    const stuck = createServer(() => {}).listen(0, "127.0.0.1");
    await once(stuck, "listening");
    const { port } = stuck.address() as import("node:net").AddressInfo;
    const by = session();
    const config = (values: object): Message => ({ config: { msgpack: packed(values) } });
    await call(
      by,
      "configureProvider",
      config({ endpoint: `http://127.0.0.1:${port}`, deadline_seconds: 3000, request_timeout_seconds: 3000 }),
    );
    const asked = once(stuck, "request");
    const read = call(by, "readDataSource", { type_name: "tcss_purchase_state", ...config({}) });
    await asked;
    await call(by, "stopProvider");
    const { diagnostics } = (await read) ?? {};
    assert.match(JSON.stringify(diagnostics), /cancelled/);
    assert.equal(child.exitCode, null);
    stuck.closeAllConnections();
    stuck.close();
  });
});
