import assert from "node:assert/strict";
import {
  type EnforcementLevel,
  type GateSettingsArgs,
  parsePurchaseState,
  rules,
  TcssError,
  type Waiver,
  withoutAdditionalFields,
} from "pulumi-tcss/internal";
import { Gate, type GateOptions } from "../../../policy-pack/src/gate";
import type { PolicyResource } from "../../../policy-pack/src/resource";
import { type ApiServer, startApiServer } from "../support/apiServer";
import { refuseAssets } from "../support/coverages";
import { gateSettings } from "../support/gateSettings";
import { DURING_LICENCE, EXAMPLE } from "../support/replies";

const ASK = "DescribePurchaseStateInfo";
const STACK: PolicyResource = { type: "pulumi:pulumi:Stack", name: "p-dev", props: {} };
const TYPES = ["pulumi-nodejs:dynamic/tcss:PurchaseState", "tcss:index:PurchaseState"];

const values = withoutAdditionalFields(parsePurchaseState(EXAMPLE));
/** As they stand in a resource that was read in this run. */
const example = { ...values, observedAt: "2024-10-01T00:00:00Z" };

/** What reading an unknown value throws in @pulumi/policy: the name of its class is all there is to know it by. */
class UnknownValueError extends Error {}

/** An object that throws `error` when `property` of it is read, as @pulumi/policy's proxies do. */
function throwingAt(property: string, error: Error, rest: object = {}): Record<string, unknown> {
  return Object.defineProperty({ ...rest }, property, {
    get: () => {
      throw error;
    },
    enumerable: true,
  });
}

function resource(props: Record<string, unknown>, type = TYPES[0] as string): PolicyResource {
  return { type, name: "tcss", props };
}

