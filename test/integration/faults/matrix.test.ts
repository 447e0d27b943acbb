import assert from "node:assert/strict";
import { type Emulator, type Fault, startEmulator } from "../../../emulator/src";
import { emulatorAccess } from "../../support/emulatorAccess";
import { runRead } from "../support/runRead";
import { stubRandom } from "../support/stubRandom";
import {
  API_CASES,
  ASKERS,
  type Asker,
  type Ending,
  provider,
  RATE_LIMITED,
  RETRIES,
  TRANSPORT_CASES,
  TRIES,
} from "./cases";

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
    env = emulatorAccess(emulator);
    // full jitter multiplies by it: no pause between two tries
    random = stubRandom(() => 0);
  });
  afterEach(async () => {
    random.restore();
    await emulator.close();
  });

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
        const { requests, passes } = expectedOf(ending, times);
        for (const asker of ASKERS)
          it(titleOf(asker, times, { requests, passes }), async () => {
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
    const othersEnv = emulatorAccess({ ...emulator, ...others });
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

/** What a fault comes to, that happens on the first call or on each. */
interface Expected {
  readonly requests: number;
  readonly passes: boolean;
}

function expectedOf(ending: Ending, times: 1 | "always"): Expected {
  if (ending !== "retried") return { requests: 1, passes: ending === "harmless" };
  return times === 1 ? { requests: 2, passes: true } : { requests: TRIES, passes: false };
}

function titleOf({ name }: Asker, times: 1 | "always", { requests, passes }: Expected): string {
  const calls = times === 1 ? "on the first call only" : "on every call";
  return `${calls}: ${name} ${passes ? "passes" : "fails"} after ${requests} request${requests === 1 ? "" : "s"}`;
}
