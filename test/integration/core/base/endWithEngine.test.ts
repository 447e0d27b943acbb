import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FakeEngine } from "../../../unit/support/fakeEngine";

const CORE = join(__dirname, "../../../../core/base/endWithEngine.ts");
/** Longer than a process without an engine may live, on a busy machine too. */
const LONG_MILLISECONDS = 2000;

describe("a process that serves the engine", () => {
  let folder: string;
  let child: ChildProcess;
  let exited: Promise<[number | null, string | null]>;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "tcss-engine-test-"));
  });
  afterEach(() => {
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true });
  });

  /** Starts one. @returns the port that it serves. */
  async function serve(args: readonly string[], more = ""): Promise<number> {
    const file = join(folder, "serves.cjs");
    writeFileSync(
      file,
      `const { endWithEngine } = require(${JSON.stringify(CORE)});
${more}
endWithEngine();
const server = require("node:http2").createServer().listen(0, "127.0.0.1", () => console.log(server.address().port));`,
    );
    child = spawn(process.execPath, ["--require", require.resolve("tsx/cjs"), file, ...args], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    exited = once(child, "exit") as typeof exited;
    const [port] = await once(child.stdout as NodeJS.ReadableStream, "data");
    return Number(port);
  }

  const isAlive = (): boolean => child.exitCode === null && child.signalCode === null;

  /** Waits for a time in which it would have ended. */
  async function assertLives(): Promise<void> {
    const long = new Promise((done) => setTimeout(done, LONG_MILLISECONDS).unref());
    await Promise.race([exited, long]);
    assert.ok(isAlive(), "it has ended");
  }

  for (const host of ["127.0.0.1", "localhost"])
    it(`ends when the engine at ${host} is gone, whose connection is closed`, async () => {
      const engine = await FakeEngine.listen();
      const port = await serve(["--logflow", engine.address.replace("127.0.0.1", host)]);
      const session = connect(port, "127.0.0.1");
      await once(session, "connect");
      await engine.gone();
      session.destroy();
      await exited;
    });

  it("ends when the engine is gone before it has connected", async () => {
    const engine = await FakeEngine.listen();
    await serve([engine.address]);
    await engine.gone();
    await exited;
  });

  it("ends although a job of the thread pool is blocked", async () => {
    const engine = await FakeEngine.listen();
    const pipe = join(folder, "pipe");
    spawnSync("mkfifo", [pipe]);
    await serve(
      [engine.address],
      `for (let i = 0; i < 8; i += 1) require("node:fs").readFile(${JSON.stringify(pipe)}, () => {});`,
    );
    await engine.gone();
    await exited;
  });

  it("ends where its host has taken the engine's address out of its arguments", async () => {
    const engine = await FakeEngine.listen();
    await serve([engine.address, "/a/folder"], "process.argv.splice(2);");
    await engine.gone();
    await exited;
  });

  it("lives while the engine listens, though it drops its connection and opens none again", async () => {
    const engine = await FakeEngine.listen();
    const port = await serve([engine.address]);
    const session = connect(port, "127.0.0.1");
    await once(session, "connect");
    session.destroy();
    await assertLives();
    const next = connect(port, "127.0.0.1");
    await once(next, "connect");
    next.destroy();
    await engine.gone();
    await exited;
  });

  it("lives while a connection is open, no matter who listens", async () => {
    const engine = await FakeEngine.listen();
    const port = await serve([engine.address]);
    const sessions = [connect(port, "127.0.0.1"), connect(port, "127.0.0.1")];
    for (const session of sessions) await once(session, "connect");
    await engine.gone();
    sessions[0]?.destroy();
    await assertLives();
    sessions[1]?.destroy();
    await exited;
  });

  for (const args of [[], ["--help"], ["example.test:9"], ["10.255.255.1:9"], ["/folder:9"]])
    it(`lives without the engine's address on this machine: ${args.join(" ") || "no arguments"}`, async () => {
      const port = await serve(args);
      const session = connect(port, "127.0.0.1");
      await once(session, "connect");
      session.destroy();
      await assertLives();
    });
});
