import assert from "node:assert/strict";
import { matchesStack, messageOf, type Place, type Waiver, type WaiverScope } from "../../../../core/gate";
import { needsAccountId } from "../../../../core/gate/waivers";
import { coverage, covers, FINDING, judged, PLACE, WAIVER } from "./waived";

describe("withWaiver", () => {
  it("leaves a finding alone that no waiver is about", () => {
    const others: Waiver[][] = [
      [],
      [{ ...WAIVER, rule: "TCSS001" }],
      [{ ...WAIVER, rule: "protection-active" }],
    ];
    for (const waivers of others) assert.equal(judged(waivers), FINDING);
  });

  for (const rule of [FINDING.ruleId, FINDING.policyName])
    it(`adds the waiver that names the rule as ${rule}`, () => {
      const waiver = { ...WAIVER, rule: rule as Waiver["rule"] };
      assert.deepEqual(judged([waiver]), { ...FINDING, waived: { waiver, daysLeft: 4 } });
    });

  it("knows a rule by its whole id or name only", () => {
    for (const rule of ["tcss002", "TCSS00", "no-undefended", ""])
      assert.equal(judged([{ ...WAIVER, rule: rule as Waiver["rule"] }]), FINDING);
  });

  it("keeps an expired waiver apart, for the message", () => {
    const waiver = { ...WAIVER, expires: "2024-09-30" };
    assert.deepEqual(judged([waiver]), { ...FINDING, expiredWaiver: { waiver, daysLeft: -1 } });
  });

  const several: [why: string, expires: string[], coverage: string][] = [
    ["the last of two in effect", ["2024-10-03", "2024-10-05"], "4 left"],
    ["the first of two in effect", ["2024-10-05", "2024-10-03"], "4 left"],
    ["the one in effect beside an expired one", ["2024-09-01", "2024-10-01"], "0 left"],
    ["the one in the middle", ["2024-10-02", "2025-10-01", "2024-09-30"], "365 left"],
    ["the one that expired last", ["2024-09-01", "2024-09-30", "2024-09-29"], "expired 1 ago"],
  ];
  for (const [which, expires, found] of several)
    it(`takes the waiver that lasts longest: ${which}`, () =>
      assert.equal(coverage(expires.map((day) => ({ ...WAIVER, expires: day }))), found));

  it("passes over a longer waiver that does not match", () => {
    const elsewhere = { ...WAIVER, expires: "2030-01-01", scope: { stack: "dev" } };
    assert.equal(coverage([elsewhere, WAIVER]), "4 left");
  });
});

describe("withWaiver's scope", () => {
  const scopes: [scope: WaiverScope | undefined, covered: boolean][] = [
    [undefined, true],
    [{}, true],
    [{ account: "100000000001" }, true],
    [{ account: "production" }, true],
    [{ account: "100000000002" }, false],
    [{ account: "prod" }, false],
    // an account is no glob: a waiver must name whom it spares
    [{ account: "*" }, false],
    [{ stack: "acme/shop/prod" }, true],
    [{ stack: "acme/shop/dev" }, false],
    [{ resource: "tcss-main" }, true],
    [{ resource: "tcss-*" }, true],
    [{ resource: "*" }, true],
    [{ resource: "tcss" }, false],
    [{ resource: "other-*" }, false],
    [{ account: "production", stack: "prod", resource: "tcss-*" }, true],
    [{ account: "staging", stack: "prod", resource: "tcss-*" }, false],
    [{ account: "production", stack: "dev", resource: "tcss-*" }, false],
    [{ account: "production", stack: "prod", resource: "other" }, false],
  ];
  for (const [scope, covered] of scopes)
    it(`${JSON.stringify(scope) ?? "that is absent"} ${covered ? "covers" : "does not cover"} the place`, () =>
      assert.equal(covers(scope), covered));

  const unknown: [scope: WaiverScope, missing: keyof Place][] = [
    [{ stack: "*" }, "stack"],
    [{ account: "100000000001" }, "accountId"],
    [{ account: "production" }, "accountName"],
    [{ resource: "*" }, "resource"],
  ];
  for (const [scope, missing] of unknown)
    it(`${JSON.stringify(scope)} does not cover a place without ${missing}`, () =>
      assert.equal(covers(scope, { ...PLACE, [missing]: undefined }), false));

  it("covers a place of which nothing is known only when it is everywhere", () => {
    assert.equal(covers({}, {}), true);
    assert.equal(covers(undefined, {}), true);
  });

  it("takes no name for an account but the gate's own: not the resource's, not the stack's", () => {
    const place = { ...PLACE, accountName: undefined };
    for (const account of ["tcss-main", "prod", "acme", "acme/shop/prod"])
      assert.equal(covers({ account }, place), false);
  });
});

