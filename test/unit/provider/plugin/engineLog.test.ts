import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import * as services from "@pulumi/pulumi/proto/engine_grpc_pb";
import * as engine from "@pulumi/pulumi/proto/engine_pb";
import { warnThroughEngine } from "../../../../provider/plugin/engineLog";
import { grpc } from "../../../../provider/plugin/grpc";
import { useConsoleErrors } from "../../support/consoleErrors";

const { Empty } = require("google-protobuf/google/protobuf/empty_pb.js") as { Empty: new () => object };
const { EngineService } = services as unknown as { EngineService: object };

describe("warnThroughEngine", () => {
  let logged: [severity: number, message: string, urn: string][];
  const said = useConsoleErrors();
  beforeEach(() => {
    logged = [];
  });

  /** An engine, by gRPC's own server. */
  async function engineWith(answer: (done: (problem: object | null, response?: object) => void) => void) {
    const server = new grpc.Server();
    server.addService(EngineService, {
      log: (
        { request }: { request: engine.LogRequest },
        done: (problem: object | null, response?: object) => void,
      ) => {
        logged.push([request.getSeverity(), request.getMessage(), request.getUrn()]);
        answer(done);
      },
    });
    const port = await new Promise<number>((resolve) =>
      server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (_, bound) => resolve(bound)),
    );
    return { address: `127.0.0.1:${port}`, close: () => server.forceShutdown() };
  }

  it("hands a warning to the engine, under its resource", async () => {
    const { address, close } = await engineWith((done) => done(null, new Empty()));
    const long = "警告 ".repeat(5000);
    for (const message of ["a warning", long]) await warnThroughEngine(address)(message, "urn:pulumi:x");
    close();
    const { WARNING } = engine.LogSeverity;
    assert.deepEqual(logged, [
      [WARNING, "a warning", "urn:pulumi:x"],
      [WARNING, long, "urn:pulumi:x"],
    ]);
    assert.deepEqual(said(), []);
  });

  it("writes to standard error where the engine refuses", async () => {
    const { address, close } = await engineWith((done) => done({ code: 2, details: "no" }));
    await warnThroughEngine(address)("a warning", "");
    close();
    assert.deepEqual(said(), ["a warning"]);
  });

  it("writes to standard error where nobody answers, or the address is not known", async () => {
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await warnThroughEngine(`127.0.0.1:${port}`)("hung up", "");
    server.close();
    await warnThroughEngine(`127.0.0.1:${port}`)("gone", "");
    await warnThroughEngine(undefined)("unknown", "");
    assert.deepEqual(said(), ["hung up", "gone", "unknown"]);
  });
});
