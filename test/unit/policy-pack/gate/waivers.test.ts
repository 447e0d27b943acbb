import assert from "node:assert/strict";
import type { Waiver } from "pulumi-tcss/internal";
import type { PolicyResource } from "../../../../policy-pack/src/resource";
import { EXAMPLE } from "../../support/replies";
import { example, judged, resource, STACK, throwingAt, UnknownValueError, useGate } from "./bed";

describe("Gate", () => {
  const bed = useGate();

  describe("with waivers", () => {
    const waiver: Waiver = { rule: "TCSS002", reason: "New nodes, ticket 4711.", expires: "2024-10-31" };
    const finding = "86 of 154 cores are undefended.";

    it("reports no violation, and notes once why and for how long", async () => {
      const one = bed.begun({ waivers: [waiver] });
      assert.deepEqual(await judged(one, STACK), {});
      assert.deepEqual(await judged(one, resource({ purchaseState: example })), {});
      assert.deepEqual(one.evaluateStack([]), []);
      const [note = "", ...others] = bed.notes;
      assert.match(others.join(), /^TCSS: asked the account, [^,]+, at http:[^,]+\.$/);
      const why =
        "TCSS002 no-undefended-cores is waived until 2024-10-31 (30 days left): New nodes, ticket 4711.";
      assert.ok(note.startsWith(`${why} Waived finding: ${finding} Up to 79 `), note);
    });

    it("reports a violation that names the waiver it has outlived", async () => {
      const one = bed.begun({ waivers: [{ ...waiver, expires: "2024-09-30" }] });
      const { TCSS002 = "" } = await judged(one, STACK);
      assert.ok(TCSS002.startsWith(finding), TCSS002);
      assert.match(TCSS002, / A waiver of it expired on 2024-09-30, 1 day ago \(New nodes, ticket 4711\)\.$/);
      one.evaluateStack([]);
      assert.deepEqual(bed.notes, []);
    });

    it("counts days in the gate's time zone", async () => {
      // DURING_LICENCE is still the last day of September there
      const settings = { waivers: [{ ...waiver, expires: "2024-09-30" }], timeZone: "America/New_York" };
      assert.deepEqual(await judged(bed.begun(settings), STACK), {});
      assert.match(bed.notes.join(), /until 2024-09-30 \(its last day\)/);
    });

    const plain = resource({ purchaseState: example });
    const identified = resource({ purchaseState: { ...example, accountId: "100000000001" } });
    const named = resource({ purchaseState: example, account: "prod" });
    const scopes: [scope: Waiver["scope"], what: string, subject: PolicyResource, waived: boolean][] = [
      [{ resource: "tc*" }, "the resource tcss", plain, true],
      [{ resource: "other" }, "the resource tcss", plain, false],
      [{ resource: "*" }, "the stack", STACK, false],
      [{ stack: "dev" }, "the stack", STACK, true],
      [{ stack: "acme/*/dev" }, "the stack", STACK, true],
      [{ stack: "prod" }, "the stack", STACK, false],
      [{ account: "100000000001" }, "a resource of that account", identified, true],
      [{ account: "100000000001" }, "a resource of an account unknown", plain, false],
      [{ account: "prod" }, "a resource that the program calls so", named, false],
      [{ account: "100000000001", stack: "prod" }, "a resource of that account", identified, false],
    ];
    for (const [scope, what, subject, waived] of scopes)
      it(`${waived ? "waives" : "does not waive"} by ${JSON.stringify(scope)} what is found on ${what}`, async () => {
        const verdicts = await judged(bed.begun({ waivers: [{ ...waiver, scope }] }), subject);
        assert.deepEqual(Object.keys(verdicts), waived ? [] : ["TCSS002"]);
      });

    const withIdentity = {
      ...EXAMPLE,
      AccountId: "100000000001",
      Arn: "qcs::cam::uin/1:uin/1",
      Type: "CAMUser",
    };
    for (const [account, actions, waived] of [
      ["100000000001", ["GetCallerIdentity", "DescribePurchaseStateInfo"], true],
      ["200000000002", ["GetCallerIdentity", "DescribePurchaseStateInfo"], false],
      ["prod", ["DescribePurchaseStateInfo"], false],
    ] as const)
      it(`asks for ${actions.join(" and ")} where a waiver is for account ${account}`, async () => {
        bed.server.answer(withIdentity);
        const one = bed.begun({ waivers: [{ ...waiver, scope: { account } }] });
        assert.deepEqual(Object.keys(await judged(one, STACK)), waived ? [] : ["TCSS002"]);
        assert.deepEqual(
          bed.server.requests
            .map(({ headers }) => headers["x-tc-action"])
            .filter((action) => !/^Describe(User|Asset)/.test(String(action)))
            .sort(),
          [...actions].sort(),
        );
      });

    describe("that match nothing", () => {
      const unused = (rule: string): string =>
        `The waiver of ${rule} until 2024-10-31 (New nodes, ticket 4711) matches nothing here: remove it, or correct its scope.`;

      it("names them at the end, but for those of other stacks", async () => {
        const waivers: Waiver[] = [
          waiver,
          { ...waiver, rule: "protection-active" },
          { ...waiver, scope: { resource: "gone" } },
          { ...waiver, scope: { stack: "prod" } },
        ];
        const one = bed.begun({ waivers });
        await judged(one, STACK);
        bed.notes.length = 0;
        assert.deepEqual(one.evaluateStack([]), []);
        assert.deepEqual(bed.notes, [
          unused("TCSS001 protection-active"),
          unused("TCSS002 no-undefended-cores"),
        ]);
      });

      it("starts again with each phase", async () => {
        const one = bed.begun({ waivers: [waiver] });
        await judged(one, STACK);
        one.begin({ preview: false, name: "acme/shop/dev", config: () => undefined });
        bed.server.answer({ ...EXAMPLE, UndefendCoresCnt: 0 });
        await judged(one, STACK);
        bed.notes.length = 0;
        one.evaluateStack([]);
        assert.deepEqual(bed.notes, [unused("TCSS002 no-undefended-cores")]);
      });

      it("names none while what they may be for is not known yet", () => {
        const unknown = throwingAt("purchaseState", new UnknownValueError("unknown"));
        bed.begun({ waivers: [waiver] }).evaluateStack([resource(unknown)]);
        assert.deepEqual(bed.notes, []);
      });
    });
  });
});