describe("matchesStack", () => {
  const cases: [glob: string, stack: string, matches: boolean][] = [
    ["prod", "acme/shop/prod", true],
    ["prod", "acme/prod/dev", false],
    ["prod", "prod/shop/dev", false],
    ["prod", "acme/shop/preprod", false],
    ["*", "acme/shop/prod", true],
    ["prod-*", "acme/shop/prod-eu", true],
    ["prod-*", "acme/shop/prod", false],
    ["{prod,staging}", "acme/shop/staging", true],
    ["shop/prod", "acme/shop/prod", true],
    ["shop/prod", "shop/other/prod", false],
    ["shop/*", "acme/shop/dev", true],
    ["*/prod", "acme/shop/prod", true],
    ["acme/*/prod", "acme/shop/prod", true],
    ["acme/*/prod", "other/shop/prod", false],
    ["acme/shop/prod", "acme/shop/prod", true],
    ["ACME/shop/prod", "acme/shop/prod", false],
    ["a/acme/shop/prod", "acme/shop/prod", false],
    ["prod", "prod", true],
    ["shop/prod", "prod", false],
  ];
  for (const [glob, stack, matches] of cases)
    it(`${glob} ${matches ? "matches" : "does not match"} ${stack}`, () =>
      assert.equal(matchesStack(glob, stack), matches));

  it("matches no stack that is unknown", () => assert.equal(matchesStack("**", undefined), false));
});

describe("a waiver's last day", () => {
  const days: [zone: string, expires: string, now: string, coverage: string][] = [
    ["Asia/Shanghai", "2024-10-05", "2024-10-04T15:59:59.999Z", "1 left"],
    ["Asia/Shanghai", "2024-10-05", "2024-10-04T16:00:00Z", "0 left"],
    ["Asia/Shanghai", "2024-10-05", "2024-10-05T15:59:59.999Z", "0 left"],
    ["Asia/Shanghai", "2024-10-05", "2024-10-05T16:00:00Z", "expired 1 ago"],
    ["Asia/Shanghai", "2024-10-05", "2024-10-06T15:59:59.999Z", "expired 1 ago"],
    ["Asia/Shanghai", "2024-10-05", "2024-10-06T16:00:00Z", "expired 2 ago"],
    ["Asia/Shanghai", "2025-01-01", "2024-12-31T15:59:59Z", "1 left"],
    ["Asia/Shanghai", "2025-01-01", "2024-12-31T16:00:00Z", "0 left"],
    ["Asia/Shanghai", "2024-02-29", "2024-02-29T15:59:59Z", "0 left"],
    ["Asia/Shanghai", "2024-02-29", "2024-02-29T16:00:00Z", "expired 1 ago"],
    ["UTC", "2024-10-05", "2024-10-05T16:00:00Z", "0 left"],
    ["UTC", "2024-10-05", "2024-10-05T23:59:59.999Z", "0 left"],
    ["UTC", "2024-10-05", "2024-10-06T00:00:00Z", "expired 1 ago"],
    // the zone farthest from UTC: the day begins 14 hours before
    ["Pacific/Kiritimati", "2024-10-05", "2024-10-04T09:59:59.999Z", "1 left"],
    ["Pacific/Kiritimati", "2024-10-05", "2024-10-04T10:00:00Z", "0 left"],
    ["Pacific/Kiritimati", "2024-10-05", "2024-10-05T10:00:00Z", "expired 1 ago"],
    // the clock goes back: the day has 25 hours
    ["Europe/Berlin", "2024-10-27", "2024-10-26T21:59:59.999Z", "1 left"],
    ["Europe/Berlin", "2024-10-27", "2024-10-26T22:00:00Z", "0 left"],
    ["Europe/Berlin", "2024-10-27", "2024-10-27T22:59:59.999Z", "0 left"],
    ["Europe/Berlin", "2024-10-27", "2024-10-27T23:00:00Z", "expired 1 ago"],
    ["Europe/Berlin", "2024-10-28", "2024-10-27T12:00:00Z", "1 left"],
    // the clock goes forward: the day has 23 hours
    ["Europe/Berlin", "2024-03-31", "2024-03-30T23:00:00Z", "0 left"],
    ["Europe/Berlin", "2024-03-31", "2024-03-31T21:59:59.999Z", "0 left"],
    ["Europe/Berlin", "2024-03-31", "2024-03-31T22:00:00Z", "expired 1 ago"],
    ["Europe/Berlin", "2024-04-01", "2024-03-30T12:00:00Z", "2 left"],
    // midnight does not exist on the day the clock goes forward
    ["America/Santiago", "2024-09-08", "2024-09-08T03:59:59.999Z", "1 left"],
    ["America/Santiago", "2024-09-08", "2024-09-08T04:00:00Z", "0 left"],
    ["America/Santiago", "2024-09-08", "2024-09-09T02:59:59.999Z", "0 left"],
    ["America/Santiago", "2024-09-08", "2024-09-09T03:00:00Z", "expired 1 ago"],
  ];
  for (const [zone, expires, now, found] of days)
    it(`of ${expires} in ${zone} makes it ${found} at ${now}`, () =>
      assert.equal(coverage([{ ...WAIVER, expires }], PLACE, new Date(now), zone), found));
});

