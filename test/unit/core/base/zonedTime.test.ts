import assert from "node:assert/strict";
import fc from "fast-check";
import { startOfDay, zonedTime, zoneName } from "../../../../core/base/time";
import { assessReading } from "../../../../core/gate";
import { DEFAULT_TIME_ZONE, parsePurchaseState } from "../../../../core/model/parse";

describe("a time in a zone", () => {
  const cases: [instant: string, timeZone: string, shown: string][] = [
    ["2024-12-24T05:01:18Z", "Asia/Shanghai", "2024-12-24 13:01:18 Beijing time"],
    ["2024-12-24T16:00:00Z", "Asia/Shanghai", "2024-12-25 00:00:00 Beijing time"],
    ["2024-12-24T16:00:00Z", "PRC", "2024-12-25 00:00:00 Beijing time"],
    ["2024-12-24T00:00:00Z", "UTC", "2024-12-24 00:00:00 UTC"],
    ["2024-12-24T00:00:00Z", "Etc/UTC", "2024-12-24 00:00:00 UTC"],
    ["2024-07-01T22:30:05.9Z", "Europe/Berlin", "2024-07-02 00:30:05 Europe/Berlin"],
    ["2024-12-31T23:59:59Z", "America/New_York", "2024-12-31 18:59:59 America/New_York"],
    ["0999-01-01T00:00:00Z", "UTC", "999-01-01 00:00:00 UTC"],
  ];
  for (const [instant, timeZone, shown] of cases)
    it(`is ${shown}`, () => {
      assert.equal(zonedTime(instant, timeZone), shown);
      assert.equal(zonedTime(new Date(instant), timeZone), shown);
    });

  it("is in Beijing what it is by the zone's other names, which Intl computes", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("1985-01-01"), max: new Date("2200-01-01"), noInvalidDate: true }),
        (date) => assert.equal(zonedTime(date, "Asia/Shanghai"), zonedTime(date, "PRC")),
      ),
    );
  });

  it("has the zone's name", () => {
    assert.equal(zoneName("Asia/Shanghai"), "Beijing time");
    assert.equal(zoneName("Asia/Singapore"), "Asia/Singapore");
  });

  it("starts a day at its midnight", () => {
    assert.equal(startOfDay("2024-12-25", "Asia/Shanghai").toISOString(), "2024-12-24T16:00:00.000Z");
    assert.equal(startOfDay("2024-12-25", "UTC").toISOString(), "2024-12-25T00:00:00.000Z");
  });
});

describe("a license that ends at midnight in Beijing", () => {
  const state = parsePurchaseState({ State: 3, ExpirationTime: "2024-12-25 00:00:00", AutomaticRenewal: 2 });
  const messageAt = (now: string, timeZone = DEFAULT_TIME_ZONE): string =>
    assessReading({ reading: state, place: {} }, { settings: {}, waivers: [], timeZone, now: new Date(now) })
      .findings.map(({ message }) => message)
      .join(" ");

  it("ends on one day, in a zone that is named", () => {
    assert.match(messageAt("2024-12-20T00:00:00Z"), /ends on 2024-12-25 00:00:00 Beijing time, in 4 days/);
    assert.match(
      messageAt("2024-12-25T00:00:00Z"),
      /ended on 2024-12-25 00:00:00 Beijing time, less than a day ago/,
    );
  });

  it("ends in the zone of the settings where they have another one", () => {
    assert.match(messageAt("2024-12-20T00:00:00Z", "UTC"), /ends on 2024-12-24 16:00:00 UTC, in 4 days/);
  });
});
