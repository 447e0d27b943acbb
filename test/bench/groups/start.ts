import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import * as analyzer from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as provider from "@pulumi/pulumi/proto/provider_grpc_pb";
import { baseEnvironment, GATE } from "../../e2e/support/project";
import type { Group, Row, Step } from "../measure";
import { firstLine, timedCommand } from "../support/cases";
import type { Surroundings } from "../support/Surroundings";

type Call = (request: object, done: (error: Error | null, reply: never) => void) => void;
interface Client {
  close(): void;
  readonly getAnalyzerInfo?: Call;
  readonly getPluginInfo?: Call;
}
type ClientClass = new (address: string, credentials: object) => Client;

/** The copies of gRPC and protobuf that Pulumi's messages are made with. */
const ofPulumi = createRequire(require.resolve("@pulumi/pulumi"));
const { credentials } = ofPulumi("@grpc/grpc-js") as { credentials: { createInsecure(): object } };
const { Empty } = ofPulumi("google-protobuf/google/protobuf/empty_pb") as { Empty: new () => object };
const { AnalyzerClient } = analyzer as unknown as { AnalyzerClient: ClientClass };
const { ResourceProviderClient } = provider as unknown as { ResourceProviderClient: ClientClass };

/** The engine calls nobody back before it has had the first reply, so that nobody needs to listen here. */
const ENGINE = "127.0.0.1:9";

interface Served {
  readonly executable: string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly ask: (client: Client) => Call | undefined;
  readonly client: ClientClass;
}

/** How long the gate and the plugin take, from nothing to the reply to the engine's first call. */
export async function startGroup(surroundings: Surroundings): Promise<Group> {
  const { installed } = await surroundings.installed();
  const cwd = surroundings.folder();
  const options = { cwd, env: baseEnvironment(cwd) };
  return {
    base: "node -e 0",
    steps: [
      timedCommand({ name: "node -e 0" }, ["node", "-e", "0"], options, { shows: /^$/ }),
      firstReply(
        { name: "tcss-gate: GetAnalyzerInfo", limit: 3 },
        {
          ...options,
          executable: join(installed, GATE),
          client: AnalyzerClient,
          ask: ({ getAnalyzerInfo }) => getAnalyzerInfo,
        },
      ),
      firstReply(
        { name: "pulumi-resource-tcss: GetPluginInfo", limit: 3 },
        {
          ...options,
          executable: join(installed, "node_modules/pulumi-tcss/dist/plugin/pulumi-resource-tcss"),
          client: ResourceProviderClient,
          ask: ({ getPluginInfo }) => getPluginInfo,
        },
      ),
    ],
  };
}

function firstReply(row: Omit<Row, "unit">, { executable, cwd, env, client, ask }: Served): Step {
  let isKept = false;
  return {
    rows: [{ ...row, unit: "s" }],
    async once() {
      const before = keptCode(cwd);
      const start = performance.now();
      const served = spawn(executable, [ENGINE], { cwd, env, stdio: ["ignore", "pipe", "inherit"] });
      const ended = once(served, "close");
      try {
        const port = await Promise.race([firstLine(served.stdout), ended.then(() => "")]);
        if (!/^\d+$/.test(port)) throw new Error(`${row.name}: it printed "${port}" instead of a port`);
        await answered(new client(`127.0.0.1:${port}`, credentials.createInsecure()), ask);
        const seconds = (performance.now() - start) / 1000;
        // the first start is not counted: as in any deployment of a second or more, it keeps its compiled code
        if (!isKept) await moreCode(cwd, before);
        isKept = true;
        return [seconds];
      } finally {
        served.kill("SIGKILL");
        await ended;
      }
    },
  };
}

/** How many files of compiled code are kept below a home. */
function keptCode(home: string): number {
  const folder = join(home, ".cache", "pulumi-tcss");
  if (!existsSync(folder)) return 0;
  return readdirSync(folder, { recursive: true }).filter((name) => !/\.code\.\d+$/.test(String(name))).length;
}

async function moreCode(home: string, before: number): Promise<void> {
  for (let tries = 0; keptCode(home) <= before; tries += 1) {
    if (tries > 200) throw new Error("no compiled code was kept within ten seconds");
    await pause(50);
  }
}

async function answered(client: Client, ask: Served["ask"]): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      ask(client)?.call(client, new Empty(), (error) => (error ? reject(error) : resolve()));
    });
  } finally {
    client.close();
  }
}
