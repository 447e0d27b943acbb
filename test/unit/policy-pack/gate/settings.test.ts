import assert from "node:assert/strict";
import {
  type EnforcementLevel,
  parsePurchaseState,
  rules,
  TcssError,
  withoutAdditionalFields,
} from "pulumi-tcss/internal";
import type { Gate } from "../../../../policy-pack/src/gate";
import { gateSettings } from "../../support/gateSettings";
import { EXAMPLE } from "../../support/replies";
import { example, judged, resource, STACK, useGate } from "./bed";

describe("Gate", () => {
  const bed = useGate();

  describe("with levels of the rules", () => {
    const lapsed = {
      ...withoutAdditionalFields(parsePurchaseState({ ...EXAMPLE, ExpirationTime: "2024-01-24 13:01:18" })),
      observedAt: "2024-10-01T00:00:00Z",
    };
    const expiringSoon = rules.find(({ id }) => id === "TCSS003") ?? assert.fail();
    const found = (one: Gate): Promise<string[]> =>
      one.evaluateResource(expiringSoon, { minDaysLeft: 14 }, resource({ purchaseState: lapsed }));
    const level = (enforcementLevel: EnforcementLevel): { enforcementLevel: EnforcementLevel } => ({
      enforcementLevel,
    });

    it("skips a rule for TCSS001 where that weighs as much", async () => {
      const one = bed.gate({ source: "resources" });
      assert.deepEqual(await found(one), []);
      one.configure({ "protection-active": level("mandatory"), "expiring-soon": level("mandatory") });
      assert.deepEqual(await found(one), []);
    });

    for (const active of ["disabled", "advisory"] as const)
      it(`lets a mandatory rule speak where TCSS001 is ${active}`, async () => {
        const one = bed.gate({ source: "resources" });
        one.configure({ "protection-active": level(active), "expiring-soon": level("mandatory") });
        assert.deepEqual(await found(one), [
          "The TCSS license or trial ended on 2024-01-24 13:01:18 Beijing time. Renew it, or buy the Pro Edition, in the TCSS console.",
        ]);
      });

    it("lets it speak where TCSS001 is waived", async () => {
      const waiver = { rule: "TCSS001" as const, reason: "ticket 4711", expires: "2024-10-31" };
      const one = bed.begun({ source: "resources", waivers: [waiver] });
      assert.equal((await found(one)).length, 1);
      const other = bed.begun({ source: "resources", waivers: [{ ...waiver, expires: "2024-09-30" }] });
      assert.deepEqual(await found(other), []);
    });
  });

  describe("with settings that cannot be understood", () => {
    const broken = (): Gate => {
      let loads = 0;
      return bed.gate({
        settings: () => {
          loads += 1;
          assert.equal(loads, 1, "loaded once");
          throw new TcssError("the gate's settings are wrong", { kind: "configuration" });
        },
      });
    };

    it("blocks on the stack and on each PurchaseState, without asking", async () => {
      const one = broken();
      const message = { TCSS000: "Protection cannot be verified: the gate's settings are wrong." };
      assert.deepEqual(await judged(one, STACK), message);
      assert.deepEqual(await judged(one, resource({ purchaseState: example })), message);
      assert.deepEqual(one.evaluateStack([]), []); // said on the stack already
      assert.equal(bed.server.requests.length, 0);
    });

    it("blocks for an error of an unexpected kind as well", async () => {
      const one = bed.gate({
        settings: () => {
          throw new RangeError("odd");
        },
      });
      assert.deepEqual(await judged(one, STACK), {
        TCSS000: "Protection cannot be verified: unexpected failure: odd.",
      });
    });
  });

  describe("at the start of a phase", () => {
    it("tells what is to know about the settings, in each phase", () => {
      const notices = ["/program/tcss.gate.yaml is not used."];
      const one = bed.gate({ settings: () => ({ ...gateSettings(), notices }) });
      for (const preview of [true, false])
        one.begin({ preview, name: "acme/shop/dev", config: () => undefined });
      assert.deepEqual(bed.notes, [...notices, ...notices]);
    });

    it("throws what is wrong with the settings, whatever the rules' levels", () => {
      const error = new TcssError("the gate's settings are wrong", { kind: "configuration" });
      const one = bed.gate({
        settings: () => {
          throw error;
        },
      });
      for (const preview of [true, false])
        assert.throws(
          () => one.begin({ preview, name: "acme/shop/dev", config: () => undefined }),
          (thrown) => thrown === error,
        );
    });
  });
});
