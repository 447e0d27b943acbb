import assert from "node:assert/strict";
import { type GateSettingsArgs, rules, type Waiver } from "pulumi-tcss/internal";
import type { Gate } from "../../../../policy-pack/src/gate";
import { type ApiServer, startApiServer } from "../../support/apiServer";
import { gateSettings } from "../../support/gateSettings";
import { EXAMPLE } from "../../support/replies";
import { ASK, example, judged, resource, STACK, TYPES, useGate } from "./bed";

describe("Gate", () => {
  const bed = useGate();

  describe("on the stack", () => {
    it("judges the account, asking once for all rules", async () => {
      const verdicts = await judged(bed.gate(), STACK);
      assert.deepEqual(Object.keys(verdicts), ["TCSS002"]);
      assert.match(verdicts["TCSS002"] ?? "", /^86 of 154 cores are undefended\. Up to 79 /);
      assert.equal(bed.server.count(ASK), 1);
    });

    it("blocks on a key of the stack's configuration that is not known, and asks nobody", async () => {
      const one = bed.gate({ settings: () => gateSettings({}) });
      const values: Record<string, string> = { "tcss:allowedAccountId": "100000000001", "shop:other": "x" };
      const config = Object.assign((key: string) => values[key], { keys: () => Object.keys(values) });
      one.begin({ preview: true, name: "acme/shop/dev", config });
      const verdicts = await judged(one, STACK);
      assert.match(
        verdicts["TCSS000"] ?? "",
        /tcss:allowedAccountId .*Did you mean tcss:allowedAccountIds\?/,
      );
      assert.equal(bed.server.requests.length, 0);
    });

    it("asks ahead of the evaluation, and not again for it", async () => {
      const one = bed.begun({});
      const asked = bed.server.asked();
      one.readAhead();
      await asked;
      assert.deepEqual(Object.keys(await judged(one, STACK)), ["TCSS002"]);
      assert.equal(bed.server.count(ASK), 1);
    });

    for (const [what, one] of [
      ["no stack is known", () => bed.gate()],
      ["the resources alone are judged", () => bed.begun({ source: "resources" })],
      [
        "the stack is exempt",
        () => bed.begun({ protects: [{ stack: "dev", live: false, reason: "a sandbox" }] }),
      ],
    ] as const)
      it(`asks nothing ahead where ${what}`, async () => {
        one().readAhead();
        // by then, the other would have asked as well
        await judged(bed.gate(), STACK);
        assert.equal(bed.server.count(ASK), 1);
      });

    it("asks once more in the next phase", async () => {
      const one = bed.gate();
      await judged(one, STACK);
      one.begin({ preview: false, name: "acme/shop/dev", config: () => undefined });
      bed.server.answer({ ...EXAMPLE, UndefendCoresCnt: 0 });
      assert.deepEqual(await judged(one, STACK), {});
      await judged(one, STACK);
      assert.equal(bed.server.count(ASK), 2);
    });

    it("takes the account from the stack's configuration", async () => {
      const config = new Map([
        ["tcss:secretId", "AKIDfromconfig"],
        ["tcss:secretKey", "key-from-config"],
      ]);
      const one = bed.gate();
      one.begin({ preview: true, name: "acme/shop/dev", config: (key) => config.get(key) });
      await judged(one, STACK);
      assert.match(String(bed.server.requests[0]?.headers.authorization), /Credential=AKIDfromconfig\//);
    });

    it("uses the settings of the rule, and ignores an enforcement level among them", async () => {
      const [rule] = rules.filter(({ id }) => id === "TCSS002");
      assert.ok(rule !== undefined);
      const settings = { maxUndefendedCores: 86, enforcementLevel: "mandatory" };
      assert.deepEqual(await bed.gate().evaluateResource(rule, settings, STACK), []);
      // the engine has called it, so it is not disabled
      const disabled = { maxUndefendedCores: 0, enforcementLevel: "disabled" };
      assert.equal((await bed.gate().evaluateResource(rule, disabled, STACK)).length, 1);
    });

    it("judges at the time it is given", async () => {
      const verdicts = await judged(bed.gate({ now: () => new Date("2024-12-25T05:01:18Z") }), STACK);
      assert.match(
        verdicts["TCSS001"] ?? "",
        /^The TCSS license ended on 2024-12-24 13:01:18 Beijing time, 1 day ago,/,
      );
    });

    it("lets TCSS000 alone speak when the account cannot be read", async () => {
      bed.server.answer({ Error: { Code: "AuthFailure.TokenFailure", Message: "no" }, RequestId: "r-1" });
      const verdicts = await judged(bed.gate(), STACK);
      assert.deepEqual(Object.keys(verdicts), ["TCSS000"]);
      assert.match(verdicts["TCSS000"] ?? "", /AuthFailure\.TokenFailure: no .*request id r-1/);
      assert.equal(bed.server.count(ASK), 1);
    });

    it("blocks without credentials, and says what is missing and how to do without", async () => {
      delete bed.env["TENCENTCLOUD_SECRET_KEY"];
      const verdicts = await judged(bed.gate(), STACK);
      assert.deepEqual(Object.keys(verdicts), ["TCSS000"]);
      assert.match(
        verdicts["TCSS000"] ?? "",
        /TENCENTCLOUD_SECRET_KEY is not.*source: resources in tcss\.gate\.yaml\.$/,
      );
    });

    it("does not ask when resources alone decide", async () => {
      assert.deepEqual(await judged(bed.gate({ source: "resources" }), STACK), {});
      assert.equal(bed.server.requests.length, 0);
    });
  });

  describe("with several accounts", () => {
    let other: ApiServer;
    let accounts: { account: string; endpoint: string }[];
    beforeEach(async () => {
      other = await startApiServer();
      accounts = [
        { account: "prod", endpoint: bed.server.endpoint },
        { account: "test", endpoint: other.endpoint },
      ];
    });
    afterEach(() => other.close());

    /** All that one rule says. */
    async function said(by: Gate, id: string): Promise<string[]> {
      const rule = rules.find((each) => each.id === id) ?? assert.fail(id);
      return by.evaluateResource(rule, { maxUndefendedCores: 0 }, STACK);
    }

    it("asks each once, and says whose each finding is", async () => {
      other.answer({ ...EXAMPLE, UndefendCoresCnt: 1 });
      const one = bed.begun({ accounts });
      const messages = await said(one, "TCSS002");
      assert.deepEqual(
        messages.map((message) => message.split(" cores")[0]),
        ["Account prod: 86 of 154", "Account test: 1 of 154"],
      );
      await Promise.all(rules.map(({ id }) => said(one, id)));
      assert.deepEqual([bed.server.count(ASK), other.count(ASK)], [1, 1]);
    });

    it("lets TCSS000 alone speak of one that cannot be read", async () => {
      other.answer({ Error: { Code: "AuthFailure.TokenFailure", Message: "no" }, RequestId: "r-1" });
      const one = bed.begun({ accounts });
      const [unreadable = "", ...others] = await said(one, "TCSS000");
      assert.deepEqual(others, []);
      assert.match(unreadable, /^Account test: Protection cannot be verified: .*AuthFailure\.TokenFailure/);
      assert.match((await said(one, "TCSS002")).join("\n"), /^Account prod: 86 of 154 cores .*$/);
    });

    it("waives for the one that a waiver names, and says for which", async () => {
      const waiver: Waiver = {
        rule: "TCSS002",
        reason: "test only",
        expires: "2024-10-31",
        scope: { account: "test" },
      };
      const messages = await said(bed.begun({ accounts, waivers: [waiver] }), "TCSS002");
      assert.match(messages.join("\n"), /^Account prod: .*$/);
      assert.match(bed.notes.join("\n"), /^Account test: TCSS002 no-undefended-cores is waived .*$/);
    });

    it("has no prefix for a single one, and asks that one", async () => {
      const [, test] = accounts;
      const [message = ""] = await said(bed.begun({ accounts: test === undefined ? [] : [test] }), "TCSS002");
      assert.match(message, /^86 of 154/);
      assert.deepEqual([bed.server.count(ASK), other.count(ASK)], [0, 1]);
    });
  });

  describe("with protects", () => {
    const off = (stack: string) => ({ stack, live: false, reason: "runs elsewhere." });
    const on = (stack: string) => ({ stack, live: true });
    const cases: [protects: NonNullable<GateSettingsArgs["protects"]>, exempt: string | undefined][] = [
      [[off("dev")], "dev"],
      [[off("shop/*")], "shop/*"],
      [[on("dev"), off("*")], undefined],
      [[off("*"), on("dev")], "*"],
      [[off("prod")], undefined],
      [[off("other/dev")], undefined],
    ];
    for (const [protects, exempt] of cases)
      it(`${exempt === undefined ? "asks" : "does not ask, and says why,"} for acme/shop/dev with ${protects.map(({ stack, live }) => `${stack}: ${live}`).join(", ")}`, async () => {
        const one = bed.begun({ protects });
        const verdicts = await judged(one, STACK);
        assert.deepEqual(Object.keys(verdicts), exempt === undefined ? ["TCSS002"] : []);
        assert.equal(bed.server.count(ASK), exempt === undefined ? 1 : 0);
        assert.deepEqual(
          bed.notes,
          exempt === undefined
            ? []
            : [`The account is not judged for stack acme/shop/dev (protects: ${exempt}): runs elsewhere.`],
        );
      });

    it("judges the resources of an exempt stack all the same", async () => {
      const one = bed.begun({ protects: [off("*")] });
      assert.deepEqual(Object.keys(await judged(one, resource({ purchaseState: example }))), ["TCSS002"]);
    });
  });

  describe("at the end of a phase", () => {
    it("has nothing to add when the account itself was judged", () => {
      assert.deepEqual(bed.gate().evaluateStack([]), []);
    });

    it("is content with a PurchaseState when resources alone decide", () => {
      for (const type of TYPES)
        assert.deepEqual(bed.gate({ source: "resources" }).evaluateStack([STACK, resource({}, type)]), []);
    });

    it("blocks when resources alone decide and there is none", () => {
      const [message = ""] = bed
        .gate({ source: "resources" })
        .evaluateStack([STACK, resource({}, "aws:s3:Bucket")]);
      assert.match(message, /this program has none\. Add one/);
    });
  });
});
