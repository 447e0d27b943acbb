import assert from "node:assert/strict";
import type { GateSettingsArgs } from "pulumi-tcss/internal";
import { example, judged, resource, STACK, throwingAt, UnknownValueError, useGate } from "./bed";

describe("Gate", () => {
  const bed = useGate();

  describe("with evidence pinned", () => {
    const mine = { ...example, accountId: "100000000001" };
    const fromStack = (stack: string): object => ({ stack, maxAgeHours: 24 });
    const fresh = { ...mine, observedAt: "2024-09-30T12:00:00Z" };
    const noAccount =
      "the id of its account is unknown (set resolveAccountId), and evidence.accounts lists those that count";
    const accounts = ["100000000001"];
    const stacks = ["acme/security/prod"];
    const cases: [
      what: string,
      evidence: NonNullable<GateSettingsArgs["evidence"]>,
      props: Record<string, unknown>,
      why: string | undefined,
    ][] = [
      ["of a listed account", { accounts }, { purchaseState: mine }, undefined],
      [
        "of another account",
        { accounts },
        { purchaseState: { ...mine, accountId: "2" } },
        "it is of account 2, which evidence.accounts does not list",
      ],
      ["of an account that it does not tell", { accounts }, { purchaseState: example }, noAccount],
      ["without values", { accounts }, {}, noAccount],
      [
        "from a listed stack",
        { stacks },
        { purchaseState: fresh, fromStack: fromStack("acme/security/prod") },
        undefined,
      ],
      [
        "from another stack",
        { stacks, accounts },
        { purchaseState: fresh, fromStack: fromStack("acme/other/prod") },
        "it reads stack acme/other/prod, which evidence.stacks does not list",
      ],
      [
        "from no stack",
        { stacks },
        { purchaseState: mine },
        "only the outputs of the stacks in evidence.stacks do",
      ],
    ];
    for (const [what, evidence, props, why] of cases)
      it(`${why === undefined ? "judges" : "names, and does not judge,"} one ${what}`, async () => {
        const one = bed.begun({ source: "resources", evidence });
        const subject = resource(props);
        assert.deepEqual(Object.keys(await judged(one, subject)), why === undefined ? ["TCSS002"] : []);
        const note = `PurchaseState tcss does not count: ${why}.`;
        assert.deepEqual(bed.notes, why === undefined ? [] : [note]);
        assert.deepEqual(
          one.evaluateStack([STACK, subject]),
          why === undefined
            ? []
            : [
                `Protection cannot be verified: the gate is set to judge the program's PurchaseState resources alone (source: resources), and this program has none that counts. ${note} Correct them, or the gate's evidence in tcss.gate.yaml.`,
              ],
        );
      });

    it("is content with one that counts among others", () => {
      const one = bed.begun({ source: "resources", evidence: { accounts } });
      const both = [resource({ purchaseState: example }), resource({ purchaseState: mine })];
      assert.deepEqual(one.evaluateStack(both), []);
    });

    it("is content with one that is not known yet and may count", () => {
      const one = bed.begun({ source: "resources", evidence: { accounts } });
      const unknown = throwingAt("purchaseState", new UnknownValueError("unknown"));
      assert.deepEqual(one.evaluateStack([resource(unknown)]), []);
    });

    it("lets the account itself decide where it is assessed as well", async () => {
      const one = bed.begun({ evidence: { accounts } });
      assert.deepEqual(await judged(one, resource({ purchaseState: example })), {});
      assert.deepEqual(one.evaluateStack([STACK, resource({ purchaseState: example })]), []);
      assert.deepEqual(Object.keys(await judged(one, STACK)), ["TCSS002"]);
    });
  });
});
