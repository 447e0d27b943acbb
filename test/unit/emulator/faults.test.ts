import assert from "node:assert/strict";
import { METADATA_PATH, type ScriptedFault, scenarios } from "../../../emulator/src";
import { sign, TestBed } from "./support";

describe("faults", () => {
  let bed: TestBed;
  beforeEach(async () => {
    bed = await TestBed.start();
  });
  afterEach(() => bed.emulator.close());

  /** A signed call, as it comes over the wire. */
  function ask(init: RequestInit = {}): Promise<Response> {
    const { secretId, secretKey, endpoint } = bed.emulator;
    const { host: _, ...headers } = sign({ secretId, secretKey, timestamp: bed.timestamp });
    return fetch(endpoint, { method: "POST", headers, body: "{}", ...init });
  }
  async function askWith(fault: ScriptedFault, init: RequestInit = {}): Promise<Response> {
    bed.emulator.faults.push(fault);
    return await ask(init);
  }
  /** Resolves once the emulator has read so many requests, by asking it rather than by waiting. */
  async function reached(count: number): Promise<void> {
    while (bed.emulator.requests().length < count) await bed.control("GET", "health");
  }

  it("latency answers rightly, later", async () => {
    const before = performance.now();
    const reply = await askWith({ fault: "latency", delayMs: 30 });
    assert.ok(performance.now() - before >= 25);
    assert.equal(((await reply.json()) as { Response: { State: number } }).Response.State, 3);
  });

  it("hang reads the request and never answers", async () => {
    const hanging = askWith({ fault: "hang" });
    const ended = assert.rejects(hanging, TypeError);
    await reached(1);
    assert.equal((await ask()).status, 200);
    assert.equal(bed.emulator.requests()[0]?.status, undefined);
    await bed.emulator.close();
    await ended;
  });

  it("trickle sends the headers, then white space for ever", async () => {
    const reply = await askWith({ fault: "trickle", intervalMs: 1 });
    assert.equal(reply.status, 200);
    assert.equal(reply.headers.get("content-type"), "application/json");
    const reader = reply.body?.getReader();
    for (let byte = 1; byte <= 3; byte++) {
      const { value, done } = (await reader?.read()) ?? {};
      assert.equal(done, false);
      assert.match(Buffer.from(value ?? []).toString(), /^ +$/);
    }
    await reader?.cancel();
  });

  it("reset resets the connection", async () => {
    await assert.rejects(askWith({ fault: "reset" }), (error: Error) => {
      assert.equal((error.cause as NodeJS.ErrnoException).code, "ECONNRESET");
      return true;
    });
  });

  it("5xx answers 503 with a short body, or another status", async () => {
    const reply = await askWith({ fault: "5xx" });
    assert.equal(reply.status, 503);
    assert.equal(await reply.text(), "upstream failed\n");
    assert.equal((await askWith({ fault: "5xx", status: 502 })).status, 502);
  });

  it("html answers 200 with a login page", async () => {
    const reply = await askWith({ fault: "html" });
    assert.equal(reply.status, 200);
    assert.match(reply.headers.get("content-type") ?? "", /^text\/html/);
    assert.match(await reply.text(), /Please sign in/);
  });

  it("truncated ends in the middle of the body", async () => {
    const reply = await askWith({ fault: "truncated" });
    assert.equal(reply.status, 200);
    assert.ok(Number(reply.headers.get("content-length")) > 300);
    await assert.rejects(reply.text());
  });

  it("empty answers 200 without a body", async () => {
    const reply = await askWith({ fault: "empty" });
    assert.equal(reply.status, 200);
    assert.equal(await reply.text(), "");
  });

  it("redirect leads to a login page, and following it is recorded", async () => {
    const reply = await askWith({ fault: "redirect" }, { redirect: "manual" });
    assert.equal(reply.status, 302);
    assert.equal(reply.headers.get("location"), "/login");
    assert.match(await (await askWith({ fault: "redirect" })).text(), /Please sign in/);
    assert.deepEqual(
      bed.emulator.requests().map(({ path }) => path),
      ["/", "/", "/login"],
    );
  });

  it("wrong-content-type sends the right JSON as text", async () => {
    const reply = await askWith({ fault: "wrong-content-type" });
    assert.equal(reply.headers.get("content-type"), "text/plain");
    assert.equal(((await reply.json()) as { Response: { State: number } }).Response.State, 3);
  });

  it("rate-limited and error answer in Tencent's own form", async () => {
    const codeOf = async (fault: ScriptedFault) => {
      const reply = await askWith(fault);
      assert.equal(reply.status, 200);
      return ((await reply.json()) as { Response: { Error: object } }).Response.Error;
    };
    assert.deepEqual(await codeOf({ fault: "rate-limited", message: "slow down" }), {
      Code: "RequestLimitExceeded",
      Message: "slow down",
    });
    assert.deepEqual(await codeOf({ fault: "error", code: "InternalError.ErrRoleNotExist", message: "no" }), {
      Code: "InternalError.ErrRoleNotExist",
      Message: "no",
    });
    assert.equal(bed.emulator.requests().at(-1)?.errorCode, "InternalError.ErrRoleNotExist");
  });

  it("are used up in order, and a place can be left for a success", async () => {
    bed.emulator.faults.push(
      { fault: "5xx", times: 2 },
      { fault: "none" },
      { fault: "empty", times: "always" },
    );
    const seen = [];
    for (let call = 0; call < 5; call++) seen.push(`${(await ask()).status}`);
    assert.deepEqual(seen, ["503", "503", "200", "200", "200"]);
    const met = bed.emulator.requests().map(({ fault }) => fault);
    assert.deepEqual(met, ["5xx", "5xx", undefined, "empty", "empty"]);
    bed.emulator.faults.clear();
    assert.deepEqual(bed.emulator.faults.list(), []);
    assert.notEqual(await (await ask()).text(), "");
  });

  it("meet the action that they name, STS and the metadata endpoint included", async () => {
    bed.emulator.setMetadataRole({ roleName: "node" });
    bed.emulator.faults.push(
      { fault: "5xx", action: "metadata" },
      { fault: "error", code: "UnauthorizedOperation", action: "GetCallerIdentity" },
    );
    assert.equal((await ask()).status, 200);
    const identity = await bed.sts("GetCallerIdentity", {});
    assert.equal(identity.Error?.Code, "UnauthorizedOperation");
    const metadata = () => fetch(`${bed.emulator.endpoint}${METADATA_PATH}/`);
    assert.equal((await metadata()).status, 503);
    assert.equal((await metadata()).status, 200);
    bed.emulator.faults.push({ fault: "rate-limited", action: "metadata" });
    assert.equal((await metadata()).status, 500);
  });

  it("of a scenario meet every API request until another scenario is set", async () => {
    const standing = [...scenarios.values()].filter(({ fault }) => fault && !fault.actions);
    assert.equal(standing.length, 12);
    bed.emulator.setScenario("5xx");
    assert.equal((await ask()).status, 503);
    assert.equal((await ask()).status, 503);
    bed.emulator.setScenario("rate-limited");
    assert.equal(await bed.errorOf(), "RequestLimitExceeded");
    bed.emulator.setScenario("healthy");
    assert.equal(await bed.errorOf(), undefined);
  });
});
