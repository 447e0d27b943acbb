import assert from "node:assert/strict";
import { TestBed } from "./support";

describe("the lookup of instance types", () => {
  let bed: TestBed;

  before(async () => {
    bed = await TestBed.start();
  });
  after(() => bed.emulator.close());

  async function lookup(
    Filters: object[],
    headers: Record<string, string> = { "x-tc-region": "ap-singapore" },
  ) {
    bed.advance(1000);
    const reply = await bed.call({
      action: "DescribeZoneInstanceConfigInfos",
      service: "cvm",
      version: "2017-03-12",
      body: JSON.stringify({ Filters }),
      sent: headers,
    });
    return { items: (reply["InstanceTypeQuotaSet"] ?? []) as Record<string, unknown>[], error: reply.Error };
  }

  it("tells the cores of each type, in each zone of the region", async () => {
    const { items } = await lookup([{ Name: "instance-type", Values: ["S5.2XLARGE16", "GN7.2XLARGE40"] }]);
    assert.deepEqual(
      new Set(items.map((item) => `${item["InstanceType"]} ${item["Cpu"]}`)),
      new Set(["S5.2XLARGE16 8", "GN7.2XLARGE40 10"]),
    );
    assert.deepEqual(
      new Set(items.map((item) => item["Zone"])),
      new Set(["ap-singapore-1", "ap-singapore-2"]),
    );
  });

  it("filters by zone, family and type at once, and leaves unknown types out", async () => {
    const { items } = await lookup([
      { Name: "zone", Values: ["ap-singapore-2"] },
      { Name: "instance-family", Values: ["S5"] },
      { Name: "instance-charge-type", Values: ["PREPAID"] },
    ]);
    assert.equal(items.length, 6);
    assert.deepEqual((await lookup([{ Name: "instance-type", Values: ["Q1.LARGE8"] }])).items, []);
  });

  it("refuses unknown filters, a missing region, another service's signature, and who lacks the permission", async () => {
    assert.equal((await lookup([{ Name: "color", Values: ["red"] }])).error?.Code, "InvalidFilter");
    assert.equal((await lookup([], {})).error?.Code, "MissingParameter");
    assert.equal((await lookup([], { "x-tc-region": "moon" })).error?.Code, "UnsupportedRegion");
    const signed = { action: "DescribeZoneInstanceConfigInfos", version: "2017-03-12" };
    assert.equal(await bed.errorOf(signed), "AuthFailure.InvalidAuthorization");
    bed.emulator.faults.push({ fault: "no-permission" });
    const { error } = await lookup([]);
    assert.equal(error?.Code, "UnauthorizedOperation");
    assert.match(error?.Message ?? "", /cvm:DescribeZoneInstanceConfigInfos/);
    assert.equal(bed.emulator.requests("DescribeZoneInstanceConfigInfos").at(-1)?.service, "cvm");
  });
});
