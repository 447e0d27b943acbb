import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as analyzers from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import { grpc, Struct } from "../../provider/plugin/outside";
import { SHELL_TEXT } from "../../provider/shellText";
import { PluginClient } from "../unit/plugin/client";
import { FakeEngine } from "../unit/support/fakeEngine";

const ROOT = join(__dirname, "../..");
const script = (name: string): string => require.resolve(`@pulumi/pulumi/cmd/${name}`);
const PACK = join(ROOT, "policy-pack");

/** Far longer than a test may take: nothing but the engine's end ends these reads. */
const LONG = { requestTimeoutSeconds: "600", deadlineSeconds: "600" };

/** A process of ours, as the engine starts it, and how the engine makes it read an account. */
interface Served {
  readonly name: string;
  command(engine: string): readonly [file: string, ...args: string[]];
  /** Begins the read. @returns what closes the engine's connection. */
  ask(port: number, endpoint: string): Promise<() => void>;
}

const URN = "urn:pulumi:dev::project::pulumi-nodejs:dynamic/tcss:PurchaseState::tcss";

const SERVED: readonly Served[] = [
  {
    name: "the gate as an executable",
    command: (engine) => [join(PACK, "bin/tcss-gate"), engine],
    ask: askGate,
  },
  {
    name: "the gate as a folder",
    command: (engine) => [process.execPath, script("run-policy-pack"), engine, PACK],
    ask: askGate,
  },
  {
    name: "the plugin",
    command: (engine) => [join(ROOT, "provider/plugin/bin/pulumi-resource-tcss"), engine],
    ask: async (port, endpoint) => {
      const client = new PluginClient(port);
      await client.configure({ endpoint, ...LONG });
      client.check({}).catch(() => {});
      return () => client.close();
    },
  },
  {
    name: "the dynamic resource's provider",
    command: (engine) => [process.execPath, script("dynamic-provider"), engine],
    ask: async (port, endpoint) => {
      const client = new PluginClient(port);
      const settings = {
        "tcss:endpoint": endpoint,
        "tcss:requestTimeoutSeconds": "600",
        "tcss:deadlineSeconds": "600",
      };
      await client.configure({ "pulumi:config": JSON.stringify(settings), ...settings });
      client
        .check(
          { __provider: SHELL_TEXT, endpoint, requestTimeoutSeconds: 600, deadlineSeconds: 600 },
          {},
          URN,
        )
        .catch(() => {});
      return () => client.close();
    },
  },
];

async function askGate(port: number, endpoint: string): Promise<() => void> {
  const { credentials } = grpc as unknown as { credentials: { createInsecure(): object } };
  type Call = (request: object, done: (error: Error | null, response: unknown) => void) => void;
  const { AnalyzerClient } = analyzers as unknown as {
    AnalyzerClient: new (
      address: string,
      credentials: object,
    ) => { configureStack: Call; configure: Call; analyze: Call; close(): void };
  };
  const client = new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure());
  const call = (method: "configureStack" | "configure" | "analyze", request: object): Promise<unknown> =>
    new Promise((done, fail) => {
      client[method](request, (error, response) => (error === null ? done(response) : fail(error)));
    });
  const stack = new analyzer.AnalyzerStackConfigureRequest();
  stack.setOrganization("acme");
  stack.setProject("shop");
  stack.setStack("dev");
  stack.setDryRun(true);
  const config = { endpoint, ...LONG };
  for (const [key, value] of Object.entries(config)) stack.getConfigMap().set(`tcss:${key}`, value);
  await call("configureStack", stack);
  await call("configure", new analyzer.ConfigureAnalyzerRequest());
  const request = new analyzer.AnalyzeRequest();
  request.setType("pulumi:pulumi:Stack");
  request.setUrn("urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev");
  request.setName("shop-dev");
  request.setProperties(Struct.fromJavaScript({}) as never);
  call("analyze", request).catch(() => {});
  return () => client.close();
}

describe("when the engine is gone without a word, in the middle of a read that hangs", () => {
  let engine: FakeEngine;
  let api: FakeEngine;
  let home: string;
  let child: ChildProcess;
  beforeEach(async () => {
    [engine, api] = await Promise.all([FakeEngine.listen(), FakeEngine.listen()]);
    home = mkdtempSync(join(tmpdir(), "tcss-gone-"));
  });
  afterEach(async () => {
    child.kill("SIGKILL");
    await api.gone();
    rmSync(home, { recursive: true });
  });

  /** Starts the process. @returns the port that it serves, by way of connections that end with the engine. */
  async function start(served: Served, env: NodeJS.ProcessEnv = {}): Promise<number> {
    const [file, ...args] = served.command(engine.address);
    child = spawn(file, args, {
      cwd: ROOT,
      env: {
        PATH: process.env["PATH"],
        HOME: home,
        TENCENTCLOUD_METADATA_ENDPOINT: "http://127.0.0.1:9",
        TENCENTCLOUD_SECRET_ID: "AKIDtest",
        TENCENTCLOUD_SECRET_KEY: "key-of-the-test",
        ...env,
      },
      stdio: ["ignore", "pipe", "ignore"],
    });
    const [port] = await once(child.stdout as NodeJS.ReadableStream, "data");
    return engine.connectionsTo(Number(port));
  }

  for (const served of SERVED) {
    it(`${served.name} ends`, async () => {
      const connected = api.connected();
      const close = await served.ask(await start(served), `http://${api.address}`);
      await connected;
      const exited = once(child, "exit");
      await engine.gone();
      await exited;
      close();
      await api.left();
    });

    it(`${served.name} ends by SIGTERM and by SIGINT`, async () => {
      for (const signal of ["SIGTERM", "SIGINT"] as const) {
        const connected = api.connected();
        const close = await served.ask(await start(served), `http://${api.address}`);
        await connected;
        const exited = once(child, "exit");
        child.kill(signal);
        await exited;
        close();
      }
      await engine.gone();
    });
  }

  for (const served of SERVED.filter(({ name }) => name.startsWith("the gate") || name === "the plugin"))
    it(`${served.name} ends where a tccli profile is a named pipe`, async () => {
      execFileSync("mkdir", ["-p", join(home, ".tccli")]);
      execFileSync("mkfifo", [join(home, ".tccli/default.credential")]);
      const env = { TENCENTCLOUD_SECRET_ID: undefined, TENCENTCLOUD_SECRET_KEY: undefined };
      const close = await served.ask(await start(served, env), `http://${api.address}`);
      const exited = once(child, "exit");
      await engine.gone();
      await exited;
      close();
      assert.equal(api.sockets.length, 0);
    });
});
