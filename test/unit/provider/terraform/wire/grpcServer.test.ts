import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { existsSync, statSync } from "node:fs";
import { type ClientHttp2Session, connect, type SecureClientSessionOptions } from "node:http2";
import { type AddressInfo, connect as connectTo, type Server } from "node:net";
import { dirname } from "node:path";
import { connect as secureConnect, type TLSSocket } from "node:tls";
import { ownCertificate } from "../../../../../provider/terraform/wire/certificate";
import { grpcServer, type Handlers } from "../../../../../provider/terraform/wire/grpcServer";
import {
  isStartedByHost,
  protocolProblem,
  type Transport,
  transport,
} from "../../../../../provider/terraform/wire/handshake";
import { MESSAGES, METHODS, type MethodName } from "../../../../../provider/terraform/wire/messages";
import { decode, encode, type Message } from "../../../../../provider/terraform/wire/protobuf";
import { makeCertificate } from "../../../../integration/support/certificate";

const NOW = new Date("2026-06-01T00:00:00Z");
const ENV = { TF_PLUGIN_MAGIC_COOKIE: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2" };

interface Answer {
  readonly status: string;
  readonly message: string;
  readonly reply: Message;
}

function handlersWith(own: Partial<Handlers>): Handlers {
  const names = Object.keys(METHODS) as MethodName[];
  return { ...Object.fromEntries(names.map((name) => [name, () => ({})])), ...own } as Handlers;
}

/** The parts of one call. */
async function call(
  session: ClientHttp2Session,
  path: string,
  body: Uint8Array,
  response = "Empty",
): Promise<Answer> {
  const stream = session.request({
    ":method": "POST",
    ":path": path,
    "content-type": "application/grpc",
    te: "trailers",
  });
  let headers: Record<string, unknown> = {};
  stream.on("response", (each) => Object.assign(headers, each));
  stream.on("trailers", (each) => Object.assign(headers, each));
  const chunks: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  stream.end(body);
  await once(stream, "end");
  headers = { ...headers };
  const bytes = Buffer.concat(chunks).subarray(5);
  return {
    status: String(headers["grpc-status"]),
    message: decodeURIComponent(String(headers["grpc-message"] ?? "")),
    reply: decode(MESSAGES, response, bytes),
  };
}

function framed(message: Uint8Array, length = message.length): Buffer {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(length, 1);
  return Buffer.concat([prefix, message]);
}

async function listening(server: Server, way: Transport): Promise<string> {
  await new Promise<void>((resolve) => server.listen(way.listen, resolve));
  const address = server.address() as AddressInfo | string;
  return way.line(typeof address === "string" ? undefined : address.port);
}

describe("the handshake with Terraform", () => {
  it("knows whether a host has started the process", () => {
    assert.equal(isStartedByHost(ENV), true);
    assert.equal(isStartedByHost({}), false);
    assert.equal(isStartedByHost({ TF_PLUGIN_MAGIC_COOKIE: "another" }), false);
  });

  it("names the versions where host and provider have no protocol in common", () => {
    assert.equal(protocolProblem({ PLUGIN_PROTOCOL_VERSIONS: "5,6" }), undefined);
    assert.equal(protocolProblem({}), undefined);
    assert.match(
      protocolProblem({ PLUGIN_PROTOCOL_VERSIONS: "4,5" }) ?? "",
      /protocol 6.*offers 4,5: Terraform 1.0 or later/,
    );
  });

  it("a socket stands in a folder of its owner's alone, and goes with it", () => {
    const way = transport({}, NOW, "linux");
    assert.ok("path" in way.listen);
    const folder = dirname(way.listen.path);
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    assert.match(way.line(), /^1\|6\|unix\|\/.*\/s\|grpc\|\n$/);
    way.remove();
    assert.equal(existsSync(folder), false);
    way.remove();
  });

  it("on Windows it is a port of the loopback address", async () => {
    const way = transport({}, NOW, "win32");
    const server = grpcServer(handlersWith({}), way.tls, { onSessions: () => {} });
    const line = await listening(server, way);
    assert.match(line, /^1\|6\|tcp\|127\.0\.0\.1:\d+\|grpc\|\n$/);
    server.close();
    way.remove();
  });
});

describe("the certificate of one start", () => {
  it("is for localhost, valid now, its own root and for servers", () => {
    const { certificatePem, base64 } = ownCertificate(NOW);
    const parsed = new X509Certificate(certificatePem);
    assert.equal(parsed.checkHost("localhost"), "localhost");
    assert.equal(parsed.ca, true);
    assert.deepEqual(parsed.keyUsage, ["1.3.6.1.5.5.7.3.1"]);
    assert.equal(parsed.verify(parsed.publicKey), true);
    assert.ok(new Date(parsed.validFrom) < NOW && NOW < new Date(parsed.validTo));
    assert.equal(parsed.raw.toString("base64").replace(/=+$/, ""), base64);
    assert.doesNotMatch(base64, /=/);
  });

  it("is another one in each start", () => {
    const [one, other] = [ownCertificate(NOW), ownCertificate(NOW)].map(
      ({ certificatePem }) => new X509Certificate(certificatePem).serialNumber,
    );
    assert.notEqual(one, other);
  });
});

describe("gRPC over TLS", () => {
  const host = makeCertificate({ name: "localhost", isAuthority: true });
  const stranger = makeCertificate({ name: "localhost", isAuthority: true });
  const signedByHost = makeCertificate({ name: "localhost", issuer: host });
  let way: Transport;
  let server: Server;
  let sessions: number[];
  let path: string;
  let root: string;

  beforeEach(async () => {
    sessions = [];
    way = transport({ ...ENV, PLUGIN_CLIENT_CERT: host.cert }, new Date(), "linux");
    server = grpcServer(
      handlersWith({
        readDataSource: ({ type_name }) => {
          if (type_name === "fails") throw new Error("it fails: 100 % of ü");
          return { diagnostics: [{ severity: 1, summary: String(type_name), detail: "" }] };
        },
        getProviderSchema: () => encode(MESSAGES, "GetProviderSchema.Response", { provider: { version: 7 } }),
      }),
      way.tls,
      { onSessions: (open) => sessions.push(open) },
    );
    await listen();
  });
  afterEach(() => {
    server.close();
    way.remove();
  });

  /** Notes what the line tells a host. */
  async function listen(): Promise<void> {
    const parts = (await listening(server, way)).trim().split("|");
    path = parts[3] ?? "";
    root = new X509Certificate(Buffer.from(parts[5] ?? "", "base64")).toString();
  }

  function secured(client: SecureClientSessionOptions): TLSSocket {
    // as the host does it: that certificate is the root, and the name is localhost
    const options = { ca: root, servername: "localhost", ALPNProtocols: ["h2"], ...client };
    return secureConnect({ ...options, socket: connectTo(path) });
  }

  function open(client: SecureClientSessionOptions): ClientHttp2Session {
    return connect("https://localhost", { createConnection: () => secured(client) });
  }

  const ofHost = { cert: host.cert, key: host.key };

  it("answers the host, which trusts no certificate but that of the line", async () => {
    const session = open(ofHost);
    const request = encode(MESSAGES, "ReadDataSource.Request", { type_name: "tcss_purchase_state" });
    const { status, reply } = await call(
      session,
      METHODS.readDataSource.path,
      framed(request),
      "ReadDataSource.Response",
    );
    assert.equal(status, "0");
    assert.deepEqual(reply, { diagnostics: [{ severity: 1, summary: "tcss_purchase_state", detail: "" }] });
    session.close();
    await once(session, "close");
    while (sessions.at(-1) !== 0) await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(sessions, [1, 0]);
  });

  it("bytes that are made beforehand go out as they are", async () => {
    const session = open(ofHost);
    const { reply } = await call(
      session,
      METHODS.getProviderSchema.path,
      framed(new Uint8Array()),
      "GetProviderSchema.Response",
    );
    assert.deepEqual(reply, { provider: { version: 7 } });
    session.close();
  });

  /** Shows the certificate, asks, and waits for the end. @returns the ticket to come back with, where there was one. */
  async function isRefused(client: SecureClientSessionOptions): Promise<Buffer | undefined> {
    const socket = secured(client);
    let ticket: Buffer | undefined;
    socket.on("session", (given: Buffer) => {
      ticket = given;
    });
    socket.on("error", () => {});
    socket.on("data", () => assert.fail("it was answered"));
    socket.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    // not once(), which an error ends
    await new Promise((resolve) => socket.once("close", resolve));
    assert.deepEqual(sessions, []);
    return ticket;
  }

  for (const version of ["TLSv1.2", "TLSv1.3"] as const)
    for (const [what, client] of [
      ["no certificate", {}],
      ["another certificate", { cert: stranger.cert, key: stranger.key }],
      ["a certificate that the host has signed", { cert: signedByHost.cert, key: signedByHost.key }],
    ] as const)
      it(`lets nobody in who has ${what}, by ${version}, nor who comes back with the ticket of that`, async () => {
        const spoken = { ...client, minVersion: version, maxVersion: version };
        const session = await isRefused(spoken);
        if (session !== undefined) await isRefused({ ...spoken, session });
      });

  it("tells of a method that it does not have, as gRPC does", async () => {
    const session = open(ofHost);
    const { status } = await call(
      session,
      "/tfplugin6.Provider/ApplyResourceChange",
      framed(new Uint8Array()),
    );
    assert.equal(status, "12");
    session.close();
  });

  it("an error becomes a message, without a stack trace", async () => {
    const session = open(ofHost);
    const request = encode(MESSAGES, "ReadDataSource.Request", { type_name: "fails" });
    const { status, message } = await call(session, METHODS.readDataSource.path, framed(request));
    assert.equal(status, "13");
    assert.equal(message, "it fails: 100 % of ü");
    session.close();
  });

  for (const [what, body, status] of [
    ["is cut off", framed(Uint8Array.of(1), 9), "3"],
    ["is compressed", Buffer.from([1, 0, 0, 0, 0]), "12"],
    ["is no message", framed(Uint8Array.of(0xff)), "3"],
    ["is empty", Buffer.alloc(0), "3"],
    ["is too large", framed(Buffer.alloc(17 * 1024 * 1024)), "8"],
  ] as const)
    it(`refuses a request that ${what}, with the status of gRPC`, async () => {
      const session = open(ofHost);
      assert.equal((await call(session, METHODS.readDataSource.path, body)).status, status);
      session.close();
    });
});
