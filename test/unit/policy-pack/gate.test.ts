import assert from "node:assert/strict";
import { parsePurchaseState, rules, TcssError, withoutAdditionalFields } from "pulumi-tcss/core";
import { Gate, type GateOptions, type JudgedResource } from "../../../policy-pack/src/gate";
import { type ApiServer, startApiServer } from "../support/apiServer";
import { gateSettings } from "../support/gateSettings";
import { DURING_LICENCE, EXAMPLE } from "../support/replies";

const STACK: JudgedResource = { type: "pulumi:pulumi:Stack", name: "p-dev", props: {} };
const TYPES = ["pulumi-nodejs:dynamic/tcss:PurchaseState", "tcss:index:PurchaseState"];

const example = withoutAdditionalFields(parsePurchaseState(EXAMPLE));

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

describe("Gate", () => {
  let server: ApiServer;
  let env: Record<string, string>;
  let notes: string[];
  beforeEach(async () => {
    server = await startApiServer();
    env = {
      TENCENTCLOUD_SECRET_ID: "AKIDfromenv",
      TENCENTCLOUD_SECRET_KEY: "key-from-env",
      TENCENTCLOUD_TCSS_ENDPOINT: server.endpoint,
    };
    notes = [];
  });
  afterEach(() => server.close());

  function gate(options: Partial<GateOptions> & { source?: "live" | "resources" } = {}): Gate {
    const { source = "live", ...rest } = options;
    return new Gate({
      settings: () => gateSettings({ source }),
      env,
      now: () => DURING_LICENCE,
      note: (text) => notes.push(text),
      ...rest,
    });
  }

  /** What the rules that stop a deployment say, by id. */
  async function judged(by: Gate, resource: JudgedResource): Promise<Record<string, string>> {
    const mandatory = rules.filter(({ defaultLevel }) => defaultLevel === "mandatory");
    const verdicts = await Promise.all(
      mandatory.map(async (rule) => {
        const defaults = Object.entries(rule.settings as Record<string, { default: unknown }>);
        const settings = Object.fromEntries(defaults.map(([key, schema]) => [key, schema.default]));
        const [message, ...others] = await by.judgeResource(rule, settings, resource);
        assert.deepEqual(others, []);
        return [rule.id, message] as const;
      }),
    );
    return Object.fromEntries(verdicts.filter(([, message]) => message !== undefined)) as Record<
      string,
      string
    >;
  }

  function resource(props: Record<string, unknown>, type = TYPES[0] as string): JudgedResource {
    return { type, name: "tcss", props };
  }

  describe("on the stack", () => {
    it("judges the account, asking once for all rules", async () => {
      const verdicts = await judged(gate(), STACK);
      assert.deepEqual(Object.keys(verdicts), ["TCSS002"]);
      assert.match(verdicts["TCSS002"] ?? "", /^86 of 154 cores are undefended\. Up to 79 /);
      assert.equal(server.requests.length, 1);
    });

    it("asks once more in the next phase", async () => {
      const one = gate();
      await judged(one, STACK);
      one.begin({ preview: false, name: "acme/shop/dev", config: () => undefined });
      server.answer({ ...EXAMPLE, UndefendCoresCnt: 0 });
      assert.deepEqual(await judged(one, STACK), {});
      await judged(one, STACK);
      assert.equal(server.requests.length, 2);
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
      assert.deepEqual(await gate().judgeResource(rule, settings, STACK), []);
      // the engine has called it, so it is not disabled
      const disabled = { maxUndefendedCores: 0, enforcementLevel: "disabled" };
      assert.equal((await gate().judgeResource(rule, disabled, STACK)).length, 1);
    });

    it("judges at the time it is given", async () => {
      const verdicts = await judged(gate({ now: () => new Date("2024-12-25T05:01:18Z") }), STACK);
      assert.match(verdicts["TCSS001"] ?? "", /^The TCSS licence ended on 2024-12-24 13:01:18, 1 day ago,/);
    });

    it("lets TCSS000 alone speak when the account cannot be read", async () => {
      server.answer({ Error: { Code: "AuthFailure.TokenFailure", Message: "no" }, RequestId: "r-1" });
      const verdicts = await judged(gate(), STACK);
      assert.deepEqual(Object.keys(verdicts), ["TCSS000"]);
      assert.match(verdicts["TCSS000"] ?? "", /AuthFailure\.TokenFailure: no .*request id r-1/);
      assert.equal(server.requests.length, 1);
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

      it("derives anew what is derived", async () => {
        const purchaseState = { ...example, idleCoresCnt: 5000 };
        const verdicts = await judged(gate(), resource({ purchaseState }, type));
        assert.match(verdicts["TCSS002"] ?? "", /Up to 79 bought cores are idle/);
      });

      it("reads its times in its own zone", async () => {
        // 13:01:18 in New York is 18:01:18 in UTC
        const now = (): Date => new Date("2024-12-24T18:01:17Z");
        const props = { purchaseState: example, timeZone: "America/New_York" };
        assert.deepEqual(Object.keys(await judged(gate({ now }), resource(props, type))), ["TCSS002"]);
        assert.deepEqual(
          Object.keys(await judged(gate({ now }), resource({ purchaseState: example }, type))),
          ["TCSS001", "TCSS002"],
        );
      });

      it("blocks when it holds no values", async () => {
        assert.deepEqual(await judged(gate(), resource({}, type)), {
          TCSS000:
            "Protection cannot be verified: PurchaseState tcss holds no values, because its account could not be read. The resource's own error says why.",
        });
      });

      it("blocks when its values are not there", async () => {
        const verdicts = await judged(gate(), resource({ purchaseState: {} }, type));
        assert.deepEqual(Object.keys(verdicts), ["TCSS001", "TCSS002"]);
      });
    });

  describe("on a resource with last known values", () => {
    const stale = (observedAt?: string): JudgedResource =>
      resource({ purchaseState: { ...example, stale: true, ...(observedAt && { observedAt }) } });

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
      assert.deepEqual(one.judgeStack([]), []); // said on the stack already
      assert.equal(server.requests.length, 0);
    });

    it("blocks for an error that nobody has thought of, too", async () => {
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

  describe("at the end of a phase", () => {
    it("has nothing to add when the account itself was judged", () => {
      assert.deepEqual(gate().judgeStack([]), []);
    });

    it("is content with a PurchaseState when resources alone decide", () => {
      for (const type of TYPES)
        assert.deepEqual(gate({ source: "resources" }).judgeStack([STACK, resource({}, type)]), []);
    });

    it("blocks when resources alone decide and there is none", () => {
      const [message = ""] = gate({ source: "resources" }).judgeStack([STACK, resource({}, "aws:s3:Bucket")]);
      assert.match(message, /this program has none\. Add one/);
    });
  });
});
