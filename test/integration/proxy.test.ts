import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Emulator, startEmulator } from "../../emulator/src";
import { type ForwardProxy, startProxy } from "./support/proxy";
import { type Run, runRead } from "./support/runRead";

type Environment = Readonly<Record<string, string>>;

// The proxy of a process is settled with its first request, so each read has a process of its own.
describe("proxies", () => {
  let emulator: Emulator;
  let proxy: ForwardProxy;
  /** The emulator's by a name that does not say so: reached with a proxy and without. */
  let endpoint: string;
  beforeEach(async () => {
    emulator = await startEmulator();
    endpoint = `http://tcss.example.test:${emulator.port}`;
    proxy = await startProxy(emulator.port);
  });
  afterEach(async () => {
    await proxy.close();
    await emulator.close();
  });

  /** Reads once; each of `variables` names the proxy. */
  function read(variables: readonly string[], others: Environment = {}): Promise<Run> {
    const env = {
      TENCENTCLOUD_SECRET_ID: emulator.secretId,
      TENCENTCLOUD_SECRET_KEY: emulator.secretKey,
      TENCENTCLOUD_TCSS_ENDPOINT: endpoint,
      ...Object.fromEntries(variables.map((name) => [name, proxy.url])),
      ...others,
    };
    return runRead(env, { "tcss:maxRetries": 0 });
  }

  /** The account was read with one request, which took the way that is meant. */
  function assertRead(run: Run, way: "by the proxy" | "directly"): void {
    assert.deepEqual(run, { exitCode: 0, stdout: "state 3\n", stderr: "" });
    assert.deepEqual(proxy.asked, way === "directly" ? [] : [new URL(endpoint).host]);
    assert.equal(emulator.requests().length, 1);
  }

  for (const name of ["HTTP_PROXY", "http_proxy"])
    it(`${name} leads to an http endpoint`, async () => {
      assertRead(await read([name]), "by the proxy");
    });

  for (const name of ["HTTPS_PROXY", "https_proxy"]) {
    it(`${name} leads to an https endpoint`, async () => {
      endpoint = "https://tcss.example.test";
      // the emulator speaks no TLS: that the proxy is asked for the tunnel is what counts
      assert.equal((await read([name])).exitCode, 1);
      assert.deepEqual(proxy.asked, ["tcss.example.test:443"]);
    });

    it(`${name} alone is not meant for an http endpoint`, async () => {
      assertRead(await read([name]), "directly");
    });
  }

  it("STS is asked through the proxy", async () => {
    endpoint = "http://tcss.example.test";
    const role = {
      TENCENTCLOUD_ASSUME_ROLE_ARN: "qcs::cam::uin/200000000002:roleName/reader",
      TENCENTCLOUD_STS_ENDPOINT: "http://sts.example.test",
    };
    assert.equal((await read(["HTTP_PROXY"], role)).stdout, "state 3\n");
    assert.deepEqual(proxy.asked, ["sts.example.test:80", "tcss.example.test:80"]);
    assert.deepEqual(
      emulator.requests().map(({ action }) => action),
      ["AssumeRole", "DescribePurchaseStateInfo"],
    );
  });

  const exclusions: readonly [variable: string, value: string][] = [
    ["NO_PROXY", "tcss.example.test"],
    ["no_proxy", "tcss.example.test"],
    ["NO_PROXY", "elsewhere.test,.example.test"],
    ["NO_PROXY", "tcss.example.test:PORT"],
    ["NO_PROXY", "*"],
  ];
  for (const [variable, value] of exclusions)
    it(`${variable}=${value} keeps the host from the proxy`, async () => {
      const others = { [variable]: value.replace("PORT", String(emulator.port)) };
      assertRead(await read(["HTTP_PROXY", "HTTPS_PROXY"], others), "directly");
    });

  it("NO_PROXY keeps no other host or port from the proxy", async () => {
    const others = { NO_PROXY: "sts.example.test,tcss.example.test:1" };
    assertRead(await read(["HTTP_PROXY"], others), "by the proxy");
  });

  for (const host of ["127.0.0.1", "localhost"])
    it(`${host} is asked directly, whatever is set`, async () => {
      endpoint = `http://${host}:${emulator.port}`;
      assertRead(await read(["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"]), "directly");
    });

  it("a proxy that refuses is named as the cause", async () => {
    await proxy.close();
    proxy = await startProxy(emulator.port, "refuses");
    const { exitCode, stderr } = await read(["HTTP_PROXY"]);
    assert.equal(exitCode, 1);
    assert.match(stderr, /^the request failed: the proxy refuses this host .*Check HTTPS_PROXY/);
  });

  it("a token in the place of the user is not shown where the proxy echoes it", async () => {
    const echoing = createServer((incoming, response) => {
      const [, encoded = ""] = (incoming.headers["proxy-authorization"] ?? "").split(" ");
      response.end(`${Buffer.from(encoded, "base64")} ${encoded}`);
    });
    await once(echoing.listen(0, "127.0.0.1"), "listening");
    try {
      const { port } = echoing.address() as AddressInfo;
      const { stderr } = await read([], { HTTP_PROXY: `http://tokenOfTheProxy@127.0.0.1:${port}` });
      assert.match(stderr, /^the reply is not JSON \(HTTP 200, body begins: \[secret\]/);
      assert.doesNotMatch(stderr, /tokenOf|dG9rZW5P/);
    } finally {
      echoing.close();
      echoing.closeAllConnections();
    }
  });

  it("a proxy address without a server is named among what to check", async () => {
    await proxy.close();
    const { exitCode, stderr } = await read(["HTTP_PROXY"]);
    assert.equal(exitCode, 1);
    assert.match(
      stderr,
      /connection refused: no server is listening .*the proxy where HTTPS_PROXY or HTTP_PROXY names one/,
    );
  });

  it("what is no URL of a proxy is refused, without repeating it", async () => {
    const { exitCode, stderr } = await read([], { HTTP_PROXY: "user:hunter2@proxy.example" });
    assert.equal(exitCode, 1);
    assert.match(stderr, /^HTTPS_PROXY or HTTP_PROXY is not the URL of a proxy\. Write it with its scheme/);
    assert.doesNotMatch(stderr, /hunter2/);
  });

  it("no variable means no proxy", async () => {
    assertRead(await read([]), "directly");
  });
});
