import assert from "node:assert/strict";
import { AccountReader, type ResourceArgs, resolveConnection } from "../../../core/internal";
import { type Emulator, startEmulator } from "../../../emulator/src";
import { type PluginServer, serve } from "../../../provider/plugin/server";
import { CheckedResource } from "../../support/CheckedResource";
import { emulatorAccess } from "../../support/emulatorAccess";
import { readState } from "../../support/readState";
import { PluginClient } from "../../unit/provider/plugin/client";
import { FakeEngine } from "../../unit/support/fakeEngine";
import { stubRandom } from "../support/stubRandom";

const { Empty } = require("google-protobuf/google/protobuf/empty_pb.js") as { Empty: new () => object };

const KEY = { TENCENTCLOUD_SECRET_ID: "AKIDtest", TENCENTCLOUD_SECRET_KEY: "key-of-the-test" };
const CANCELLED = { name: "TcssError", code: "Cancelled" };
const TOO_LATE = { name: "TcssError", code: "DeadlineExceeded" };
const LONG = { requestTimeoutSeconds: 60, deadlineSeconds: 60 };

describe("a caller that leaves", () => {
  let abyss: FakeEngine;
  beforeEach(async () => {
    abyss = await FakeEngine.listen();
  });
  afterEach(() => abyss.gone());

  const connection = (args: ResourceArgs = {}) =>
    resolveConnection({ args: { endpoint: `http://${abyss.address}`, ...LONG, ...args }, env: KEY });

  /** The first caller leaves its one connection to the second, which closes it. */
  async function assertLeft(reads: Promise<unknown>[], callers: AbortController[]): Promise<void> {
    for (const [index, read] of reads.entries()) {
      callers[index]?.abort();
      await assert.rejects(read, CANCELLED);
      if (index === 0)
        assert.deepEqual(
          abyss.sockets.map(({ closed }) => closed),
          [false],
        );
    }
    await abyss.left();
  }

  for (const remember of [true, false]) {
    it(`alone ends the read with its connection, and a later one asks again (remember: ${remember})`, async () => {
      const reader = new AccountReader({ remember });
      for (const count of [1, 2]) {
        const leaving = new AbortController();
        const connected = abyss.connected();
        const read = readState(connection(), reader, leaving.signal);
        await connected;
        leaving.abort();
        await assert.rejects(read, CANCELLED);
        await abyss.left();
        assert.equal(abyss.sockets.length, count);
      }
    });

    it(`leaves the read to the others (remember: ${remember})`, async () => {
      const reader = new AccountReader({ remember });
      const [first, second] = [new AbortController(), new AbortController()];
      const connected = abyss.connected();
      const reads = [first, second].map(({ signal }) => readState(connection(), reader, signal));
      await connected;
      await assertLeft(reads, [first, second]);
    });
  }

  it("before it asks is not asked for", async () => {
    const reader = new AccountReader({ remember: true });
    await assert.rejects(readState(connection(), reader, AbortSignal.abort()), CANCELLED);
    assert.equal(abyss.sockets.length, 0);
  });

  it("while credentials are fetched ends that request too, unless another read needs them", async () => {
    const args = {
      stsEndpoint: `http://${abyss.address}`,
      assumeRole: { roleArn: "qcs::cam::uin/200000000002:roleName/reader" },
    };
    const reader = new AccountReader({ remember: true });
    const [first, second] = [new AbortController(), new AbortController()];
    const connected = abyss.connected();
    const reads = [
      readState(connection(args), reader, first.signal),
      readState(connection({ ...args, timeZone: "UTC" }), reader, second.signal),
    ];
    await connected;
    await assertLeft(reads, [first, second]);
    assert.equal(abyss.sockets.length, 1);
  });
});

describe("a shared read", () => {
  let abyss: FakeEngine;
  beforeEach(async () => {
    abyss = await FakeEngine.listen();
  });
  afterEach(() => abyss.gone());

  it("has the first caller's deadline, and keeps no caller beyond its own", async () => {
    const reader = new AccountReader({ remember: true });
    const connectionWith = (deadlineSeconds: number) => ({
      ...resolveConnection({ args: { endpoint: `http://${abyss.address}`, ...LONG }, env: KEY }),
      deadlineSeconds,
    });
    const connected = abyss.connected();
    const first = readState(connectionWith(0.6), reader);
    const [hasty, patient] = [readState(connectionWith(0.1), reader), readState(connectionWith(60), reader)];
    await connected;
    await assert.rejects(hasty, {
      ...TOO_LATE,
      summary: "the purchase state could not be read within 0.1 s",
    });
    assert.deepEqual(
      abyss.sockets.map(({ closed }) => closed),
      [false],
    );
    const summary = "the purchase state could not be read within 0.6 s";
    await assert.rejects(first, { ...TOO_LATE, summary });
    await assert.rejects(patient, { ...TOO_LATE, summary });
    await abyss.left();
    assert.equal(abyss.sockets.length, 1);
  });
});