describe("Gate", () => {
  let server: ApiServer;
  let env: Record<string, string>;
  let notes: string[];
  beforeEach(async () => {
    server = await startApiServer();
    refuseAssets(server);
    env = {
      TENCENTCLOUD_SECRET_ID: "AKIDfromenv",
      TENCENTCLOUD_SECRET_KEY: "key-from-env",
      TENCENTCLOUD_TCSS_ENDPOINT: server.endpoint,
      TENCENTCLOUD_STS_ENDPOINT: server.endpoint,
    };
    notes = [];
  });
  afterEach(() => server.close());

  function gate({
    source = "live",
    ...rest
  }: Partial<GateOptions> & Pick<GateSettingsArgs, "source"> = {}): Gate {
    return new Gate({
      settings: () => gateSettings({ source }),
      env,
      now: () => DURING_LICENCE,
      note: (text) => notes.push(text),
      ...rest,
    });
  }

  /** One with these settings, in a phase of the stack. */
  function begun(settings: GateSettingsArgs, stack = "acme/shop/dev"): Gate {
    const one = gate({ settings: () => gateSettings(settings) });
    one.begin({ preview: true, name: stack, config: () => undefined });
    return one;
  }

  /** What the rules that stop a deployment say, by id. */
  async function judged(by: Gate, resource: PolicyResource): Promise<Record<string, string>> {
    const mandatory = rules.filter(({ defaultLevel }) => defaultLevel === "mandatory");
    const verdicts = await Promise.all(
      mandatory.map(async (rule) => {
        const defaults = Object.entries(rule.settings as Record<string, { default: unknown }>);
        const settings = Object.fromEntries(defaults.map(([key, schema]) => [key, schema.default]));
        const [message, ...others] = await by.evaluateResource(rule, settings, resource);
        assert.deepEqual(others, []);
        return [rule.id, message] as const;
      }),
    );
    return Object.fromEntries(verdicts.filter(([, message]) => message !== undefined)) as Record<
      string,
      string
    >;
  }

  describe("on the stack", () => {
    it("judges the account, asking once for all rules", async () => {
      const verdicts = await judged(gate(), STACK);
      assert.deepEqual(Object.keys(verdicts), ["TCSS002"]);
      assert.match(verdicts["TCSS002"] ?? "", /^86 of 154 cores are undefended\. Up to 79 /);
      assert.equal(server.count(ASK), 1);
    });

    it("blocks on a key of the stack's configuration that is not known, and asks nobody", async () => {
      const one = gate({ settings: () => gateSettings({}) });
      const values: Record<string, string> = { "tcss:allowedAccountId": "100000000001", "shop:other": "x" };
      const config = Object.assign((key: string) => values[key], { keys: () => Object.keys(values) });
      one.begin({ preview: true, name: "acme/shop/dev", config });
      const verdicts = await judged(one, STACK);
      assert.match(
        verdicts["TCSS000"] ?? "",
        /tcss:allowedAccountId .*Did you mean tcss:allowedAccountIds\?/,
      );
      assert.equal(server.requests.length, 0);
    });

    it("asks ahead of the evaluation, and not again for it", async () => {
      const one = begun({});
      const asked = server.asked();
      one.readAhead();
      await asked;
      assert.deepEqual(Object.keys(await judged(one, STACK)), ["TCSS002"]);
      assert.equal(server.count(ASK), 1);
    });

    for (const [what, one] of [
      ["no stack is known", () => gate()],
      ["the resources alone are judged", () => begun({ source: "resources" })],
      [
        "the stack is exempt",
        () => begun({ protects: [{ stack: "dev", live: false, reason: "a sandbox" }] }),
      ],
    ] as const)
      it(`asks nothing ahead where ${what}`, async () => {
        one().readAhead();
        // by then, the other would have asked as well
        await judged(gate(), STACK);
        assert.equal(server.count(ASK), 1);
      });

    it("asks once more in the next phase", async () => {
      const one = gate();
      await judged(one, STACK);
      one.begin({ preview: false, name: "acme/shop/dev", config: () => undefined });
      server.answer({ ...EXAMPLE, UndefendCoresCnt: 0 });
      assert.deepEqual(await judged(one, STACK), {});
      await judged(one, STACK);
      assert.equal(server.count(ASK), 2);
    });

    it("takes the account from the stack's configuration", async () => {
      const config = new Map([
        ["tcss:secretId", "AKIDfromconfig"],
        ["tcss:secretKey", "key-from-config"],
      ]);
      const one = gate();
      one.begin({ preview: true, name: "acme/shop/dev", config: (key) => config.get(key) });
      await judged(one, STACK);
      assert.match(String(server.requests[0]?.headers.authorization), /Credential=AKIDfromconfig\//);
    });

    it("uses the settings of the rule, and ignores an enforcement level among them", async () => {
      const [rule] = rules.filter(({ id }) => id === "TCSS002");
      assert.ok(rule !== undefined);
      const settings = { maxUndefendedCores: 86, enforcementLevel: "mandatory" };
      assert.deepEqual(await gate().evaluateResource(rule, settings, STACK), []);
      // the engine has called it, so it is not disabled
      const disabled = { maxUndefendedCores: 0, enforcementLevel: "disabled" };
      assert.equal((await gate().evaluateResource(rule, disabled, STACK)).length, 1);
    });

    it("judges at the time it is given", async () => {
      const verdicts = await judged(gate({ now: () => new Date("2024-12-25T05:01:18Z") }), STACK);
      assert.match(
        verdicts["TCSS001"] ?? "",
        /^The TCSS license ended on 2024-12-24 13:01:18 Beijing time, 1 day ago,/,
      );
    });

    it("lets TCSS000 alone speak when the account cannot be read", async () => {
      server.answer({ Error: { Code: "AuthFailure.TokenFailure", Message: "no" }, RequestId: "r-1" });
      const verdicts = await judged(gate(), STACK);
      assert.deepEqual(Object.keys(verdicts), ["TCSS000"]);
      assert.match(verdicts["TCSS000"] ?? "", /AuthFailure\.TokenFailure: no .*request id r-1/);
      assert.equal(server.count(ASK), 1);
    });

    it("blocks without credentials, and says what is missing and how to do without", async () => {
      delete env["TENCENTCLOUD_SECRET_KEY"];
      const verdicts = await judged(gate(), STACK);
      assert.deepEqual(Object.keys(verdicts), ["TCSS000"]);
      assert.match(
        verdicts["TCSS000"] ?? "",
        /TENCENTCLOUD_SECRET_KEY is not.*source: resources in tcss\.gate\.yaml\.$/,
      );
    });

    it("does not ask when resources alone decide", async () => {
      assert.deepEqual(await judged(gate({ source: "resources" }), STACK), {});
      assert.equal(server.requests.length, 0);
    });
  });

  for (const type of TYPES)
    describe(`on a resource of type ${type}`, () => {
      it("judges its own values without asking, whatever the source", async () => {
        for (const source of ["live", "resources"] as const) {
          const verdicts = await judged(gate({ source }), resource({ purchaseState: example }, type));
          assert.deepEqual(Object.keys(verdicts), ["TCSS002"]);
        }
        assert.equal(server.requests.length, 0);
      });

      it("derives again what is derived", async () => {
        const purchaseState = { ...example, idleCoresCnt: 5000 };
        const verdicts = await judged(gate(), resource({ purchaseState }, type));
        assert.match(verdicts["TCSS002"] ?? "", /Up to 79 bought cores are idle/);
      });

      it("reads its times in its own zone", async () => {
        // 13:01:18 in New York is 18:01:18 in UTC
        const now = (): Date => new Date("2024-12-24T18:01:17Z");
        const purchaseState = { ...example, observedAt: "2024-12-24T18:01:17Z" };
        const props = { purchaseState, timeZone: "America/New_York" };
        assert.deepEqual(Object.keys(await judged(gate({ now }), resource(props, type))), ["TCSS002"]);
        assert.deepEqual(Object.keys(await judged(gate({ now }), resource({ purchaseState }, type))), [
          "TCSS001",
          "TCSS002",
        ]);
      });

      it("blocks when it holds no values", async () => {
        assert.deepEqual(await judged(gate(), resource({}, type)), {
          TCSS000:
            "Protection cannot be verified: PurchaseState tcss holds no values: its account could not be read, or it is not a --target of this run. The resource's own error gives the reason; if it has none, run without --target.",
        });
      });

      it("blocks when its values are not there", async () => {
        const { observedAt } = example;
        const verdicts = await judged(gate(), resource({ purchaseState: { observedAt } }, type));
        assert.deepEqual(Object.keys(verdicts), ["TCSS001", "TCSS002"]);
      });
    });

  describe("on a resource with last known values", () => {
    const stale = (observedAt?: string): PolicyResource =>
      resource({ purchaseState: { ...values, stale: true, ...(observedAt && { observedAt }) } });

    it("judges them while they are fresh enough", async () => {
      const verdicts = await judged(gate(), stale("2024-09-30T00:00:00Z"));
      assert.deepEqual(Object.keys(verdicts), ["TCSS002"]);
    });

    it("blocks when they are too old", async () => {
      assert.deepEqual(await judged(gate(), stale("2024-09-29T23:59:59Z")), {
        TCSS000:
          "Protection cannot be verified: PurchaseState tcss holds last known values of 2024-09-29T23:59:59Z, longer ago than the gate accepts (maxStaleHours: 24). Deploy again when the account can be asked.",
      });
    });

    it("blocks when nobody knows how old they are", async () => {
      for (const observedAt of [undefined, "soon"]) {
        const verdicts = await judged(gate(), stale(observedAt));
        assert.match(verdicts["TCSS000"] ?? "", /holds last known values of unknown age\. Deploy again/);
      }
    });
  });

  describe("on values that are not known in this preview", () => {
    const unknown = new UnknownValueError("unknown");
    const cases: [what: string, props: Record<string, unknown>][] = [
      ["the whole", throwingAt("purchaseState", unknown)],
      ["one of the values", { purchaseState: throwingAt("undefendCoresCnt", unknown, example) }],
      ["the time zone", throwingAt("timeZone", unknown, { purchaseState: example })],
    ];
    for (const [what, props] of cases)
      it(`neither throws nor finds fault, and says so once: ${what}`, async () => {
        const one = gate();
        assert.deepEqual(await judged(one, resource(props)), {});
        assert.deepEqual(await judged(one, resource(props)), {});
        assert.deepEqual(notes, [
          "PurchaseState tcss is not yet known in this preview: which account it reads depends on another resource. It is judged again at update, before anything that depends on it.",
        ]);
      });

    it("says it again in the next phase, and for each resource", async () => {
      const one = gate();
      const [, props] = cases[0] as (typeof cases)[0];
      await judged(one, resource(props));
      await judged(one, { ...resource(props), name: "other" });
      assert.equal(notes.length, 2);
      one.begin({ preview: true, name: "acme/shop/dev", config: () => undefined });
      await judged(one, resource(props));
      assert.equal(notes.length, 3);
    });

    it("hands on any other error", async () => {
      const props = throwingAt("purchaseState", new TypeError("broken"));
      await assert.rejects(judged(gate(), resource(props)), /broken/);
      assert.deepEqual(notes, []);
    });
  });

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
      const one = gate({ source: "resources" });
      assert.deepEqual(await found(one), []);
      one.configure({ "protection-active": level("mandatory"), "expiring-soon": level("mandatory") });
      assert.deepEqual(await found(one), []);
    });

    for (const active of ["disabled", "advisory"] as const)
      it(`lets a mandatory rule speak where TCSS001 is ${active}`, async () => {
        const one = gate({ source: "resources" });
        one.configure({ "protection-active": level(active), "expiring-soon": level("mandatory") });
        assert.deepEqual(await found(one), [
          "The TCSS license or trial ended on 2024-01-24 13:01:18 Beijing time. Renew it, or buy the Pro Edition, in the TCSS console.",
        ]);
      });

    it("lets it speak where TCSS001 is waived", async () => {
      const waiver = { rule: "TCSS001" as const, reason: "ticket 4711", expires: "2024-10-31" };
      const one = begun({ source: "resources", waivers: [waiver] });
      assert.equal((await found(one)).length, 1);
      const other = begun({ source: "resources", waivers: [{ ...waiver, expires: "2024-09-30" }] });
      assert.deepEqual(await found(other), []);
    });
  });

  it("ignores resources of other types", async () => {
    for (const type of ["aws:s3/bucket:Bucket", "pulumi-nodejs:dynamic:Resource", "tcss:index:Other"])
      assert.deepEqual(await judged(gate(), resource({ purchaseState: {} }, type)), {});
    assert.equal(server.requests.length, 0);
  });

  describe("with settings that cannot be understood", () => {
    const broken = (): Gate => {
      let loads = 0;
      return gate({
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
      assert.equal(server.requests.length, 0);
    });

    it("blocks for an error of an unexpected kind as well", async () => {
      const one = gate({
        settings: () => {
          throw new RangeError("odd");
        },
      });
      assert.deepEqual(await judged(one, STACK), {
        TCSS000: "Protection cannot be verified: unexpected failure: odd.",
      });
    });
  });

  describe("with waivers", () => {
    const waiver: Waiver = { rule: "TCSS002", reason: "New nodes, ticket 4711.", expires: "2024-10-31" };
    const finding = "86 of 154 cores are undefended.";

    it("reports no violation, and notes once why and for how long", async () => {
      const one = begun({ waivers: [waiver] });
      assert.deepEqual(await judged(one, STACK), {});
      assert.deepEqual(await judged(one, resource({ purchaseState: example })), {});
      assert.deepEqual(one.evaluateStack([]), []);
      const [note = "", ...others] = notes;
      assert.match(others.join(), /^TCSS: asked the account, [^,]+, at http:[^,]+\.$/);
      const why =
        "TCSS002 no-undefended-cores is waived until 2024-10-31 (30 days left): New nodes, ticket 4711.";
      assert.ok(note.startsWith(`${why} Waived is: ${finding} Up to 79 `), note);
    });

    it("reports a violation that names the waiver it has outlived", async () => {
      const one = begun({ waivers: [{ ...waiver, expires: "2024-09-30" }] });
      const { TCSS002 = "" } = await judged(one, STACK);
      assert.ok(TCSS002.startsWith(finding), TCSS002);
      assert.match(TCSS002, / A waiver of it expired on 2024-09-30, 1 day ago \(New nodes, ticket 4711\)\.$/);
      one.evaluateStack([]);
      assert.deepEqual(notes, []);
    });

    it("counts days in the gate's time zone", async () => {
      // DURING_LICENCE is still the last day of September there
      const settings = { waivers: [{ ...waiver, expires: "2024-09-30" }], timeZone: "America/New_York" };
      assert.deepEqual(await judged(begun(settings), STACK), {});
      assert.match(notes.join(), /until 2024-09-30 \(its last day\)/);
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
        const verdicts = await judged(begun({ waivers: [{ ...waiver, scope }] }), subject);
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
        server.answer(withIdentity);
        const one = begun({ waivers: [{ ...waiver, scope: { account } }] });
        assert.deepEqual(Object.keys(await judged(one, STACK)), waived ? [] : ["TCSS002"]);
        assert.deepEqual(
          server.requests
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
        const one = begun({ waivers });
        await judged(one, STACK);
        notes = [];
        assert.deepEqual(one.evaluateStack([]), []);
        assert.deepEqual(notes, [unused("TCSS001 protection-active"), unused("TCSS002 no-undefended-cores")]);
      });

      it("starts again with each phase", async () => {
        const one = begun({ waivers: [waiver] });
        await judged(one, STACK);
        one.begin({ preview: false, name: "acme/shop/dev", config: () => undefined });
        server.answer({ ...EXAMPLE, UndefendCoresCnt: 0 });
        await judged(one, STACK);
        notes = [];
        one.evaluateStack([]);
        assert.deepEqual(notes, [unused("TCSS002 no-undefended-cores")]);
      });

      it("names none while what they may be for is not known yet", () => {
        const unknown = throwingAt("purchaseState", new UnknownValueError("unknown"));
        begun({ waivers: [waiver] }).evaluateStack([resource(unknown)]);
        assert.deepEqual(notes, []);
      });
    });
  });

  describe("with several accounts", () => {
    let other: ApiServer;
    let accounts: { account: string; endpoint: string }[];
    beforeEach(async () => {
      other = await startApiServer();
      accounts = [
        { account: "prod", endpoint: server.endpoint },
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
      const one = begun({ accounts });
      const messages = await said(one, "TCSS002");
      assert.deepEqual(
        messages.map((message) => message.split(" cores")[0]),
        ["Account prod: 86 of 154", "Account test: 1 of 154"],
      );
      await Promise.all(rules.map(({ id }) => said(one, id)));
      assert.deepEqual([server.count(ASK), other.count(ASK)], [1, 1]);
    });

    it("lets TCSS000 alone speak of one that cannot be read", async () => {
      other.answer({ Error: { Code: "AuthFailure.TokenFailure", Message: "no" }, RequestId: "r-1" });
      const one = begun({ accounts });
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
      const messages = await said(begun({ accounts, waivers: [waiver] }), "TCSS002");
      assert.match(messages.join("\n"), /^Account prod: .*$/);
      assert.match(notes.join("\n"), /^Account test: TCSS002 no-undefended-cores is waived .*$/);
    });

    it("has no prefix for a single one, and asks that one", async () => {
      const [, test] = accounts;
      const [message = ""] = await said(begun({ accounts: test === undefined ? [] : [test] }), "TCSS002");
      assert.match(message, /^86 of 154/);
      assert.deepEqual([server.count(ASK), other.count(ASK)], [0, 1]);
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
        const one = begun({ protects });
        const verdicts = await judged(one, STACK);
        assert.deepEqual(Object.keys(verdicts), exempt === undefined ? ["TCSS002"] : []);
        assert.equal(server.count(ASK), exempt === undefined ? 1 : 0);
        assert.deepEqual(
          notes,
          exempt === undefined
            ? []
            : [`The account is not judged for stack acme/shop/dev (protects: ${exempt}): runs elsewhere.`],
        );
      });

    it("judges the resources of an exempt stack all the same", async () => {
      const one = begun({ protects: [off("*")] });
      assert.deepEqual(Object.keys(await judged(one, resource({ purchaseState: example }))), ["TCSS002"]);
    });
  });

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
        const one = begun({ source: "resources", evidence });
        const subject = resource(props);
        assert.deepEqual(Object.keys(await judged(one, subject)), why === undefined ? ["TCSS002"] : []);
        const note = `PurchaseState tcss does not count: ${why}.`;
        assert.deepEqual(notes, why === undefined ? [] : [note]);
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
      const one = begun({ source: "resources", evidence: { accounts } });
      const both = [resource({ purchaseState: example }), resource({ purchaseState: mine })];
      assert.deepEqual(one.evaluateStack(both), []);
    });

    it("is content with one that is not known yet and may count", () => {
      const one = begun({ source: "resources", evidence: { accounts } });
      const unknown = throwingAt("purchaseState", new UnknownValueError("unknown"));
      assert.deepEqual(one.evaluateStack([resource(unknown)]), []);
    });

    it("lets the account itself decide where it is assessed as well", async () => {
      const one = begun({ evidence: { accounts } });
      assert.deepEqual(await judged(one, resource({ purchaseState: example })), {});
      assert.deepEqual(one.evaluateStack([STACK, resource({ purchaseState: example })]), []);
      assert.deepEqual(Object.keys(await judged(one, STACK)), ["TCSS002"]);
    });
  });

  describe("on values that another stack has published", () => {
    const published = (observedAt?: string, maxAgeHours = 24): PolicyResource =>
      resource({
        purchaseState: { ...values, ...(observedAt && { observedAt }) },
        fromStack: { stack: "acme/security/prod", maxAgeHours },
      });
    const unusable = (problem: string): Record<string, string> => ({
      TCSS000: `Protection cannot be verified: PurchaseState tcss holds values of stack acme/security/prod ${problem}`,
    });

    it("judges them while they are young enough", async () => {
      const verdicts = await judged(begun({}), published("2024-09-30T00:00:00Z"));
      assert.deepEqual(Object.keys(verdicts), ["TCSS002"]);
    });

    for (const [maxAgeHours, maxStaleHours] of [
      [12, 24],
      [24, 12],
    ] as const)
      it(`blocks when they are too old by the stricter of maxAgeHours ${maxAgeHours} and maxStaleHours ${maxStaleHours}`, async () => {
        const one = begun({ maxStaleHours });
        assert.deepEqual(
          await judged(one, published("2024-09-30T11:59:59Z", maxAgeHours)),
          unusable(
            "of 2024-09-30T11:59:59Z, longer ago than the gate accepts (accepted: 12 hours). Update that stack.",
          ),
        );
      });

    for (const [what, observedAt] of [
      ["nobody knows how old they are", undefined],
      ["they are of a time to come", "2024-10-01T00:06:00Z"],
    ] as const)
      it(`blocks when ${what}`, async () => {
        const { TCSS000 = "", ...others } = await judged(begun({}), published(observedAt));
        assert.deepEqual(others, {});
        assert.ok(TCSS000.startsWith(unusable("of unknown age. ")["TCSS000"] ?? ""), TCSS000);
      });
  });

  describe("at the start of a phase", () => {
    it("tells what is to know about the settings, in each phase", () => {
      const notices = ["/program/tcss.gate.yaml is not used."];
      const one = gate({ settings: () => ({ ...gateSettings(), notices }) });
      for (const preview of [true, false])
        one.begin({ preview, name: "acme/shop/dev", config: () => undefined });
      assert.deepEqual(notes, [...notices, ...notices]);
    });

    it("throws what is wrong with the settings, whatever the rules' levels", () => {
      const error = new TcssError("the gate's settings are wrong", { kind: "configuration" });
      const one = gate({
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

  describe("at the end of a phase", () => {
    it("has nothing to add when the account itself was judged", () => {
      assert.deepEqual(gate().evaluateStack([]), []);
    });

    it("is content with a PurchaseState when resources alone decide", () => {
      for (const type of TYPES)
        assert.deepEqual(gate({ source: "resources" }).evaluateStack([STACK, resource({}, type)]), []);
    });

    it("blocks when resources alone decide and there is none", () => {
      const [message = ""] = gate({ source: "resources" }).evaluateStack([
        STACK,
        resource({}, "aws:s3:Bucket"),
      ]);
      assert.match(message, /this program has none\. Add one/);
    });
  });
});
