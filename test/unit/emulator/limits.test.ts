import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import type { EmulatorOptions } from "../../../emulator/src";
import { TestBed } from "./support";

const MIB = 1024 * 1024;

describe("an emulator's limits", function () {
  this.timeout(60_000);
  let bed: TestBed;
  const sockets = new Set<Socket>();

  async function start(limits: EmulatorOptions["limits"] = {}): Promise<void> {
    bed = await TestBed.start({ limits });
  }
  /** A connection on which a test writes what it likes. */
  async function open(): Promise<Socket> {
    const socket = connect(bed.emulator.port, "127.0.0.1");
    socket.on("error", () => {});
    sockets.add(socket);
    await once(socket, "connect");
    return socket;
  }
  /** What stands in an answer, as status and error. */
  async function refusalOn(socket: Socket): Promise<[status: number, error: string]> {
    const answer = await text(socket);
    const [head = "", body = ""] = answer.split("\r\n\r\n");
    return [Number(head.split(" ")[1]), (JSON.parse(body) as { error: string }).error];
  }
  const refusedControl = async (method: string, path: string, body?: unknown) => {
    const reply = await bed.control(method, path, body);
    return [reply.status, (reply.body as { error: string }).error] as const;
  };

  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    // whatever a test has done, an ordinary call still gets its answer
    bed.advance(3_600_000);
    await untilServed();
    assert.equal((await bed.call())["State"], 3);
    await bed.emulator.close();
  });

  it("keep the beginning of each body, however many large ones come", async () => {
    await start();
    const body = JSON.stringify({ Padding: "x".repeat(9 * MIB) });
    for (let count = 0; count < 20; count++) {
      const response = await fetch(bed.emulator.endpoint, { method: "POST", body });
      assert.equal(response.status, 200);
      await response.text();
    }
    const requests = bed.emulator.requests();
    assert.equal(requests.length, 20);
    assert.ok(requests.every(({ bodyBytes }) => bodyBytes === body.length));
    assert.ok(requests.reduce((sum, record) => sum + record.body.length, 0) <= 20 * 64 * 1024);
  });

  it("forget the oldest requests", async () => {
    await start({ records: 3 });
    for (let count = 0; count < 5; count++) await bed.call();
    assert.deepEqual(
      bed.emulator.requests().map(({ number }) => number),
      [3, 4, 5],
    );
  });

  it("forget the oldest requests when they are large, and mask a token that is cut off", async () => {
    await start({ recordedSize: 5000, recordedBodyBytes: 2000 });
    const token = "private".repeat(1000);
    for (let count = 0; count < 10; count++)
      await bed.sts("AssumeRoleWithWebIdentity", { WebIdentityToken: token });
    const requests = bed.emulator.requests();
    assert.ok(requests.length > 1 && JSON.stringify(requests).length < 6000);
    assert.doesNotMatch(JSON.stringify(requests), /private/);
  });

  it("refuse an API request of more than 10 MiB in the API's form", async () => {
    await start();
    const reply = await bed.raw({ method: "POST", body: "x".repeat(10 * MIB + 1) });
    assert.deepEqual(reply.Error, {
      Code: "RequestSizeLimitExceeded",
      Message: "the body is larger than 10 MiB",
    });
  });

  it("refuse a body that grows beyond 10 MiB without having said so", async () => {
    await start();
    const socket = await open();
    socket.write("POST / HTTP/1.1\r\nhost: 127.0.0.1\r\ntransfer-encoding: chunked\r\n\r\n");
    const answer = text(socket);
    for (let count = 0; count < 11 && socket.writable; count++)
      socket.write(`${MIB.toString(16)}\r\n${"x".repeat(MIB)}\r\n`);
    assert.match(await answer, /RequestSizeLimitExceeded/);
  });

  it("refuse a control request of more than 1 MiB", async () => {
    await start();
    assert.deepEqual(await refusedControl("PUT", "state", { fields: { Padding: "x".repeat(MIB) } }), [
      413,
      "the body is larger than 1 MiB",
    ]);
  });

  it("hold no more than so many large bodies at a time, and answer small requests meanwhile", async () => {
    await start({ heldBytes: 20 * MIB });
    const refused = new Promise<string>((resolve) => {
      for (let count = 0; count < 4; count++)
        void open().then((socket) => {
          socket.write(`POST / HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: ${9 * MIB}\r\n\r\n`);
          socket.write("x".repeat(8 * MIB));
          socket.once("data", (data) => resolve(String(data)));
        });
    });
    assert.match(await refused, /^HTTP\/1\.1 503 .*too many large bodies at the same time/s);
    assert.equal((await bed.call())["State"], 3);
  });

  for (const [name, nested] of [
    ["objects", `${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`],
    ["arrays", `{"a":${"[".repeat(5000)}${"]".repeat(5000)}}`],
    ["a million arrays", `{"a":${"[".repeat(300_000)}${"]".repeat(300_000)}}`],
  ] as const)
    it(`refuse ${name} nested deeper than 100 levels, in control requests and API calls`, async () => {
      await start();
      const [status, error] = await refusedControl("PUT", "state", `{"fields":${nested}}`);
      assert.deepEqual([status, error], [400, "the body is nested deeper than 100 levels"]);
      assert.equal(await bed.errorOf({ body: nested }), "InvalidParameter");
    });

  it("refuse fields of the same depth from the program that runs it", async () => {
    await start();
    let nested: unknown = 1;
    for (let depth = 0; depth < 5000; depth++) nested = { nested };
    assert.throws(() => bed.emulator.setFields({ nested }), /a state is nested deeper than 100 levels/);
    assert.throws(() => bed.emulator.setScenario({ nested }), /a state is nested deeper than 100 levels/);
  });

  for (const [body, problem] of [
    ['{"scenario":"healthy","scenario":"example"}', /has the key "scenario" twice/],
    ['{"fields":{"State":3,"St\\u0061te":4}}', /has the key "State" twice/],
    ['{"fields":[{"a":1},{"a":[],"b":"\\"a\\":","a":2}]}', /has the key "a" twice/],
    ["{'scenario':'healthy'}", /is not JSON/],
    ["", /is not JSON/],
    ['{"scenario":NaN}', /is not JSON/],
  ] as const)
    it(`refuse the control request ${JSON.stringify(body)}`, async () => {
      await start();
      const [status, error] = await refusedControl("PUT", "state", body);
      assert.equal(status, 400);
      assert.match(error, problem);
    });

  it("refuse bytes that are not UTF-8", async () => {
    await start();
    const body = Buffer.from([...Buffer.from('{"scenario":"'), 0xff, ...Buffer.from('"}')]);
    const response = await fetch(`${bed.emulator.endpoint}/_emulator/state`, { method: "PUT", body });
    assert.deepEqual([response.status, await response.json()], [400, { error: "the body is not UTF-8" }]);
  });

  it("accept the same key in different objects, and keys that only look alike", async () => {
    await start();
    const fields = '{"State":3,"a":{"State":1,"b":[{"State":2},{"State":3}]},"state":4,"x":"\\"State\\":"}';
    const reply = await bed.control("PUT", "state", `{"fields":${fields}}`);
    assert.equal(reply.status, 200);
  });

  it("refuse a query in which a parameter stands twice", async () => {
    await start();
    assert.equal((await refusedControl("GET", "state?account=1&account=2"))[0], 400);
    assert.equal(await bed.errorOf({ method: "GET", query: "A=1&A=2" }), "InvalidParameter");
  });

  for (const value of [1e300, -1e300, Number.MAX_SAFE_INTEGER, 1e10, -1e10, 1.5, "1", true])
    for (const key of ["clockOffsetSeconds", "credentialLifetimeSeconds"])
      it(`refuse ${key} ${value}`, async () => {
        await start();
        const [status, error] = await refusedControl("PUT", "settings", { [key]: value });
        assert.equal(status, 400);
        assert.match(error, new RegExp(`"${key}" must be an integer from -\\d+ to \\d+`));
      });

  it("answer under the largest clock offsets, and again at once when the clock is set back", async () => {
    await start();
    for (const offset of [3_162_240_000, -3_162_240_000]) {
      assert.equal((await bed.control("PUT", "settings", { clockOffsetSeconds: offset })).status, 200);
      for (let count = 0; count < 25; count++)
        await bed.call({ timestamp: Math.max(0, bed.timestamp + offset) });
    }
    assert.equal((await bed.control("PUT", "settings", { clockOffsetSeconds: null })).status, 200);
    assert.equal(await bed.errorOf(), undefined);
  });

  for (const fault of [
    { fault: "hang", delayMs: 1e300 },
    { fault: "trickle", intervalMs: 2 ** 31 },
    { fault: "hang", times: 1e300 },
    { fault: "error", message: "x".repeat(20_000) },
  ])
    it(`refuse the fault ${JSON.stringify(fault).slice(0, 60)}`, async () => {
      await start();
      assert.equal((await refusedControl("POST", "faults", fault))[0], 400);
    });

  it("take so many faults, credentials, roles and accounts, and no more", async () => {
    await start();
    const faults = Array.from({ length: 1001 }, () => ({ fault: "none" }));
    assert.match((await refusedControl("POST", "faults", faults))[1], /at most 1000 faults/);
    const { emulator } = bed;
    const many = Array.from({ length: 1001 }, (_, index) => index);
    const key = { secretKey: "k" };
    assert.throws(() => {
      for (const index of many) emulator.addCredential({ secretId: `id${index}`, ...key });
    }, /at most 1000 credentials/);
    assert.throws(() => {
      for (const index of many) emulator.addRole({ roleArn: `qcs::cam::uin/${index}:roleName/r` });
    }, /at most 1000 roles/);
    assert.throws(() => {
      for (const index of many) emulator.setScenario("healthy", String(index));
    }, /at most 1000 accounts/);
    // those that are there can still be changed
    emulator.setScenario("healthy");
    emulator.addCredential({ secretId: "id1", ...key });
  });

  it("refuse accounts' states that are large in all", async () => {
    await start();
    const fields = { Padding: "x".repeat(MIB) };
    assert.throws(() => {
      for (let index = 0; index < 100; index++) bed.emulator.setScenario(fields, String(index));
    }, /67108864 characters in all/);
  });

  it("refuse headers of more than 16 KiB, and say so", async () => {
    await start();
    const socket = await open();
    socket.write(`POST / HTTP/1.1\r\nhost: 127.0.0.1\r\nx-large: ${"x".repeat(20_000)}\r\n\r\n`);
    assert.deepEqual(await refusalOn(socket), [
      431,
      "the request's line and headers are larger than 16384 bytes",
    ]);
  });

  it("refuse a path of more than 16 KiB, and say so", async () => {
    await start();
    const socket = await open();
    socket.write(`GET /${"x".repeat(20_000)} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n`);
    assert.equal((await refusalOn(socket))[0], 431);
  });

  it("refuse what is no HTTP, and say so", async () => {
    await start();
    const socket = await open();
    socket.write("\u0016\u0003\u0001 a TLS client\r\n\r\n");
    assert.deepEqual(await refusalOn(socket), [400, "this is not a request of HTTP/1.1"]);
  });

  it("end a request whose headers or body do not come in time, and say so", async () => {
    await start({ headersTimeoutMs: 200, requestTimeoutMs: 400 });
    const [slowHeaders, slowBody] = [await open(), await open()];
    slowHeaders.write("POST / HTTP/1.1\r\nhost: 127.0.0.1\r\n");
    slowBody.write("POST / HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 10\r\n\r\n{");
    for (const socket of [slowHeaders, slowBody]) {
      const [status, error] = await refusalOn(socket);
      assert.equal(status, 408);
      assert.match(error, /200 ms for the headers, 400 ms for all/);
    }
  });

  it("refuse one connection too many, and say so; it is served once another has gone", async () => {
    await start({ connections: 2 });
    const first = await open();
    await open();
    const third = await open();
    assert.deepEqual(await refusalOn(third), [
      503,
      "there are 2 connections already, and no more are served",
    ]);
    first.destroy();
    await untilServed();
  });

  /** Asks until the emulator has noticed that the test's connections have gone. */
  async function untilServed(): Promise<void> {
    for (;;) {
      const response = await fetch(`${bed.emulator.endpoint}/_emulator/health`, {
        headers: { connection: "close" },
      });
      await response.text();
      if (response.status === 200) return;
      assert.equal(response.status, 503, "refused for another reason than connections that are just closing");
    }
  }
});
