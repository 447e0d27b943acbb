import assert from "node:assert/strict";
import { instantOf, isTimeZone, toUtc, wholeDaysBetween } from "../../../../core/base/time";

describe("toUtc", () => {
  const cases: [text: string, zone: string, utc: string | undefined, why: string][] = [
    ["2024-12-24 13:01:18", "Asia/Shanghai", "2024-12-24T05:01:18Z", "Beijing is eight hours ahead"],
    ["2024-12-24 05:00:00", "Asia/Shanghai", "2024-12-23T21:00:00Z", "the day before in UTC"],
    ["2024-12-24T13:01:18", "Asia/Shanghai", "2024-12-24T05:01:18Z", "written with a T"],
    ["  2024-12-24 13:01:18\n", "Asia/Shanghai", "2024-12-24T05:01:18Z", "white space around it"],
    ["2024-12-24 13:01", "Asia/Shanghai", "2024-12-24T05:01:00Z", "without seconds"],
    ["2024-12-24 13:01:18.900", "Asia/Shanghai", "2024-12-24T05:01:18Z", "a fraction is cut off"],
    ["2024-12-24T13:01:18Z", "Asia/Shanghai", "2024-12-24T13:01:18Z", "its own zone wins"],
    ["2024-12-24T13:01:18+02:00", "Asia/Shanghai", "2024-12-24T11:01:18Z", "its own offset wins"],
    ["2024-12-24 13:01:18+02:00", "Asia/Shanghai", "2024-12-24T11:01:18Z", "an offset after a space"],
    ["2024-02-29 12:00:00", "Asia/Shanghai", "2024-02-29T04:00:00Z", "a leap day"],
    ["2023-02-29 12:00:00", "Asia/Shanghai", undefined, "no leap day in 2023"],
    ["2024-07-01 12:00:00", "America/New_York", "2024-07-01T16:00:00Z", "summer time"],
    ["2024-12-01 12:00:00", "America/New_York", "2024-12-01T17:00:00Z", "standard time"],
    ["2024-12-24 13:01:18", "UTC", "2024-12-24T13:01:18Z", "no difference"],
    ["9999-12-31 23:59:59", "Asia/Shanghai", "9999-12-31T15:59:59Z", "a license without end"],
    ["", "Asia/Shanghai", undefined, "empty"],
    ["   ", "Asia/Shanghai", undefined, "blank"],
    ["2024-12-24", "Asia/Shanghai", undefined, "a date alone"],
    ["2024-12-24 13", "Asia/Shanghai", undefined, "an hour alone"],
    ["0000-00-00 00:00:00", "Asia/Shanghai", undefined, "the zero time of MySQL"],
    ["0001-01-01 00:00:00", "Asia/Shanghai", undefined, "the zero time of Go"],
    ["0001-01-01T00:00:00Z", "Asia/Shanghai", undefined, "the zero time of Go with its zone"],
    ["0001-01-01 00:00:00", "America/New_York", undefined, "the zero time in the west"],
    ["2024-12-24 13:0118", "Asia/Shanghai", undefined, "a colon is missing"],
    ["2024-12-24 13:01:18 or so", "Asia/Shanghai", undefined, "words after it"],
    ["2024-13-24 13:01:18", "Asia/Shanghai", undefined, "no 13th month"],
    ["2024-12-24 25:01:18", "Asia/Shanghai", undefined, "no 25th hour"],
    ["2024-12-24 13:01:18 or so", "Asia/Shanghai", undefined, "garbage after it"],
    ["24.12.2024 13:01:18", "Asia/Shanghai", undefined, "another order"],
    ["next year", "Asia/Shanghai", undefined, "words"],
    ["2024-12-24 13:01:18", "Asia/Nowhere", undefined, "no such zone"],
    ["2024-12-24 13:01:18", "CST", undefined, "China's or Chicago's"],
  ];
  for (const [text, zone, utc, why] of cases)
    it(`gives ${utc} for ${JSON.stringify(text)} in ${zone}: ${why}`, () => {
      assert.equal(toUtc(text, zone), utc);
    });
});

describe("isTimeZone", () => {
  for (const zone of [
    "Asia/Shanghai",
    "Europe/Berlin",
    "UTC",
    "utc",
    "Etc/GMT+8",
    "PRC",
    "GMT",
    "Singapore",
    "Japan",
  ])
    it(`knows ${zone}`, () => assert.ok(isTimeZone(zone)));
  for (const zone of ["", "Beijing", "Asia/Nowhere", "local", "+25:00"])
    it(`does not know ${JSON.stringify(zone)}`, () => assert.equal(isTimeZone(zone), false));
  for (const zone of ["CST", "cst", "EST", "IST", "BST", "PST", "JST", "CTT", "CET"])
    it(`refuses the abbreviation ${zone}, which means several zones`, () =>
      assert.equal(isTimeZone(zone), false));
});

describe("wholeDaysBetween", () => {
  const now = new Date("2024-12-10T12:00:00Z");
  const cases: [instant: string, days: number][] = [
    ["2024-12-10T12:00:00Z", 0],
    ["2024-12-11T11:59:59Z", 0],
    ["2024-12-11T12:00:00Z", 1],
    ["2024-12-24T12:00:00Z", 14],
    ["2024-12-24T11:59:59Z", 13],
    ["2024-12-09T12:00:01Z", 0],
    ["2024-12-09T12:00:00Z", -1],
    ["2024-12-08T11:00:00Z", -2],
  ];
  for (const [instant, days] of cases)
    it(`counts ${days} to ${instant}`, () => assert.equal(wholeDaysBetween(now, instant) + 0, days));
});

describe("instantOf", () => {
  it("reads a time of RFC 3339, with its zone", () => {
    for (const text of ["2024-06-01T23:59:59Z", "2024-06-01t23:59:59z", "2024-06-02T07:59:59+08:00"])
      assert.equal(instantOf(text), Date.UTC(2024, 5, 1, 23, 59, 59));
  });

  it("reads nothing else", () => {
    for (const text of [
      "2024-06-01",
      "2024-06-01T24:00:00Z",
      "2024-06-01T00:00Z",
      "2024-06-01T00:00:00",
      "2024-06-01 00:00:00Z",
      "2024-06-31T00:00:00Z",
      " 2024-06-01T00:00:00Z",
      "",
      7,
      null,
    ])
      assert.equal(instantOf(text), undefined, String(text));
  });
});
