import assert from "node:assert/strict";
import { rules } from "pulumi-tcss/internal";
import { configLookup } from "../../core/base/config";
import { type Emulator, type Fault, startEmulator } from "../../emulator/src";
import { Gate } from "../../policy-pack/src/gate";
import { CheckedResource } from "../support/CheckedResource";
import { gateSettings } from "../unit/support/gateSettings";
import { runRead } from "./support/runRead";
import { stubRandom } from "./support/stubRandom";

type Settings = Readonly<Record<string, number>>;

/** One way for a user to have an account read, from settings to what he is told. */
interface Asker {
  readonly name: string;
  /** @returns why there is no purchase state; undefined when there is one. */
  ask(env: Record<string, string>, settings: Settings): Promise<string | undefined>;
}

const provider: Asker = {
  name: "the provider's check",
  async ask(env, settings) {
    const asked = new CheckedResource(env);
    asked.configure(configLookup(textsOf(settings)));
    const { inputs, failures } = await asked.check({}, {});
    if (failures.length === 0) {
      assert.equal((inputs["purchaseState"] as { state: number }).state, 3);
      return undefined;
    }
    assert.deepEqual(inputs, {});
    assert.deepEqual(
      failures.map(({ property }) => property),
      [""],
    );
    return failures[0]?.reason;
  },
};

const policyPack: Asker = {
  name: "the policy pack's TCSS000",
  async ask(env, settings) {
    const asked = new Gate({
      settings: () => gateSettings(),
      env,
      now: () => new Date(),
      // a pass says whom it asked, and nothing else is noted
      note: (text) =>
        assert.match(text, /^TCSS: asked the account, with credentials from environment, at http:/),
    });
    asked.begin({ preview: false, name: "acme/p/dev", config: textsOf(settings) });
    const rule = rules.find(({ id }) => id === "TCSS000");
    assert.ok(rule !== undefined);
    const stack = { type: "pulumi:pulumi:Stack", name: "p-dev", props: {} };
    const [verdict, ...others] = await asked.evaluateResource(rule, {}, stack);
    assert.deepEqual(others, []);
    if (verdict === undefined) return undefined;
    const [, message] = /^Protection cannot be verified: (.*)$/.exec(verdict) ?? [];
    assert.ok(message !== undefined, verdict);
    return message;
  },
};

function textsOf(settings: Settings): (key: string) => string | undefined {
  return (key) => settings[key]?.toString();
}

const ASKERS = [provider, policyPack];

/** How a fault ends: unnoticed, with one try only, or with another try. */
type Ending = "harmless" | "final" | "retried";

interface Case {
  readonly name: string;
  readonly fault: Fault;
  readonly ending: Ending;
  /** What a user reads before and after the place. */
  readonly says?: readonly [what: RegExp, nextStep: RegExp];
  readonly settings?: Settings;
}

/** Enough for a right answer even on a busy machine, and short enough to wait for. */
const SHORT = { "tcss:requestTimeoutSeconds": 0.3 };
const TOO_LATE = [/^no complete answer came within 0\.3 s$/, /raise tcss:requestTimeoutSeconds\.$/] as const;
const CUT = [
  /^the request failed: the connection was cut \(ECONNRESET\)$/,
  /^Try again; check proxies/,
] as const;
const NOT_THE_API = /^Check that the endpoint is Tencent Cloud's API or a gateway to it/;

