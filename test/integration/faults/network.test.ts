import assert from "node:assert/strict";
import {
  asTcssError,
  isPermanent,
  isUnavailability,
  type ResourceArgs,
  resolveConnection,
  type TcssError,
} from "../../../core/internal";
import { readState } from "../../support/readState";
import {
  ENCODINGS,
  type FaultServer,
  PROXY_FAULTS,
  SERVER_FAULTS,
  startFaultyProxy,
  startFaultyServer,
  startServer,
} from "../support/faultServers";
import { runRead } from "../support/runRead";
import { startFaultyTls, startTlsProxy, TLS_FAULTS } from "../support/tlsFaults";
import { failureOf, KEY, PATIENCE, useNetwork } from "./networkBed";

const TRIES = 2;

const ROLE = { roleArn: "qcs::cam::uin/100000000001:roleName/reader" };

let hosts = 0;

/** An endpoint behind the proxy. Another one each time: a process remembers which ones have timed out. */
function hidden(scheme: "http" | "https"): string {
  hosts += 1;
  return `${scheme}://gw${hosts}.example.test`;
}

/** Two services that a read may ask; the second is asked for the credentials of the first. */
const SERVICES: readonly [name: string, args: (endpoint: string) => ResourceArgs][] = [
  ["TCSS", (endpoint) => ({ endpoint })],
  // the other one has no server, and it is never asked
  ["STS", (endpoint) => ({ endpoint: "http://127.0.0.1:9", stsEndpoint: endpoint, assumeRole: ROLE })],
];

/** What holds for every fault: how often it was met, how it is classified, and that nothing is left. */
async function assertMet(
  server: FaultServer | undefined,
  error: TcssError,
  { mayPass }: { readonly mayPass: boolean },
): Promise<void> {
  assert.equal(isUnavailability(error), mayPass, error.message);
  assert.equal(isPermanent(error), !mayPass);
  assert.equal(error.message.includes(`after ${TRIES} tries`), mayPass, error.message);
  assert.ok(["network", "reply"].includes(error.kind), error.message);
  assert.doesNotMatch(error.message, /AKIDof|keyOfThe|SSL routines|error:[0-9A-F]{8}|unexpected failure/);
  if (server === undefined) return;
  assert.equal(server.connections, mayPass ? TRIES : 1);
  await server.idle();
}

