import assert from "node:assert/strict";
import { check, type DoctorDocument } from "../../../../report/src/doctor/checks";
import { Clock } from "../../../../report/src/doctor/clock";
import { doctorTable } from "../../../../report/src/doctor/table";
import { told } from "../../../../report/src/present/doctor";

const DOCUMENT: DoctorDocument = {
  schemaVersion: 1,
  generatedAt: "2026-11-26T00:00:00Z",
  determined: false,
  machine: [
    check("versions", "ok", {
      command: "1.2.3",
      node: "v22.0.0",
      platform: "linux x64",
      programs: { pulumi: true },
    }),
  ],
  accounts: [
    {
      account: "one\u001b[2J",
      checks: [
        check("values", "attention", {
          of: "host",
          looked: 2,
          fields: [{ field: "Status", values: ['"\u202eevil"'] }],
        }),
        check("clock", "unknown", { aheadSeconds: null }),
      ],
    },
  ],
};

describe("the doctor's table", () => {
  for (const width of [40, 80, 200])
    it(`shows every line with its status and advice in ${width} columns, and lets nothing act on the terminal`, () => {
      const text = doctorTable(DOCUMENT, { color: false, width });
      for (const row of text.split("\n")) assert.ok(row.length <= width, row);
      const flat = text.replace(/\s+/g, " ");
      assert.match(flat, /attention *values of hosts not documented: Status/);
      assert.match(flat, /→ No document says what it means\. Report it/);
      assert.match(flat, /unknown *clock unknown: no answer had a time/);
      assert.match(flat, /Not everything could be determined/);
      assert.ok(!text.includes("\u001b") && !text.includes("\u202e"));
    });

  it("is colored where the terminal wants it", () => {
    assert.ok(doctorTable(DOCUMENT, { color: true, width: 80 }).includes("\u001b[33mattention"));
  });
});

describe("the doctor's clock", () => {
  const aheadBy = (seconds: number) => {
    const clock = new Clock();
    clock.onServerTime(new Date(Date.now() - seconds * 1000));
    return clock;
  };

  it("is fine within a minute, worth a look within five, and a problem from there on, in both directions", () => {
    for (const [seconds, status] of [
      [0, "ok"],
      [-50, "ok"],
      [120, "attention"],
      [-120, "attention"],
      [400, "problem"],
      [-400, "problem"],
    ] as const)
      assert.equal(aheadBy(seconds).check().status, status, String(seconds));
  });

  it("counts the smallest difference, since an answer may have been under way", () => {
    const clock = aheadBy(200);
    clock.onServerTime(new Date());
    assert.equal(clock.check().status, "ok");
  });

  it("says in which direction it is off", () => {
    assert.match(told(aheadBy(400).check()).says, /^(399|400|401) seconds ahead of the server's$/);
    assert.match(told(aheadBy(-400).check()).says, /^(399|400|401) seconds behind the server's$/);
    assert.equal(told(new Clock().check()).says, "unknown: no answer had a time");
  });
});