describe("a waiver for an account", () => {
  const scoped = (scope: WaiverScope, expires = "2024-10-05"): Waiver[] => [{ ...WAIVER, expires, scope }];
  const undecided = (waivers: Waiver[], place: Place): string | undefined =>
    judged(waivers, place).undecidedWaiver?.because;
  const { accountId: _, accountName: __, ...noAccount } = PLACE;

  const cases: [what: string, waivers: Waiver[], place: Place, because: string | undefined][] = [
    ["by an id that is not known", scoped({ account: "100000000001" }), noAccount, "noId"],
    [
      "by an id, where the name is known",
      scoped({ account: "100000000001" }),
      { accountName: "production" },
      "noId",
    ],
    ["by an id that is another's", scoped({ account: "200000000002" }), PLACE, undefined],
    ["by a name, on a resource", scoped({ account: "production" }), noAccount, "name"],
    ["by a name, on an account without one", scoped({ account: "production" }), { accountId: "1" }, "name"],
    ["by a name that is another's", scoped({ account: "staging" }), { accountName: "production" }, undefined],
    ["by a name that is another's, on a resource", scoped({ account: "staging" }), PLACE, "name"],
    ["by a name with digits at its end", scoped({ account: "team-1" }), noAccount, "name"],
    ["by a name that starts with digits", scoped({ account: "1st" }), noAccount, "name"],
    ["on its last day", scoped({ account: "100000000001" }, "2024-10-01"), noAccount, "noId"],
    [
      "beside one that is for another stack",
      [...scoped({ account: "2", stack: "dev" }), ...scoped({ account: "100000000001" })],
      noAccount,
      "noId",
    ],
    ["that counts", scoped({ account: "100000000001" }), PLACE, undefined],
    ["that is for another stack", scoped({ account: "100000000001", stack: "dev" }), noAccount, undefined],
    [
      "that is for another resource",
      scoped({ account: "100000000001", resource: "x" }),
      noAccount,
      undefined,
    ],
    ["that has expired", scoped({ account: "100000000001" }, "2024-09-30"), noAccount, undefined],
    ["of another rule", [{ ...WAIVER, rule: "TCSS001", scope: { account: "1" } }], noAccount, undefined],
  ];
  for (const [what, waivers, place, because] of cases)
    it(`${because === undefined ? "says nothing" : "says why it does not count"} ${what}`, () =>
      assert.equal(undecided(waivers, place), because));

  it("is all that it adds to the finding, beside one that has expired", () => {
    const [waiver] = scoped({ account: "100000000001" }) as [Waiver];
    const undecidedWaiver = { waiver, account: "100000000001", because: "noId" };
    assert.deepEqual(judged([waiver], noAccount), { ...FINDING, undecidedWaiver });
    const expired = { ...WAIVER, expires: "2024-09-30" };
    assert.deepEqual(judged([waiver, expired], noAccount), {
      ...FINDING,
      expiredWaiver: { waiver: expired, daysLeft: -1 },
      undecidedWaiver,
    });
  });

  it("by its id needs that to be asked for", () => {
    const needs = (...waivers: Waiver[]): boolean => needsAccountId(waivers);
    assert.equal(needs(WAIVER, ...scoped({ account: "100000000001" })), true);
    assert.equal(needs(WAIVER, ...scoped({}), ...scoped({ account: "production" })), false);
    assert.equal(needs(...scoped({ account: "team-1" }), ...scoped({ account: "1st" })), false);
    assert.equal(needs(), false);
  });

  it("says nothing where another one counts", () => {
    assert.equal(undecided([...scoped({ account: "100000000001" }), WAIVER], noAccount), undefined);
  });

  it("is named at the end of the message, in one sentence that says what to do", () => {
    assert.equal(
      messageOf(judged(scoped({ account: "100000000001" }), noAccount)),
      "86 of 154 cores are undefended. A waiver of it for account 100000000001 does not count here: the id of this account is unknown. Set resolveAccountId where the account is read.",
    );
    assert.equal(
      messageOf(judged(scoped({ account: "production" }), noAccount)),
      "86 of 154 cores are undefended. A waiver of it for account production does not count here: a name counts for the gate's own accounts alone. Name the account by its id in the waiver, and set resolveAccountId where the account is read.",
    );
  });
});