describe("an endpoint at which a read has timed out", () => {
  let emulator: Emulator;
  let random: ReturnType<typeof stubRandom>;
  beforeEach(async () => {
    emulator = await startEmulator();
    random = stubRandom(() => 0);
  });
  afterEach(async () => {
    random.restore();
    await emulator.close();
  });

  const connection = (args: ResourceArgs = {}) =>
    resolveConnection({
      args: { endpoint: emulator.endpoint, requestTimeoutSeconds: 0.2, deadlineSeconds: 5, ...args },
      env: { TENCENTCLOUD_SECRET_ID: emulator.secretId, TENCENTCLOUD_SECRET_KEY: emulator.secretKey },
    });

  it("is tried once for another account, and as often as ever after an answer", async () => {
    emulator.faults.push({ fault: "hang", times: "always" });
    const reader = new AccountReader({ remember: true });
    await assert.rejects(readState(connection({ maxRetries: 2 }), reader), { code: "Timeout" });
    assert.equal(emulator.requests().length, 3);
    const another = new AccountReader({ remember: true });
    await assert.rejects(readState(connection({ timeZone: "UTC" }), another), (error: Error) => {
      assert.match(error.message, /tried once only, since a read at this endpoint has timed out before/);
      return true;
    });
    assert.equal(emulator.requests().length, 4);
    emulator.faults.clear();
    assert.equal((await readState(connection({ timeZone: "Asia/Tokyo" }), reader)).state, 3);
    emulator.faults.push({ fault: "5xx", times: 2 });
    emulator.clearRequests();
    assert.equal((await readState(connection({ timeZone: "Europe/Paris" }), reader)).state, 3);
    assert.equal(emulator.requests().length, 3);
  });

  it("costs a deployment of many accounts one deadline and short tries", async () => {
    emulator.faults.push({ fault: "hang", times: "always" });
    const provider = new CheckedResource(emulatorAccess(emulator));
    const args = { requestTimeoutSeconds: 0.2, maxRetries: 2 };
    for (const timeZone of ["UTC", "Asia/Tokyo", "Europe/Paris", "America/Lima"]) {
      const { failures } = await provider.check({}, { ...args, timeZone });
      assert.equal(failures.length, 1);
    }
    assert.equal(emulator.requests().length, 3 + 3);
  });

  it("of another host does not matter", async () => {
    emulator.faults.push({ fault: "hang", times: "always" });
    const reader = new AccountReader({ remember: true });
    await assert.rejects(readState(connection({ maxRetries: 1 }), reader), { code: "Timeout" });
    const other = await startEmulator();
    other.faults.push({ fault: "5xx" });
    const read = await readState(connection({ endpoint: other.endpoint }), reader);
    assert.equal(read.state, 3);
    assert.equal(other.requests().length, 2);
    await other.close();
  });

  it("is not one that has answered with an error", async () => {
    const reader = new AccountReader({ remember: true });
    emulator.faults.push({ fault: "5xx", times: 2 });
    await assert.rejects(readState(connection({ maxRetries: 1 }), reader), { httpStatus: 503 });
    emulator.faults.push({ fault: "5xx" });
    assert.equal((await readState(connection({ timeZone: "UTC" }), reader)).state, 3);
  });
});

describe("Cancel, as the engine says it on Ctrl-C", () => {
  let abyss: FakeEngine;
  let server: PluginServer;
  let plugin: PluginClient;
  beforeEach(async () => {
    abyss = await FakeEngine.listen();
    server = await serve({ HOME: "/nowhere" });
    plugin = new PluginClient(server.port);
    await plugin.configure({
      secretId: "AKIDtest",
      secretKey: "key",
      endpoint: `http://${abyss.address}`,
      deadlineSeconds: "60",
    });
  });
  afterEach(async () => {
    plugin.close();
    server.close();
    await abyss.gone();
  });

  it("ends the reads of resources, refreshes and functions at once, and their connections", async () => {
    const connected = abyss.connected();
    const calls = [
      plugin.check({}).then(({ failures }) => failures.map(({ reason }) => reason).join()),
      ...[plugin.read("default"), plugin.invoke({})].map((call) =>
        call.then(
          () => assert.fail("it was not ended"),
          ({ details }: { details: string }) => details,
        ),
      ),
    ];
    await connected;
    await plugin.call("cancel", new Empty());
    for (const said of await Promise.all(calls)) assert.match(said, /^the read was cancelled\./);
    await abyss.left();
    const asked = abyss.sockets.length;
    const { failures } = await plugin.check({ timeZone: "UTC" });
    assert.equal(failures[0]?.reason, "the read was cancelled.");
    assert.equal(abyss.sockets.length, asked, "asked after the engine had given up");
  });

  it("of a hundred reads leaves no warning", async () => {
    const warnings: Error[] = [];
    const warned = (warning: Error): unknown => warnings.push(warning);
    process.on("warning", warned);
    const connected = abyss.connected();
    const calls = Array.from({ length: 100 }, () => plugin.check({}));
    await connected;
    await plugin.call("cancel", new Empty());
    await Promise.all(calls);
    process.off("warning", warned);
    assert.deepEqual(warnings, []);
  });

  it("keeps no last known values in the place of an answer", async () => {
    const args = { onUnavailable: "lastKnown" };
    const connected = abyss.connected();
    const checked = plugin.check(args, {
      ...args,
      purchaseState: { state: 3, observedAt: "2026-01-01T00:00:00Z" },
    });
    await connected;
    await plugin.call("cancel", new Empty());
    assert.equal((await checked).failures[0]?.reason, "the read was cancelled.");
  });
});
