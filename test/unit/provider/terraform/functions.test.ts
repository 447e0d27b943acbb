import assert from "node:assert/strict";
import { parsePurchaseState } from "../../../../core/internal";
import { FUNCTIONS, FunctionError } from "../../../../provider/terraform/functions";
import { snake } from "../../../../provider/terraform/names";
import { EXAMPLE } from "../../support/replies";

const NOW = "2024-06-01T00:00:00Z";
const state = Object.fromEntries(
  Object.entries(parsePurchaseState(EXAMPLE)).map(([name, value]) => [snake(name), value]),
);
const call = (name: string, ...args: unknown[]): unknown => FUNCTIONS[name]?.(args);
const ids = (found: unknown): string[] => (found as { rule_id: string }[]).map((each) => each.rule_id);

function errorOf(name: string, ...args: unknown[]): [argument: number, text: string] {
  try {
    call(name, ...args);
  } catch (error) {
    assert.ok(error instanceof FunctionError);
    return [error.argument, error.message];
  }
  return assert.fail("it was not refused");
}

describe("the function findings", () => {
  it("judges a purchase state as the data source gives it, null and all, without a clock", () => {
    const whole = { ...state, no_container_cores_cnt: null, account: null, timeouts: null };
    assert.deepEqual(ids(call("findings", whole, null, NOW)), ids(call("findings", state, {}, NOW)));
    assert.deepEqual(ids(call("findings", state, null, NOW)), [
      "TCSS002",
      "TCSS004",
      "TCSS006",
      "TCSS008",
      "TCSS009",
    ]);
    assert.ok(ids(call("findings", state, null, "2034-01-01T00:00:00Z")).includes("TCSS001"));
  });

  it("takes levels and settings of rules, in both spellings", () => {
    const rules = {
      all: "disabled",
      "no-undefended-cores": { enforcement_level: "advisory", maxUndefendedCores: 4 },
    };
    assert.deepEqual(call("findings", state, rules, NOW), [
      {
        rule_id: "TCSS002",
        policy_name: "no-undefended-cores",
        level: "advisory",
        severity: "high",
        message: "86 of 154 cores are undefended (4 are accepted).",
        advice: (call("findings", state, rules, NOW) as { advice: string }[])[0]?.advice,
        waived: false,
      },
    ]);
  });

  it("reads times in the zone in which the data source has read them, which a provider block may say", () => {
    const read = (timeZone: string) => ({
      ...Object.fromEntries(
        Object.entries(
          parsePurchaseState({ ...EXAMPLE, ExpirationTime: "2024-06-01 05:00:00" }, timeZone),
        ).map(([name, value]) => [snake(name), value]),
      ),
      time_zone: null,
    });
    // in Auckland these five hours are past, in Beijing they are not
    assert.ok(
      ids(call("findings", read("Pacific/Auckland"), null, "2024-05-31T18:00:00Z")).includes("TCSS001"),
    );
    assert.ok(
      !ids(call("findings", read("Asia/Shanghai"), null, "2024-05-31T18:00:00Z")).includes("TCSS001"),
    );
    assert.ok(!ids(call("findings", read("Pacific/Honolulu"), null, NOW)).includes("TCSS001"));
  });

  it("takes the time with its zone alone, as a mock may give it, and refuses two different times", () => {
    const mock = { ...state, expiration_time: "x7f3k2", expiration_time_utc: "2025-01-01T00:00:00Z" };
    assert.ok(!ids(call("findings", mock, null, NOW)).includes("TCSS001"));
    assert.ok(ids(call("findings", mock, null, "2026-01-01T00:00:00Z")).includes("TCSS001"));
    const contradicting = { ...state, expiration_time_utc: "2034-01-01T00:00:00Z" };
    assert.deepEqual(errorOf("findings", contradicting, null, NOW), [
      0,
      "has two different times as expiration_time and expiration_time_utc",
    ]);
  });

  it("refuses a name that is given in both spellings: one of them would count for nothing", () => {
    assert.deepEqual(errorOf("findings", { ...state, undefendCoresCnt: 0 }, null, NOW), [
      0,
      "undefendCoresCnt is given twice, as undefend_cores_cnt as well",
    ]);
    const rules = { "expiring-soon": { min_days_left: 3, minDaysLeft: 40 } };
    assert.deepEqual(errorOf("findings", state, rules, NOW), [
      1,
      "expiring-soon.minDaysLeft is given twice, as min_days_left as well",
    ]);
  });

  it("names the argument that is wrong", () => {
    assert.match(errorOf("findings", state, { TCSS003: "mandatory" }, NOW)[1], /^TCSS003 is not a policy/);
    assert.deepEqual(errorOf("findings", { a: 1 }, null, NOW)[0], 0);
    assert.deepEqual(errorOf("findings", null, null, NOW)[0], 0);
    const [argument, text] = errorOf("findings", state, { "no-undefended-cores": { max: 1 } }, NOW);
    assert.equal(argument, 1);
    assert.match(text, /max/);
    assert.equal(errorOf("findings", state, 7, NOW)[0], 1);
    assert.equal(errorOf("findings", state, null, "2024-06-01 00:00:00")[0], 2);
  });
});

describe("the function days_left", () => {
  it("counts whole days, negative after the end", () => {
    assert.equal(call("days_left", "2024-06-11T00:00:00Z", NOW), 10);
    assert.equal(call("days_left", "2024-06-11T08:00:00+08:00", NOW), 10);
    assert.equal(call("days_left", "2024-06-10T23:59:59Z", NOW), 9);
    assert.equal(call("days_left", "2024-05-22T00:00:00Z", NOW), -10);
    assert.equal(call("days_left", null, NOW), null);
  });

  it("names the argument that is no time", () => {
    assert.equal(errorOf("days_left", "soon", NOW)[0], 0);
    assert.equal(errorOf("days_left", NOW, "now")[0], 1);
    assert.match(errorOf("days_left", NOW, "now")[1], /RFC 3339.*plantimestamp/);
  });
});
