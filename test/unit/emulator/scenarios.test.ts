import assert from "node:assert/strict";
import { scenarios } from "../../../emulator/src";
import { start, TestBed } from "./support";

interface Counts {
  [field: string]: number;
}

function built(name: string) {
  const fields = scenarios.get(name)?.build(start) ?? {};
  return { ...fields, counts: fields as Counts, daysLeft: daysTo(fields["ExpirationTime"]) };
}

function daysTo(time: unknown): number {
  return (Date.parse(`${String(time).replace(" ", "T")}+08:00`) - start.getTime()) / 86_400_000;
}

function idle(counts: Counts): number {
  const entitled =
    (counts["AuthorizedCoresCnt"] ?? 0) +
    Math.max(counts["GivenAuthorizedCoresCnt"] ?? 0, counts["TrialCoresCnt"] ?? 0);
  return Math.max(0, entitled - ((counts["CoresCnt"] ?? 0) - (counts["CurrentFlexibleCoresCnt"] ?? 0)));
}

describe("the scenarios", () => {
  const documented = [
    "AllCoresCnt AuthorizedCoresCnt AuthorizedImageCnt AutomaticRenewal BeginTime CoresCnt",
    "CurrentFlexibleCoresCnt DefendClusterCoresCnt DefendHostCoresCnt DefendPolicy ExpirationTime",
    "FlexibleCoresLimit GivenAuthorizedCnt GivenAuthorizedCoresCnt ImageCnt InquireKey",
    "PurchasedAuthorizedCnt State SubState TrialCoresCnt UndefendCoresCnt",
  ].flatMap((line) => line.split(" "));

  for (const [name, { build }] of scenarios) {
    it(`${name}: holds every documented field, and its cores add up`, () => {
      const fields = build(start);
      assert.deepEqual(Object.keys(fields).sort(), [...documented].sort());
      const counts = fields as Counts;
      assert.equal(counts["AllCoresCnt"], (counts["CoresCnt"] ?? 0) + (counts["UndefendCoresCnt"] ?? 0));
      assert.equal(
        counts["CoresCnt"],
        (counts["DefendClusterCoresCnt"] ?? 0) + (counts["DefendHostCoresCnt"] ?? 0),
      );
    });
  }

  it("example is the API document's reply, moved to the present with its length and time of day", () => {
    const { counts, daysLeft } = built("example");
    assert.equal(counts["UndefendCoresCnt"], 86);
    assert.equal(idle(counts), 79);
    assert.equal(counts["AutomaticRenewal"], 194);
    assert.equal(counts["BeginTime"], "2026-01-30 13:01:18");
    assert.equal(counts["ExpirationTime"], "2026-05-01 13:01:18");
    assert.ok(daysLeft > 60 && daysLeft < 62);
  });

  it("healthy has nothing idle, undefended, unlicensed or ending", () => {
    const { counts, daysLeft } = built("healthy");
    assert.equal(counts["UndefendCoresCnt"], 0);
    assert.equal(idle(counts), 0);
    assert.equal(counts["ImageCnt"], counts["AuthorizedImageCnt"]);
    assert.equal(counts["AutomaticRenewal"], 1);
    assert.equal(daysLeft, 275);
  });

  it("undefended has undefended cores and no idle one", () => {
    const { counts } = built("undefended");
    assert.equal(counts["UndefendCoresCnt"], 32);
    assert.equal(idle(counts), 0);
    assert.equal(counts["CurrentFlexibleCoresCnt"], 0);
  });

  it("expiring has five whole days left and no renewal", () => {
    const { counts, daysLeft } = built("expiring");
    assert.equal(Math.floor(daysLeft), 5);
    assert.equal(counts["AutomaticRenewal"], 2);
    assert.equal(counts["State"], 3);
  });

  it("tells isolated, terminated, trial and never bought apart", () => {
    const of = (name: string) => {
      const { counts } = built(name);
      return [counts["State"], counts["SubState"]];
    };
    assert.deepEqual(of("expired-isolated"), [4, "ISOLATE"]);
    assert.deepEqual(of("expired-terminated"), [4, "TERMINATED"]);
    assert.deepEqual(of("trial"), [2, "NORMAL"]);
    assert.deepEqual(of("not-purchased"), [0, ""]);
    assert.ok(built("expired-isolated").daysLeft < 0);
    assert.ok(built("expired-terminated").daysLeft < 0);
    assert.equal(idle(built("trial").counts), 0);
    assert.ok(built("trial").daysLeft > 14);
    assert.equal(built("not-purchased").counts["ExpirationTime"], "");
  });

  it("keeps the dates of a scenario while the clock runs, so that a license can expire", async () => {
    const bed = await TestBed.start({ scenario: "expiring" });
    try {
      const before = (await bed.call())["ExpirationTime"];
      bed.advance(6 * 86_400_000);
      assert.equal((await bed.call())["ExpirationTime"], before);
    } finally {
      await bed.emulator.close();
    }
  });

  it("serves given fields word for word: null, wrong types, unknown ones, none at all", async () => {
    const fields = { State: "3", CoresCnt: null, Nested: { a: [1] }, Large: 9007199254740991 };
    const bed = await TestBed.start({ scenario: fields });
    try {
      const { RequestId: _, ...served } = await bed.call();
      assert.deepEqual(served, fields);
      bed.emulator.setScenario({});
      assert.deepEqual(Object.keys(await bed.call()), ["RequestId"]);
    } finally {
      await bed.emulator.close();
    }
  });

  it("changes, nulls and removes single fields", async () => {
    const bed = await TestBed.start();
    try {
      bed.emulator.setFields({ UndefendCoresCnt: undefined, ImageCnt: null, CoresCnt: 7 });
      const reply = await bed.call();
      assert.ok(!("UndefendCoresCnt" in reply));
      assert.equal(reply["ImageCnt"], null);
      assert.equal(reply["CoresCnt"], 7);
      assert.equal(reply["State"], 3);
    } finally {
      await bed.emulator.close();
    }
  });

  it("refuses a scenario that it does not know, and names those it knows", async () => {
    await assert.rejects(
      TestBed.start({ scenario: "helthy" }),
      /unknown scenario "helthy" \(there are: example, healthy/,
    );
  });
});