describe("faults of the network", () => {
  const bed = useNetwork();
  const { withVariable } = bed;

  for (const [service, argsFor] of SERVICES) {
    describe(`${service} by a proxy for an https endpoint that`, () => {
      for (const { name, mayPass } of PROXY_FAULTS)
        it(`${name}: ${mayPass ? `${TRIES} tries` : "asked once"}`, async () => {
          bed.server = await startFaultyProxy(name);
          withVariable("HTTPS_PROXY", bed.server.url);
          const error = await failureOf(argsFor(hidden("https")));
          await assertMet(bed.server, error, { mayPass });
          if (name === "407")
            assert.match(error.message, /the proxy requires a user and a password.*HTTPS_PROXY/);
          if (name === "403") assert.match(error.message, /the proxy refuses this host.*HTTPS_PROXY/);
        });
    });

    describe(`${service} by a proxy for an http endpoint that`, () => {
      /** Here the proxy's answer is the reply: a tunnel's words are none. */
      const answers = new Set(["leads, then hangs", "leads, then closes", "leads, then answers garbage"]);
      for (const { name, mayPass } of PROXY_FAULTS.filter((fault) => !answers.has(fault.name)))
        it(`${name}: ${mayPass ? `${TRIES} tries` : "asked once"}`, async () => {
          bed.server = await startFaultyProxy(name);
          withVariable("HTTP_PROXY", bed.server.url);
          await assertMet(bed.server, await failureOf(argsFor(hidden("http"))), { mayPass });
        });
    });

    describe(`${service} by a proxy`, () => {
      it("whose name is not known: asked once", async () => {
        withVariable("HTTPS_PROXY", "http://proxy.invalid:3128");
        const error = await failureOf(argsFor(hidden("https")));
        await assertMet(undefined, error, { mayPass: false });
        assert.match(error.message, /at the proxy: the host's name is not known .*HTTPS_PROXY/);
      });

      it("without a server", async () => {
        const closed = await startFaultyProxy("hangs");
        await closed.close();
        withVariable("HTTPS_PROXY", closed.url);
        const error = await failureOf(argsFor(hidden("https")));
        await assertMet(undefined, error, { mayPass: true });
        assert.match(
          error.message,
          /at the proxy: connection refused: no server is listening \(ECONNREFUSED\).*HTTPS_PROXY/,
        );
      });

      it("with a certificate that nobody trusts: asked once", async () => {
        bed.server = await startTlsProxy();
        withVariable("HTTPS_PROXY", bed.server.url);
        const error = await failureOf(argsFor(hidden("https")));
        await assertMet(bed.server, error, { mayPass: false });
        assert.match(
          error.message,
          /at the proxy: this machine does not trust the certificate.*NODE_EXTRA_CA_CERTS/,
        );
      });

      for (const scheme of ["socks5", "socks5h", "socks4", "SOCKS"])
        it(`of the kind ${scheme} is refused before anything is sent`, async () => {
          bed.server = await startFaultyProxy("hangs");
          withVariable("ALL_PROXY", `${scheme}://user:hunter2hunter2@127.0.0.1:${bed.server.port}`);
          const error = await failureOf(argsFor(hidden("https")));
          assert.equal(error.kind, "configuration");
          assert.match(
            error.message,
            /^ALL_PROXY names a proxy of the kind socks\w*, which is not supported\./,
          );
          assert.doesNotMatch(error.message, /hunter2/);
          assert.equal(bed.server.connections, 0);
        });
    });

    describe(`${service} by TLS:`, () => {
      // in this process nobody trusts the tests' authority: the rest is below, in processes that do
      for (const { name, mayPass } of TLS_FAULTS.filter((fault) => !fault.name.includes("trusted")))
        it(`${name}: ${mayPass ? `${TRIES} tries` : "asked once"}`, async () => {
          bed.server = await startFaultyTls(name);
          await assertMet(bed.server, await failureOf(argsFor(bed.server.endpoint)), { mayPass });
        });

      it("an endpoint without a scheme, where no TLS is spoken", async () => {
        bed.server = await startFaultyTls("plain HTTP");
        const error = await failureOf(argsFor(`127.0.0.1:${bed.server.port}`));
        await assertMet(bed.server, error, { mayPass: false });
        assert.match(error.message, /does not speak TLS there.*An endpoint without a scheme means https/);
      });

      it("plain HTTP for a server that speaks TLS", async () => {
        bed.server = await startFaultyTls("self-signed");
        const error = await failureOf(argsFor(`http://127.0.0.1:${bed.server.port}`));
        assert.ok(["network", "reply"].includes(error.kind), error.message);
        await bed.server.idle();
      });
    });

    describe(`${service} answers with`, () => {
      const ofTcssAlone = new Set(["no field of a purchase state", "another API's reply"]);
      for (const { name, mayPass } of SERVER_FAULTS.filter(
        (fault) => service === "TCSS" || !ofTcssAlone.has(fault.name),
      ))
        it(`${name}: ${mayPass ? `${TRIES} tries` : "asked once"}`, async () => {
          bed.server = await startFaultyServer(name);
          const error = await failureOf(argsFor(bed.server.endpoint));
          assert.equal(isUnavailability(error), mayPass, error.message);
          assert.equal(error.kind, "reply");
          // a connection may serve several tries
          assert.equal(error.message.includes(`after ${TRIES} tries`), mayPass);
          if (service === "STS") assert.doesNotMatch(error.message, /body begins/);
        });
    });
  }

  describe("the metadata service", () => {
    for (const { name } of PROXY_FAULTS)
      it(`${name}: asked once, and there are no credentials`, async () => {
        bed.server = await startFaultyProxy(name);
        const env = { HOME: "/nowhere", TENCENTCLOUD_METADATA_ENDPOINT: bed.server.url };
        const connection = resolveConnection({ args: PATIENCE, env });
        const error = await readState(connection).then(() => assert.fail(), asTcssError);
        assert.equal(error.kind, "credentials", error.message);
        assert.equal(isUnavailability(error), false);
        assert.equal(bed.server.connections, 1);
        await bed.server.idle();
      });
  });

  describe("a reply that comes as", () => {
    for (const [name, listener] of Object.entries(ENCODINGS))
      it(`${name} is understood`, async () => {
        bed.server = await startServer(listener);
        const connection = resolveConnection({
          args: { ...PATIENCE, endpoint: bed.server.endpoint },
          env: KEY,
        });
        const { subState } = await readState(connection);
        assert.equal(subState, "NORMAL");
      });
  });

  it("a read by a proxy that hangs leaves nothing that keeps a process alive", async () => {
    bed.server = await startFaultyProxy("hangs");
    const env = {
      ...KEY,
      HTTPS_PROXY: bed.server.url,
      TENCENTCLOUD_TCSS_ENDPOINT: "https://gw.example.test",
    };
    const { exitCode, stdout, stderr } = await runRead(env, {
      "tcss:requestTimeoutSeconds": 0.3,
      "tcss:maxRetries": 0,
    });
    assert.deepEqual({ exitCode, stdout }, { exitCode: 1, stdout: "timers left: 0\n" });
    assert.match(stderr, /^no complete answer came through the proxy within 0\.3 s .*HTTPS_PROXY/);
    assert.equal(bed.server.connections, 1);
  });
});
