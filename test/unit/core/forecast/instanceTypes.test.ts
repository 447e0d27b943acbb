import assert from "node:assert/strict";
import { coresOfType } from "../../../../core/forecast/instanceTypes";

describe("cores of an instance type", () => {
  for (const [type, cores, origin] of [
    ["S5.SMALL1", 1, "name"],
    ["S5.MEDIUM4", 2, "name"],
    ["S5.LARGE8", 4, "name"],
    ["S5.2XLARGE16", 8, "name"],
    ["SA9.192XLARGE2304", 768, "name"],
    ["S5.6MEDIUM24", 12, "name"],
    ["CDH_8C16G", 8, "name"],
    ["GN10Xp.2XLARGE40", 10, "exception"],
    ["GN8.LARGE56", 6, "exception"],
    ["BMS6.0XLARGE", 152, "exception"],
    ["BMSA3", 256, "exception"],
  ] as const)
    it(`of ${type} are ${cores}, by ${origin}`, () => {
      assert.deepEqual(coresOfType(type), { cores, origin });
    });

  for (const type of [
    "",
    "S5",
    "S5.",
    "S5.HUGE8",
    "BMX9.2XLARGE16",
    "S5.0XLARGE8",
    "s5.large8",
    "S5.2LARGE8",
    "S5.LARGE",
    "CDH_8",
    "toString",
    "constructor.LARGE8",
    "S5.LARGE8 ",
  ])
    it(`of ${JSON.stringify(type)} are unknown, and never 0`, () => {
      assert.equal(coresOfType(type), undefined);
    });

  it("are taken from the API before the user's settings, and from these before exception and name", () => {
    const lookedUp = { "S5.LARGE8": 6 };
    const yours = { "S5.LARGE8": 5, "GN8.LARGE56": 7 };
    assert.deepEqual(coresOfType("S5.LARGE8", { lookedUp, yours }), { cores: 6, origin: "looked up" });
    assert.deepEqual(coresOfType("S5.LARGE8", { yours }), { cores: 5, origin: "yours" });
    assert.deepEqual(coresOfType("GN8.LARGE56", { yours }), { cores: 7, origin: "yours" });
  });
});
