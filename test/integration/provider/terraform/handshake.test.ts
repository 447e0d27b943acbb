import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { type ClientHttp2Session, connect } from "node:http2";
import { connect as connectTo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { connect as secureConnect } from "node:tls";
import { COOKIE } from "../../../../provider/terraform/wire/handshake";
import { METHODS } from "../../../../provider/terraform/wire/messages";
import { type Certificate, makeCertificate } from "../../support/certificate";
import { BUILT } from "../../support/terraform";

describe("a process of the provider for Terraform", function () {
  this.timeout(60_000);
  const host = makeCertificate({ name: "localhost", isAuthority: true });
  let temporary: string;
  let served: ChildProcess;
  let ended: Promise<unknown[]>;
  let path: string;
  let root: string;

  beforeEach(async () => {
    temporary = mkdtempSync(join(tmpdir(), "tcss-handshake-"));
    served = spawn(join(BUILT, "terraform-provider-tcss"), {
      env: {
        PATH: process.env["PATH"],
        HOME: temporary,
        TMPDIR: temporary,
        [COOKIE[0]]: COOKIE[1],
        PLUGIN_PROTOCOL_VERSIONS: "5,6",
        PLUGIN_CLIENT_CERT: host.cert,
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
    ended = once(served, "exit");
    assert.ok(served.stdout);
    const [line] = (await once(createInterface(served.stdout), "line")) as [string];
    const [core, protocol, network, address = "", kind, certificate = ""] = line.split("|");
    assert.deepEqual([core, protocol, network, kind], ["1", "6", "unix", "grpc"]);
    path = address;
    root = new X509Certificate(Buffer.from(certificate, "base64")).toString();
  });
  afterEach(async () => {
    served.kill("SIGKILL");
    await ended;
    rmSync(temporary, { recursive: true, force: true });
  });

  function secured(client: Partial<Certificate>) {
    const { cert, key } = client;
    const options = { ca: root, servername: "localhost", ALPNProtocols: ["h2"] };
    return secureConnect({ ...options, ...(cert && key && { cert, key }), socket: connectTo(path) });
  }

  const open = (): ClientHttp2Session =>
    connect("https://localhost", { createConnection: () => secured(host) });

  /** Calls a method without arguments. @returns gRPC's status. */
  async function call(session: ClientHttp2Session, method: string): Promise<string> {
    const stream = session.request({
      ":method": "POST",
      ":path": method,
      "content-type": "application/grpc",
    });
    let status = "";
    stream.on("trailers", (trailers) => {
      status = String(trailers["grpc-status"]);
    });
    stream.resume();
    stream.end(Buffer.alloc(5));
    await once(stream, "close");
    return status;
  }

  it("lets the host in who comes as soon as the line is there, and others not, first or last", async () => {
    const stranger = makeCertificate({ name: "localhost", isAuthority: true });
    const refused = [{}, stranger, {}].map(async (client) => {
      const socket = secured(client);
      socket.on("error", () => {});
      socket.on("data", () => assert.fail("it was answered"));
      socket.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
      await new Promise((resolve) => socket.once("close", resolve));
    });
    const session = open();
    assert.equal(await call(session, METHODS.getProviderSchema.path), "0");
    await Promise.all(refused);
    assert.equal(await call(session, METHODS.checkHealth.path), "0");
    session.destroy();
  });

  for (const [what, hangUp] of [
    ["hangs up", (session: ClientHttp2Session) => session.close()],
    ["stays", () => {}],
  ] as const)
    it(`ends with status 0 after its last request, where the host ${what}, and takes its socket along`, async () => {
      const session = open();
      session.on("error", () => {});
      assert.equal(await call(session, METHODS.shutdown.path), "0");
      hangUp(session);
      assert.deepEqual(await ended, [0, null]);
      assert.equal(existsSync(dirname(path)), false);
      session.destroy();
    });

  it("stays where a host hangs up before its last request: it comes back", async () => {
    const first = open();
    assert.equal(await call(first, METHODS.checkHealth.path), "0");
    first.close();
    await once(first, "close");
    const second = open();
    assert.equal(await call(second, METHODS.checkHealth.path), "0");
    assert.equal(served.exitCode, null);
    second.destroy();
  });
});
