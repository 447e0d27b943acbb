import assert from "node:assert/strict";
import { request } from "node:http";
import { TestBed } from "./support";

describe("the control endpoint", () => {
  let bed: TestBed;
  beforeEach(async () => {
    bed = await TestBed.start();
  });
  afterEach(() => bed.emulator.close());

  async function ok<T>(method: string, path: string, body?: unknown): Promise<T> {
    const reply = await bed.control(method, path, body);
    assert.equal(reply.status, 200, JSON.stringify(reply.body));
    return reply.body;
  }
  async function refused(method: string, path: string, body?: unknown): Promise<[number, string]> {
    const reply = await bed.control(method, path, body);
    return [reply.status, (reply.body as { error: string }).error];
  }

  it("says that it is well, and which scenarios there are", async () => {
    assert.deepEqual(await ok("GET", "health"), { status: "ok" });
    const names = (await ok<Array<{ name: string }>>("GET", "scenarios")).map(({ name }) => name);
    assert.ok(names.includes("expired-isolated"));
  });

  it("shows and changes the state: scenario, fields, null, removal", async () => {
    const state = await ok<{ scenario: string; fields: object }>("GET", "state");
    assert.equal(state.scenario, "healthy");
    assert.ok("State" in state.fields);
    await ok("PUT", "state", { scenario: "example" });
    await ok("PUT", "state", { fields: { CoresCnt: null, ImageCnt: 5 }, remove: ["UndefendCoresCnt"] });
    const reply = await bed.call();
    assert.equal(reply["AutomaticRenewal"], 194);
    assert.equal(reply["CoresCnt"], null);
    assert.equal(reply["ImageCnt"], 5);
    assert.ok(!("UndefendCoresCnt" in reply));
  });

  it("changes the state of another account alone", async () => {
    await ok("POST", "credentials", { secretId: "two", secretKey: "k", accountId: "2", scenario: "trial" });
    await ok("PUT", "state", { account: "2", fields: { ImageCnt: 1 } });
    assert.equal((await ok<{ scenario: string }>("GET", "state?account=2")).scenario, "trial");
    const two = await bed.call({ secretId: "two", secretKey: "k" });
    assert.deepEqual([two["State"], two["ImageCnt"]], [2, 1]);
    assert.equal((await bed.call())["ImageCnt"], 1200);
  });

  it("lists and forgets the requests, its own not among them", async () => {
    await bed.call();
    const requests = await ok<Array<{ number: number; action: string }>>("GET", "requests");
    assert.deepEqual(
      requests.map(({ number, action }) => [number, action]),
      [[1, "DescribePurchaseStateInfo"]],
    );
    await ok("DELETE", "requests");
    assert.deepEqual(await ok("GET", "requests"), []);
  });

  it("scripts faults", async () => {
    await ok("POST", "faults", [{ fault: "error", code: "InternalError.MainDBFail" }, { fault: "none" }]);
    await ok("POST", "faults", { fault: "rate-limited", times: "always" });
    assert.equal((await ok<unknown[]>("GET", "faults")).length, 3);
    assert.equal(await bed.errorOf(), "InternalError.MainDBFail");
    assert.equal(await bed.errorOf(), undefined);
    assert.equal(await bed.errorOf(), "RequestLimitExceeded");
    await ok("DELETE", "faults");
    assert.equal(await bed.errorOf(), undefined);
  });

  it("adds, lists and removes credentials, and never shows a key or token", async () => {
    const expiresAt = "2026-03-01T04:00:05.000Z";
    const two = { secretId: "two", secretKey: "private", token: "also-private" };
    await ok("POST", "credentials", { ...two, expiresAt, fields: { State: 1 }, accountId: "2" });
    assert.equal((await bed.call(two))["State"], 1);
    const listed = JSON.stringify(await ok("GET", "credentials"));
    assert.match(listed, /"secretId":"two","accountId":"2","expiresAt":"2026-03-01T04:00:05.000Z"/);
    assert.ok(!listed.includes("private") && !listed.includes(bed.emulator.secretKey));
    bed.advance(5000);
    assert.equal(await bed.errorOf(two), "AuthFailure.TokenFailure");
    await ok("DELETE", "credentials?secretId=two");
    assert.equal(await bed.errorOf(two), "AuthFailure.SecretIdNotFound");
    assert.equal((await refused("DELETE", "credentials?secretId=two"))[0], 400);
  });

  it("sets roles, the metadata role, lifetimes and the clock", async () => {
    const roleArn = "qcs::cam::uin/2:roleName/reader";
    await ok("POST", "roles", { roleArn, externalId: "x" });
    const params = { RoleArn: roleArn, RoleSessionName: "test" };
    assert.equal((await bed.sts("AssumeRole", params)).Error?.Code, "UnauthorizedOperation");
    await ok("PUT", "settings", { metadataRole: { roleName: "node" }, credentialLifetimeSeconds: 9 });
    const { ExpiredTime } = await bed.sts("AssumeRole", { ...params, ExternalId: "x" });
    assert.equal(ExpiredTime, bed.timestamp + 9);
    await ok("PUT", "settings", { clockOffsetSeconds: 360 });
    assert.equal(await bed.errorOf(), "AuthFailure.SignatureExpire");
    assert.deepEqual(await ok("PUT", "settings", { clockOffsetSeconds: null, metadataRole: null }), {
      credentialLifetimeSeconds: 9,
    });
    assert.equal(await bed.errorOf(), undefined);
  });

  it("says what is wrong with a request", async () => {
    const table: Array<[string, string, unknown, RegExp]> = [
      ["PUT", "state", { scenario: "x" }, /unknown scenario "x"/],
      ["PUT", "state", { field: {} }, /unknown key "field"/],
      ["PUT", "state", { fields: [] }, /"fields" must be an object/],
      ["PUT", "state", { remove: "State" }, /"remove" must be an array of strings/],
      ["PUT", "state", "{", /not JSON/],
      ["PUT", "state", "[]", /must be a JSON object/],
      ["POST", "faults", { fault: "x" }, /"fault" must be one of none, latency/],
      ["POST", "faults", { fault: "hang", time: 1 }, /unknown key "time"/],
      ["POST", "faults", { fault: "hang", times: 0 }, /"times"/],
      ["POST", "faults", { fault: "hang", delayMs: -1 }, /"delayMs"/],
      ["POST", "faults", { fault: "5xx", status: 99 }, /"status"/],
      ["POST", "faults", { fault: "error", code: 1 }, /"code" must be a string/],
      ["POST", "faults", ["hang"], /must be a JSON object/],
      ["POST", "credentials", { secretId: "x" }, /"secretKey" is missing/],
      ["POST", "credentials", { secretId: "x", secretKey: "y", expiresAt: "soon" }, /"expiresAt"/],
      ["POST", "roles", { roleArn: "x" }, /not of the form/],
      ["POST", "roles", {}, /"roleArn" is missing/],
      ["PUT", "settings", { clockOffsetSeconds: "x" }, /must be an integer/],
    ];
    for (const [method, path, body, message] of table) {
      const [status, error] = await refused(method, path, body);
      assert.equal(status, 400);
      assert.match(error, message);
    }
    assert.deepEqual(await refused("GET", "nothing"), [404, "there is no /_emulator/nothing"]);
    assert.deepEqual(await refused("POST", "state"), [405, "/_emulator/state knows GET, PUT"]);
  });

  it("answers no browser's page and no other host", async () => {
    const status = (headers: Record<string, string>) =>
      new Promise((resolve, reject) => {
        request(`${bed.emulator.endpoint}/_emulator/state`, { headers }, (reply) => {
          reply.resume();
          resolve(reply.statusCode);
        })
          .on("error", reject)
          .end();
      });
    assert.equal(await status({}), 200);
    assert.equal(await status({ host: "localhost:80" }), 200);
    assert.equal(await status({ host: "evil.example" }), 403);
    assert.equal(await status({ host: "127.0.0.1.evil.example" }), 403);
    assert.equal(await status({ origin: "http://127.0.0.1" }), 403);
    assert.equal(await status({ origin: "null" }), 403);
    assert.equal(await status({ "sec-fetch-site": "cross-site" }), 403);
  });
});

describe("an emulator", () => {
  it("says when its port is taken", async () => {
    const bed = await TestBed.start();
    try {
      await assert.rejects(TestBed.start({ port: bed.emulator.port }), { code: "EADDRINUSE" });
    } finally {
      await bed.emulator.close();
    }
  });

  it("can be closed twice, and answers nothing then", async () => {
    const bed = await TestBed.start();
    await bed.call();
    await bed.emulator.close();
    await bed.emulator.close();
    await assert.rejects(bed.call());
  });
});
