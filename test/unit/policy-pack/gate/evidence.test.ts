import assert from "node:assert/strict";
import { rules, type Waiver } from "pulumi-tcss/internal";
import type { Gate } from "../../../../policy-pack/src/gate";
import type { PolicyResource } from "../../../../policy-pack/src/resource";
import { EXAMPLE } from "../../support/replies";
import { judged, STACK, TYPES, useGate, values } from "./bed";

const READ = "2024-10-01T00:00:00Z";
const HEALTHY = {
  ...EXAMPLE,
  UndefendCoresCnt: 0,
  AllCoresCnt: 68,
  AutomaticRenewal: 1,
  AuthorizedImageCnt: EXAMPLE.ImageCnt,
};

describe("Gate, on what it judges and whom it asks,", () => {
  const bed = useGate();

  function resource(purchaseState: object, props: object = {}, type: string = TYPES[0]): PolicyResource {
    return { type, name: "tcss", props: { purchaseState: { observedAt: READ, ...purchaseState }, ...props } };
  }

  /** What all rules say, by id. */
  const found = (one: Gate, subject: PolicyResource) => judged(one, subject, rules);

  describe("a resource of the account that was just judged", () => {
    const repeated = (): number => bed.notes.filter((note) => note.includes("is not repeated")).length;

    it("has its findings once, and a note that says so", async () => {
      const one = bed.begun();
      assert.ok(Object.keys(await found(one, STACK)).length > 3);
      assert.deepEqual(await found(one, resource(values)), {});
      assert.deepEqual(
        bed.notes.filter((note) => note.includes("is not repeated")),
        [
          "PurchaseState tcss holds the values of the account that was just judged: what is wrong with it is not repeated.",
        ],
      );
      assert.equal(bed.server.count("DescribePurchaseStateInfo"), 1);
    });

    it("is known by its id, however it was read", async () => {
      const account = { account: "prod", resolveAccountId: true };
      bed.server.answer({ ...EXAMPLE, AccountId: "100000000001" });
      const waivers: Waiver[] = [];
      const one = bed.begun({ accounts: [account], waivers });
      await found(one, STACK);
      assert.deepEqual(
        await found(one, resource({ ...values, accountId: "100000000001" }, {}, TYPES[1])),
        {},
      );
      assert.equal(repeated(), 1);
    });

    const others: [what: string, judged: () => PolicyResource][] = [
      ["has other values", () => resource({ ...values, undefendCoresCnt: 85 })],
      ["reads by another profile", () => resource(values, { profile: "other" })],
      ["reads at another endpoint", () => resource(values, { endpoint: "https://gateway.example" })],
      ["reads in another time zone", () => resource(values, { timeZone: "UTC" })],
      ["belongs to a plugin, whose credentials are not known", () => resource(values, {}, TYPES[1])],
      [
        "has another stack's values",
        () => resource(values, { fromStack: { stack: "a/b/c", maxAgeHours: 24 } }),
      ],
      ["has last known values", () => resource({ ...values, stale: true })],
    ];
    for (const [what, judged] of others)
      it(`is not one that ${what}`, async () => {
        const one = bed.begun();
        await found(one, STACK);
        assert.ok((await found(one, judged()))["TCSS002"] !== undefined);
        assert.equal(repeated(), 0);
      });

    it("keeps what was not said of the account", async () => {
      const one = bed.begun();
      const [, , undefended = assert.fail()] = rules;
      // the engine has not asked about the stack, or a policy of it has failed
      assert.equal((await one.evaluateResource(undefended, { maxUndefendedCores: 86 }, STACK)).length, 0);
      assert.equal(
        (await one.evaluateResource(undefended, { maxUndefendedCores: 0 }, resource(values))).length,
        1,
      );
    });

    it("asks nobody where no stack was judged", async () => {
      assert.ok((await found(bed.begun(), resource(values)))["TCSS002"] !== undefined);
      assert.equal(bed.server.requests.length, 0);
    });

    it("is waived with the account, by the account's id", async () => {
      bed.server.answer({ ...EXAMPLE, AccountId: "100000000001" });
      const waiver: Waiver = {
        rule: "TCSS002",
        reason: "ticket 4711",
        expires: "2024-10-31",
        scope: { account: "100000000001" },
      };
      const one = bed.begun({ waivers: [waiver] });
      assert.equal((await found(one, STACK))["TCSS002"], undefined);
      assert.equal((await found(one, resource(values)))["TCSS002"], undefined);
    });
  });

  describe("a waiver for an account", () => {
    const waiver = (account: string): Waiver => ({
      rule: "TCSS002",
      reason: "ticket 4711",
      expires: "2024-10-31",
      scope: { account },
    });

    it("says why it does not count for a resource that does not tell whose it is", async () => {
      const one = bed.begun({ source: "resources", waivers: [waiver("100000000001")] });
      const { TCSS002 = "" } = await found(one, resource(values));
      assert.match(
        TCSS002,
        / A waiver of it for account 100000000001 does not count here: the id of this account is unknown\. Set resolveAccountId where the account is read\.$/,
      );
      one.evaluateStack([resource(values)]);
      assert.doesNotMatch(bed.notes.join(), /matches nothing/);
    });

    it("says why a name does not count for a resource", async () => {
      const one = bed.begun({ source: "resources", waivers: [waiver("production")] });
      const { TCSS002 = "" } = await found(one, resource(values, { account: "production" }));
      assert.match(TCSS002, / for account production does not count here: .* by its id in the waiver/);
    });

    it("counts for one that tells it, and says nothing of one that is another's", async () => {
      const one = bed.begun({ source: "resources", waivers: [waiver("100000000001")] });
      assert.equal(
        (await found(one, resource({ ...values, accountId: "100000000001" })))["TCSS002"],
        undefined,
      );
      const { TCSS002 = "" } = await found(one, resource({ ...values, accountId: "200000000002" }));
      assert.doesNotMatch(TCSS002, /waiver/);
    });
  });

  describe("a pass", () => {
    it("says once whom it has asked, with which credentials, where", async () => {
      bed.server.answer(HEALTHY);
      const one = bed.begun();
      assert.deepEqual(await found(one, STACK), {});
      assert.deepEqual(bed.notes, [
        `TCSS: asked the account, with credentials from environment, at ${bed.server.endpoint}.`,
      ]);
      assert.equal(bed.server.count("DescribePurchaseStateInfo"), 1);
    });

    it("says so in each phase, and with advisory findings", async () => {
      bed.server.answer({ ...HEALTHY, AutomaticRenewal: 2 });
      const one = bed.begun();
      assert.deepEqual(Object.keys(await found(one, STACK)), ["TCSS004"]);
      one.begin({ preview: false, name: "acme/shop/dev", config: () => undefined });
      await found(one, STACK);
      assert.equal(bed.notes.filter((note) => note.startsWith("TCSS: asked")).length, 2);
    });

    it("names every account that was asked", async () => {
      bed.server.answer(HEALTHY);
      await found(
        bed.begun({ accounts: [{ account: "production" }, { account: "staging", region: "ap-singapore" }] }),
        STACK,
      );
      assert.deepEqual(
        bed.notes.map((note) => note.split(",")[0]),
        ["TCSS: asked account production", "TCSS: asked account staging"],
      );
    });

    it("is no word of a run that is stopped, nor of one that asks nobody", async () => {
      await found(bed.begun(), STACK);
      await found(bed.begun({ source: "resources" }), STACK);
      await found(bed.begun({ protects: [{ stack: "dev", live: false, reason: "a sandbox" }] }), STACK);
      assert.doesNotMatch(bed.notes.join(), /asked/);
    });
  });

  describe("values that were not read in this run", () => {
    const old = (observedAt: unknown): PolicyResource => resource({ ...values, observedAt });
    const cases: [what: string, observedAt: unknown, counts: boolean, maxStaleHours?: number][] = [
      ["of this run count", READ, true],
      ["of this run count, whatever else does", READ, true, 0],
      ["of today count", "2024-09-30T00:00:00Z", true],
      ["of yesterday do not", "2024-09-29T23:59:59Z", false],
      ["of before the run do not where none may be old", "2024-09-30T23:59:58Z", false, 0],
      ["of unknown age do not", undefined, false],
      ["without a zone do not", "2024-10-01T00:00:00", false],
      ["of the future do not", "2024-10-01T00:06:00Z", false],
    ];
    for (const [what, observedAt, counts, maxStaleHours = 24] of cases)
      for (const source of ["live", "resources"] as const)
        it(`${what}, with source: ${source}`, async () => {
          const verdicts = await found(bed.begun({ source, maxStaleHours }), old(observedAt));
          assert.equal(verdicts["TCSS000"] === undefined, counts);
          if (!counts)
            assert.match(
              verdicts["TCSS000"] ?? "",
              /cannot be verified: PurchaseState tcss holds values of /,
            );
          assert.equal(verdicts["TCSS002"] !== undefined, counts);
        });
  });
});