const TRANSPORT_CASES: readonly Case[] = [
  { name: "latency", fault: { fault: "latency", delayMs: 20 }, ending: "harmless" },
  { name: "wrong-content-type", fault: { fault: "wrong-content-type" }, ending: "harmless" },
  {
    name: "latency beyond the time for one try",
    fault: { fault: "latency" },
    ending: "retried",
    says: TOO_LATE,
    settings: SHORT,
  },
  { name: "hang", fault: { fault: "hang" }, ending: "retried", says: TOO_LATE, settings: SHORT },
  {
    name: "trickle (hang-body)",
    fault: { fault: "trickle", intervalMs: 20 },
    ending: "retried",
    says: TOO_LATE,
    settings: SHORT,
  },
  { name: "reset", fault: { fault: "reset" }, ending: "retried", says: CUT },
  { name: "truncated", fault: { fault: "truncated" }, ending: "retried", says: CUT },
  ...[500, 502, 503, 504].map(
    (status): Case => ({
      name: `5xx (${status})`,
      fault: { fault: "5xx", status },
      ending: "retried",
      says: [
        new RegExp(`^the endpoint failed \\(HTTP ${status}, body begins: upstream failed\\)$`),
        NOT_THE_API,
      ],
    }),
  ),
  {
    name: "an HTTP status below 500 (403)",
    fault: { fault: "5xx", status: 403 },
    ending: "final",
    says: [/^the endpoint failed \(HTTP 403, body begins: upstream failed\)$/, NOT_THE_API],
  },
  {
    name: "html",
    fault: { fault: "html" },
    ending: "final",
    says: [/^the reply is not JSON \(HTTP 200, body begins: <!DOCTYPE html> .*Sign in/, NOT_THE_API],
  },
  {
    name: "empty",
    fault: { fault: "empty" },
    ending: "final",
    says: [/^the reply is empty \(HTTP 200\)$/, NOT_THE_API],
  },
  {
    name: "redirect",
    fault: { fault: "redirect" },
    ending: "final",
    says: [
      /^the endpoint redirects elsewhere, and a signed request must not follow \(HTTP 302\)$/,
      NOT_THE_API,
    ],
  },
];

const API_CASES: readonly Case[] = (
  [
    ["AuthFailure.SignatureFailure", "final", /^Check the SecretKey/],
    ["AuthFailure.SecretIdNotFound", "final", /^Check the SecretId\. .*tcss:site/],
    ["AuthFailure.TokenFailure", "final", /^Get new temporary credentials/],
    ["AuthFailure.SignatureExpire", "final", /^Set this machine's clock/],
    ["AuthFailure.UnauthorizedOperation", "final", /^Allow the action tcss:DescribePurchaseStateInfo/],
    ["UnauthorizedOperation", "final", /^Allow the action tcss:DescribePurchaseStateInfo/],
    ["InternalError", "retried", /^Try again; .*give the request id/],
    ["InternalError.MainDBFail", "retried", /^Try again; .*give the request id/],
    ["InternalError.ErrRoleNotExist", "final", /^Open the TCSS console once/],
    ["ServiceUnavailable", "retried", /^Try again; .*give the request id/],
    ["ResourceUnavailable", "retried", /^Try again; .*give the request id/],
    ["RequestLimitExceeded", "retried", /^Try again in a moment/],
    ["RequestLimitExceeded.UinLimitExceeded", "retried", /^Try again in a moment/],
    ["InvalidParameter", "final", /^Check tcss:region/],
    ["InvalidParameter.ParamError", "final", /^Check tcss:region/],
    ["UnsupportedRegion", "final", /^Check tcss:region/],
    ["IpNotInWhitelist", "final", /^Add this machine's address/],
  ] as const
).map(([code, ending, nextStep]) => ({
  name: code,
  fault: { fault: "error", code, message: "as scripted" },
  ending,
  says: [new RegExp(`^Tencent Cloud answered ${code.replace(".", "\\.")}: as scripted$`), nextStep],
}));

const RATE_LIMITED: Case = {
  name: "rate-limited",
  fault: { fault: "rate-limited" },
  ending: "retried",
  says: [
    /^Tencent Cloud answered RequestLimitExceeded: Your current request times/,
    /^Try again in a moment/,
  ],
};

/** Two more tries than the first: the least that tells "once more" from "up to the limit". */
const RETRIES = { "tcss:maxRetries": 2 };
const TRIES = 3;

describe("faults over HTTP", () => {
  let emulator: Emulator;
  let env: Record<string, string>;
  let random: ReturnType<typeof stubRandom>;
  /** Milliseconds that have passed for the emulator alone. */
  let passed: number;
  /** When the emulator's clock was stopped, so that it moves by `passed` alone. */
  let stopped: number | undefined;
  beforeEach(async () => {
    passed = 0;
    stopped = undefined;
    emulator = await startEmulator({ now: () => new Date((stopped ?? Date.now()) + passed) });
    env = environmentFor(emulator);
    // full jitter multiplies by it: no pause between two tries
    random = stubRandom(() => 0);
  });
  afterEach(async () => {
    random.restore();
    await emulator.close();
  });

  function environmentFor({
    endpoint,
    secretId,
    secretKey,
  }: Pick<Emulator, "endpoint" | "secretId" | "secretKey">): Record<string, string> {
    return {
      TENCENTCLOUD_SECRET_ID: secretId,
      TENCENTCLOUD_SECRET_KEY: secretKey,
      TENCENTCLOUD_TCSS_ENDPOINT: endpoint,
    };
  }

  /** The message holds, in this order: what happened, the number of tries, the place, the next step. */
  function assertSays(
    message: string | undefined,
    [what, nextStep]: readonly [RegExp, RegExp],
    tries: number,
  ): void {
    const requestId = emulator.requests().findLast(({ errorCode }) => errorCode !== undefined)?.requestId;
    const place = [
      ...(tries > 1 ? [`, after ${tries} tries`] : []),
      ` (endpoint ${emulator.endpoint}${requestId === undefined ? "" : `, request id ${requestId}`}). `,
    ].join("");
    const parts = message?.split(place) ?? [];
    assert.equal(parts.length, 2, `"${place}" is not once in: ${message}`);
    assert.match(parts[0] ?? "", what);
    assert.match(parts[1] ?? "", nextStep);
    assert.doesNotMatch(message ?? "", /\n|AKID|secret-key/);
  }

  for (const { name, fault, ending, says, settings } of [...TRANSPORT_CASES, ...API_CASES, RATE_LIMITED])
    describe(name, () => {
      for (const times of [1, "always"] as const) {
        const requests = ending !== "retried" ? 1 : times === 1 ? 2 : TRIES;
        const passes = ending === "harmless" || (ending === "retried" && times === 1);
        for (const asker of ASKERS)
          it(`${times === 1 ? "on the first call only" : "on every call"}: ${asker.name} ${passes ? "passes" : "fails"} after ${requests} request${requests === 1 ? "" : "s"}`, async () => {
            emulator.faults.push({ ...fault, times });
            const message = await asker.ask(env, { ...RETRIES, ...settings });
            if (passes) assert.equal(message, undefined);
            else assertSays(message, says ?? assert.fail(), requests);
            assert.equal(emulator.requests().length, requests);
          });
      }
    });

  describe("an endpoint without a server", () => {
    for (const asker of ASKERS)
      it(`${asker.name} fails after ${TRIES} tries`, async () => {
        await emulator.close();
        const message = await asker.ask(env, RETRIES);
        const what = /^the request failed: connection refused: no server is listening \(ECONNREFUSED\)$/;
        assertSays(message, [what, /^Check the endpoint, .*that the gateway or emulator runs\.$/], TRIES);
        assert.equal(emulator.requests().length, 0);
      });
  });

  for (const asker of ASKERS)
    describe(asker.name, () => {
      it("passes with two failures of different kinds, then success", async () => {
        emulator.faults.push({ fault: "reset" }, { fault: "5xx" });
        assert.equal(await asker.ask(env, RETRIES), undefined);
        assert.deepEqual(
          emulator.requests().map(({ fault, status }) => fault ?? status),
          ["reset", "5xx", 200],
        );
      });

      it("stops at the first failure that another try cannot mend", async () => {
        emulator.faults.push({ fault: "5xx" }, { fault: "error", code: "AuthFailure.TokenFailure" });
        assert.match((await asker.ask(env, RETRIES)) ?? "", /AuthFailure\.TokenFailure.*, after 2 tries/);
        assert.equal(emulator.requests().length, 2);
      });

      it("tries five times when nothing is set", async () => {
        emulator.faults.push({ fault: "5xx", times: "always" });
        assert.match((await asker.ask(env, {})) ?? "", /, after 5 tries/);
        assert.equal(emulator.requests().length, 5);
      });

      it("tries once with tcss:maxRetries 0", async () => {
        emulator.faults.push({ fault: "5xx", times: "always" });
        assert.doesNotMatch((await asker.ask(env, { "tcss:maxRetries": 0 })) ?? "", /tries/);
        assert.equal(emulator.requests().length, 1);
      });

      it("pauses before each further try", async () => {
        emulator.faults.push({ fault: "5xx", times: "always" });
        await asker.ask(env, { "tcss:maxRetries": 4 });
        assert.equal(random.calls, 4, "one pause, drawn at random, before each of four further tries");
      });
    });

  it("waits out the account's rate limit that others have used up", async () => {
    stopped = Date.now();
    const others = { secretId: "AKID-emulator-others", secretKey: "emulator-others-key" };
    emulator.addCredential(others);
    const othersEnv = environmentFor({ ...emulator, ...others });
    await Promise.all(Array.from({ length: 20 }, () => provider.ask(othersEnv, RETRIES)));
    emulator.clearRequests();
    // the pauses pass on the emulator's clock alone
    random.restore();
    random = stubRandom(() => {
      passed += 400;
      return 0;
    });
    assert.equal(await provider.ask(env, {}), undefined);
    assert.deepEqual(
      emulator.requests().map(({ errorCode }) => errorCode ?? "answered"),
      ["RequestLimitExceeded", "RequestLimitExceeded", "RequestLimitExceeded", "answered"],
    );
  });

  describe("the deadline", () => {
    const DEADLINE = {
      "tcss:deadlineSeconds": 0.3,
      "tcss:requestTimeoutSeconds": 10,
      "tcss:maxRetries": 20,
    };
    /** What a user reads: the last try where one has failed, else what to look at when none came to an end. */
    function assertEnded(message: string | undefined, seconds: number, met: RegExp | undefined): void {
      const begin = `the purchase state could not be read within ${seconds} s`;
      if (met === undefined) {
        const rest = `(endpoint ${emulator.endpoint}). Check the network and proxies on the way, or raise tcss:deadlineSeconds.`;
        assert.equal(message, `${begin} ${rest}`);
        return;
      }
      assert.ok(message?.startsWith(`${begin}; the last try: `), message);
      assert.match(message ?? "", met);
    }
    /** Makes one more request, which is under way for longer than the rest of a pause between tries. */
    async function assertNoFurtherRequests(asker: Asker): Promise<void> {
      const before = emulator.requests().length;
      emulator.faults.clear();
      emulator.faults.push({ fault: "latency", delayMs: 200 });
      assert.equal(await asker.ask(env, {}), undefined);
      assert.equal(emulator.requests().length, before + 1);
    }
    const cases: readonly [what: string, fault: Fault, met?: RegExp][] = [
      ["a connection that hangs", { fault: "hang" }],
      ["a body that trickles", { fault: "trickle", intervalMs: 20 }],
      ["an answer that comes late", { fault: "latency" }],
      [
        "a rate limit that never ends",
        { fault: "rate-limited" },
        /Tencent Cloud answered RequestLimitExceeded.*request id [0-9a-f-]{36}\)\. Try again in a moment/,
      ],
    ];
    for (const [what, fault, met] of cases) {
      for (const asker of ASKERS)
        it(`ends ${what}, with the requests: ${asker.name}`, async () => {
          // the first pause, of 0.325 s, ends just after the deadline
          random.restore();
          random = stubRandom(() => 0.65);
          emulator.faults.push({ ...fault, times: "always" });
          assertEnded(await asker.ask(env, DEADLINE), 0.3, met);
          assert.equal(emulator.requests().length, 1);
          await assertNoFurtherRequests(asker);
        });

      it(`leaves nothing that keeps a process alive after ${what}`, async () => {
        emulator.faults.push({ ...fault, times: "always" });
        // long enough for a first answer, where there is one, on a machine that is busy
        const seconds = met === undefined ? 0.5 : 4;
        const settings = { ...DEADLINE, "tcss:deadlineSeconds": seconds };
        const { exitCode, stdout, stderr } = await runRead(env, settings);
        assert.deepEqual({ exitCode, stdout }, { exitCode: 1, stdout: "timers left: 0\n" });
        assertEnded(stderr.trimEnd(), seconds, met);
      });
    }
  });
});
