import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import * as analyzers from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import { DYNAMIC_TYPE, STACK_TYPE } from "../../../core/internal";
import { SHELL_TEXT } from "../../../provider/dynamic/shellText.generated";
import { grpc, Struct } from "../../../provider/plugin/grpc";
import { PluginClient } from "../../unit/provider/plugin/client";
import { FakeEngine } from "../../unit/support/fakeEngine";

export const ROOT = join(__dirname, "../../..");
const PACK = join(ROOT, "policy-pack");
const URN = `urn:pulumi:dev::project::${DYNAMIC_TYPE}::tcss`;

const script = (name: string): string => require.resolve(`@pulumi/pulumi/cmd/${name}`);

/** How the account is asked. */
export interface Asked {
  readonly endpoint: string;
  readonly requestTimeoutSeconds: number;
  readonly deadlineSeconds: number;
  readonly maxRetries: number;
}

/** Makes a process that serves a port read the account. @returns why it could not; undefined where it could. */
type Ask = (args: Asked) => Promise<string | undefined>;

interface Client {
  readonly ask: Ask;
  close(): void;
}

interface Form {
  command(engine: string): readonly [file: string, ...args: string[]];
  client(port: number): Client;
}

/** The forms in which the engine runs what is ours, started as it starts them. */
const FORMS = {
  "the gate as an executable": {
    command: (engine) => [join(PACK, "bin/tcss-gate"), engine],
    client: gateClient,
  },
  "the gate as a folder": {
    command: (engine) => [process.execPath, script("run-policy-pack"), engine, PACK],
    client: gateClient,
  },
  "the plugin": {
    command: (engine) => [join(ROOT, "provider/plugin/bin/pulumi-resource-tcss"), engine],
    client: (port) => {
      const plugin = new PluginClient(port);
      const configured = plugin.configure({});
      return {
        ask: async (args) => {
          await configured;
          return reasonIn((await plugin.check({ ...args })).failures);
        },
        close: () => plugin.close(),
      };
    },
  },
  "the dynamic resource's provider": {
    command: (engine) => [process.execPath, script("dynamic-provider"), engine],
    client: (port) => {
      const provider = new PluginClient(port);
      const configured = provider.configure({});
      return {
        ask: async (args) => {
          await configured;
          return reasonIn((await provider.check({ __provider: SHELL_TEXT, ...args }, {}, URN)).failures);
        },
        close: () => provider.close(),
      };
    },
  },
} as const satisfies Record<string, Form>;

export type FormName = keyof typeof FORMS;
export const FORM_NAMES = Object.keys(FORMS) as FormName[];

function reasonIn(failures: readonly { readonly reason: string }[]): string | undefined {
  return failures.length === 0 ? undefined : failures.map(({ reason }) => reason).join("; ");
}

type Call = (request: object, done: (error: Error | null, response: unknown) => void) => void;
type AnalyzerClientClass = new (
  address: string,
  credentials: object,
) => Readonly<Record<"configureStack" | "configure" | "analyze", Call>> & { close(): void };

function gateClient(port: number): Client {
  const { credentials } = grpc as unknown as { credentials: { createInsecure(): object } };
  const { AnalyzerClient } = analyzers as unknown as { AnalyzerClient: AnalyzerClientClass };
  const client = new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure());
  const call = (method: "configureStack" | "configure" | "analyze", request: object): Promise<unknown> =>
    new Promise((done, fail) => {
      client[method](request, (error, response) => (error === null ? done(response) : fail(error)));
    });
  return {
    close: () => client.close(),
    ask: async (args) => {
      const stack = new analyzer.AnalyzerStackConfigureRequest();
      stack.setOrganization("acme");
      stack.setProject("shop");
      stack.setStack("dev");
      stack.setDryRun(true);
      for (const [key, value] of Object.entries(args)) stack.getConfigMap().set(`tcss:${key}`, String(value));
      await call("configureStack", stack);
      await call("configure", new analyzer.ConfigureAnalyzerRequest());
      const request = new analyzer.AnalyzeRequest();
      request.setType(STACK_TYPE);
      request.setUrn(`urn:pulumi:dev::shop::${STACK_TYPE}::shop-dev`);
      request.setName("shop-dev");
      const options = new analyzer.AnalyzerResourceOptions();
      options.setCustomtimeouts(new analyzer.AnalyzerResourceOptions.CustomTimeouts());
      request.setOptions(options);
      request.setProperties(Struct.fromJavaScript({}) as never);
      const response = (await call("analyze", request)) as analyzer.AnalyzeResponse;
      const said = response.getDiagnosticsList();
      return said.find((each) => each.getPolicyname() === "purchase-state-available")?.getMessage();
    },
  };
}

/** One of the forms as a process, with an engine that a test can take away. */
export class Served {
  readonly name: FormName;
  readonly child: ChildProcess;
  readonly ask: Ask;
  readonly #engine: FakeEngine;
  readonly #client: Client;
  readonly #exited: Promise<unknown>;

  constructor(name: FormName, child: ChildProcess, engine: FakeEngine, client: Client) {
    this.name = name;
    this.child = child;
    this.ask = client.ask;
    this.#engine = engine;
    this.#client = client;
    this.#exited = once(child, "exit");
  }

  /** @param env nothing else is inherited but PATH; undefined removes what would be there otherwise. */
  static async start(name: FormName, env: NodeJS.ProcessEnv, cwd = ROOT): Promise<Served> {
    const form: Form = FORMS[name];
    const engine = await FakeEngine.listen();
    const [file, ...args] = form.command(engine.address);
    const child = spawn(file, args, {
      cwd,
      env: {
        PATH: process.env["PATH"],
        HOME: "/nowhere",
        TENCENTCLOUD_METADATA_ENDPOINT: "http://127.0.0.1:9",
        TENCENTCLOUD_SECRET_ID: "AKIDofTheTests",
        TENCENTCLOUD_SECRET_KEY: "keyOfTheTests",
        ...env,
      },
      stdio: ["ignore", "pipe", "ignore"],
    });
    const [port] = await once(child.stdout as NodeJS.ReadableStream, "data");
    // by way of connections that end with the engine
    const client = form.client(await engine.connectionsTo(Number(port)));
    return new Served(name, child, engine, client);
  }

  get isAlive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Takes the engine away, as `kill -9` does, and waits for the process to end. */
  async engineGone(): Promise<void> {
    await this.#engine.gone();
    await this.#exited;
    this.#client.close();
  }

  /** Sends a signal, and waits for the process to end. */
  async endedBy(signal: NodeJS.Signals): Promise<void> {
    this.child.kill(signal);
    await this.#exited;
    this.#client.close();
    await this.#engine.gone();
  }

  /** For the end of a test, whatever has become of it. */
  async kill(): Promise<void> {
    if (this.isAlive) await this.endedBy("SIGKILL");
  }
}
