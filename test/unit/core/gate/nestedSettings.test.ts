import assert from "node:assert/strict";
import { TcssError } from "../../../../core/base/errors";
import { assertNotInBoth, joinedParts, onlyStricterParts } from "../../../../core/gate/nestedSettings";
import { DEFAULTS, type GateSettingsArgs } from "../../../../core/gate/settings";

const joined = (...places: GateSettingsArgs[]) => joinedParts(places);

describe("settings that consist of parts", () => {
  it("have their defaults where no place gives them", () =>
    assert.deepEqual(joined({}, { assets: {}, forecast: {} }, { assets: undefined }), {
      assets: DEFAULTS.assets,
      forecast: DEFAULTS.forecast,
    }));

  it("take each part from the highest authority that gives it", () =>
    assert.deepEqual(
      joined(
        { assets: { exempt: ["a"] }, forecast: { countElastic: true, useMaximum: true } },
        { assets: { exempt: ["b"] }, forecast: { countElastic: false, lookup: undefined } },
        { assets: { exempt: undefined } },
      ),
      {
        assets: { exempt: ["b"], mustBeDefended: [] },
        forecast: { ...DEFAULTS.forecast, useMaximum: true },
      },
    ));

  it("let a higher authority take exemptions back", () =>
    assert.deepEqual(joined({ assets: { exempt: ["a"] } }, { assets: { exempt: [] } }).assets.exempt, []));

  it("add up what must be defended: no place can take back what another asks for", () =>
    assert.deepEqual(
      joined(
        { assets: { mustBeDefended: ["a", "b"] } },
        { assets: { mustBeDefended: [] } },
        { assets: { mustBeDefended: ["b", "c"] } },
      ).assets.mustBeDefended,
      ["a", "b", "c"],
    ));

  it("add up instance types, each from the highest authority", () =>
    assert.deepEqual(
      joined(
        { forecast: { instanceTypes: { "A.LARGE1": 1, "B.LARGE1": 2 } } },
        { forecast: { instanceTypes: { "B.LARGE1": 3 } } },
      ).forecast.instanceTypes,
      { "A.LARGE1": 1, "B.LARGE1": 3 },
    ));

  it("refuse a pattern that both lists have", () => {
    assertNotInBoth({ exempt: ["a"], mustBeDefended: ["b"] });
    assert.throws(
      () => assertNotInBoth({ exempt: ["a", "b"], mustBeDefended: ["b"] }),
      (error) =>
        error instanceof TcssError &&
        error.kind === "configuration" &&
        /assets\.exempt and assets\.mustBeDefended both name b\./.test(error.message),
    );
  });
});

describe("of a program that may only be stricter", () => {
  const above = joined({
    assets: { exempt: ["a"], mustBeDefended: ["x"] },
    forecast: { instanceTypes: { "A.LARGE1": 4 }, countElastic: true },
  });

  it("exemptions do not count, and that is told", () => {
    const { assets, unused } = onlyStricterParts({ assets: { exempt: ["b"] } }, above);
    assert.deepEqual([assets, unused], [above.assets, ["assets.exempt"]]);
  });

  it("exemptions that count without it are not told", () =>
    assert.deepEqual(onlyStricterParts({ assets: { exempt: ["a"] } }, above).unused, []));

  it("what must be defended adds up", () => {
    const { assets, unused } = onlyStricterParts({ assets: { mustBeDefended: ["y"] } }, above);
    assert.deepEqual([assets.mustBeDefended, unused], [["y", "x"], []]);
  });

  it("a higher count of cores counts", () => {
    const { forecast, unused } = onlyStricterParts(
      {
        forecast: {
          instances: "possible",
          useMaximum: true,
          countElastic: false,
          instanceTypes: { "A.LARGE1": 8 },
        },
      },
      above,
    );
    assert.deepEqual(unused, []);
    assert.deepEqual(forecast, {
      instances: "possible",
      useMaximum: true,
      countElastic: false,
      instanceTypes: { "A.LARGE1": 8 },
      lookup: false,
    });
  });

  it("a lower one does not, nor cores of a type that would be unknown, nor a look-up", () => {
    const strict = joined({
      forecast: { instances: "possible", useMaximum: true, instanceTypes: { "A.LARGE1": 4 } },
    });
    const { forecast, unused } = onlyStricterParts(
      {
        forecast: {
          instances: "certain",
          useMaximum: false,
          countElastic: true,
          lookup: true,
          instanceTypes: { "A.LARGE1": 2, "B.LARGE1": 2 },
        },
      },
      strict,
    );
    assert.deepEqual(forecast, strict.forecast);
    assert.deepEqual(unused, [
      "forecast.instances",
      "forecast.countElastic",
      "forecast.useMaximum",
      "forecast.lookup",
      "forecast.instanceTypes",
    ]);
  });
});
