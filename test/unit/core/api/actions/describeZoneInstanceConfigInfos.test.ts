import assert from "node:assert/strict";
import { describeZoneInstanceConfigInfos } from "../../../../../core/api/actions/describeZoneInstanceConfigInfos";
import { accessTo } from "../support";

const access = accessTo("https://cvm.intl.tencentcloudapi.com");
const parse = (list: unknown) =>
  describeZoneInstanceConfigInfos.parse({ InstanceTypeQuotaSet: list }, access);
const item = (InstanceType: unknown, Cpu: unknown, Zone = "ap-singapore-1") => ({ InstanceType, Cpu, Zone });

describe("DescribeZoneInstanceConfigInfos", () => {
  it("gives the cores of each type, which all zones have alike", () => {
    const types = [item("S5.LARGE8", 4), item("S5.LARGE8", 4, "ap-singapore-2"), item("GN7.2XLARGE40", 10)];
    assert.deepEqual(parse(types), { "S5.LARGE8": 4, "GN7.2XLARGE40": 10 });
  });

  it("leaves out types that zones tell differently, and numbers that are no count of cores", () => {
    const odd = [0, -4, 2.5, "4", null, undefined].map((cores, index) => item(`ODD.${index}`, cores));
    assert.deepEqual(parse([item("S5.LARGE8", 4), item("S5.LARGE8", 8), ...odd, item(1, 4), null, "x"]), {});
    assert.deepEqual(parse([]), {});
    assert.deepEqual(parse(null), {});
  });

  it("refuses a reply without a list", () => {
    assert.throws(() => parse({}), { kind: "reply", message: /no InstanceTypeQuotaSet/ });
  });

  it("names the permission that it needs, for the messages of a refusal", () => {
    assert.equal(describeZoneInstanceConfigInfos.camAction, "cvm:DescribeZoneInstanceConfigInfos");
    assert.equal(describeZoneInstanceConfigInfos.service.product, "cvm");
  });
});
