import assert from "node:assert/strict";
import {
  AccountReader,
  configLookup,
  type ResourceArgs,
  resolveConnection,
  type TcssError,
} from "../../../core/internal";
import { readState } from "../../support/readState";
import { startLateRelay } from "../support/lateRelay";
import { runRead } from "../support/runRead";
import { ROLE, ROLE_ACCOUNT, useSharing } from "./bed";

describe("sharing over HTTP", () => {
  const bed = useSharing();
  const { connection, asked, connectionsToAccounts, profileOfAccount, environment } = bed;

  function times<T>(count: number, what: () => Promise<T>): Promise<T[]> {
    return Promise.all(Array.from({ length: count }, what));
  }

  describe("reads", () => {
    for (const remember of [true, false])
      it(`200 at the same time of one account make one request (remember: ${remember})`, async () => {
        const reader = new AccountReader({ remember });
        const read = await times(200, () => readState(connection(), reader));
        assert.deepEqual(new Set(read.map(({ state }) => state)), new Set([3]));
        assert.deepEqual(asked(), { DescribePurchaseStateInfo: 1 });
      });

    it("200 at the same time of 200 accounts make one request each, and each gets its own values", async () => {
      const connections = await connectionsToAccounts(200);
      const reader = new AccountReader({ remember: true });
      const read = await Promise.all(connections.map((each) => readState(each, reader)));
      assert.deepEqual(
        read.map(({ coresCnt }) => coresCnt),
        connections.map((_, number) => number),
      );
      assert.deepEqual(asked(), { DescribePurchaseStateInfo: 200 });
      assert.equal(new Set(bed.emulator.requests().map(({ accountId }) => accountId)).size, 200);
    });

    /** Arguments that say nothing about who is asked, and where. */
    const sameAccount: readonly ResourceArgs[] = [
      { account: "production" },
      { account: "the same by another name" },
      { maxRetries: 0 },
      { requestTimeoutSeconds: 9 },
      { deadlineSeconds: 20 },
      { recordObservedAt: true },
      { onUnavailable: "lastKnown" },
      { resolveAccountId: true },
      { allowedAccountIds: ["100000000001"] },
      { forbiddenAccountIds: ["999999999999"] },
    ];
    for (const remember of [true, false])
      it(`share one request where only the label, the patience or what is kept differs (remember: ${remember})`, async () => {
        const reader = new AccountReader({ remember });
        await Promise.all(sameAccount.map((args) => readState(connection(args), reader)));
        assert.deepEqual(asked(), { DescribePurchaseStateInfo: 1, GetCallerIdentity: 1 });
      });

    for (const remember of [true, false])
      it(`of an argument's profile and of the environment's key are two, also where configuration names that profile (remember: ${remember})`, async () => {
        const { profile } = await profileOfAccount(7);
        const reader = new AccountReader({ remember });
        const read = (args: ResourceArgs) =>
          readState(
            resolveConnection({
              args: { ...args, resolveAccountId: true },
              config: configLookup((key) => (key === "tcss:profile" ? profile : undefined)),
              env: { ...environment(), TENCENTCLOUD_SHARED_CREDENTIALS_DIR: bed.profiles },
            }),
            reader,
          );
        const all = [{ account: "production", profile }, { account: "staging" }];
        for (const order of [all, all.toReversed()]) {
          const ids = await Promise.all(
            order.map(async (args) => [args.account, (await read(args)).accountId]),
          );
          assert.deepEqual(Object.fromEntries(ids), { production: "300000000007", staging: "100000000001" });
        }
      });

    it("share a failure, and each names the account as its own caller does", async () => {
      bed.emulator.faults.push({ fault: "error", code: "AuthFailure.TokenFailure" });
      const reader = new AccountReader({ remember: true });
      const labels = ["production", "staging", undefined];
      const errors = await Promise.all(
        labels.map((account) =>
          readState(connection(account === undefined ? {} : { account }), reader).catch(
            (error: unknown) => error,
          ),
        ),
      );
      assert.deepEqual(
        errors.map((error) => [(error as TcssError).account, (error as TcssError).credentialSource]),
        labels.map((account) => [account, "environment"]),
      );
      assert.match((errors[1] as TcssError).message, /account staging/);
      assert.deepEqual(asked(), { DescribePurchaseStateInfo: 1 });
    });

    it("share a refusal of STS, and each names the account as its own caller does", async () => {
      bed.emulator.faults.push({ fault: "error", code: "UnauthorizedOperation", action: "AssumeRole" });
      const reader = new AccountReader({ remember: true });
      const read = (account: string): Promise<unknown> =>
        readState(connection({ account, assumeRole: { roleArn: ROLE } }), reader).catch(
          (error: unknown) => error,
        );
      const errors = await Promise.all(["production", "staging"].map(read));
      assert.deepEqual(
        errors.map((error) => (error as TcssError).account),
        ["production", "staging"],
      );
      assert.deepEqual(asked(), { AssumeRole: 1 });
    });

    it("share the first one's deadline, and none waits longer than its own", async () => {
      bed.emulator.faults.push({ fault: "hang" });
      const reader = new AccountReader({ remember: true });
      const patient = readState(connection({ deadlineSeconds: 1.5, account: "patient" }), reader);
      const hasty = readState(connection({ deadlineSeconds: 0.2, account: "hasty" }), reader);
      patient.catch(() => {});
      await assert.rejects(hasty, { code: "DeadlineExceeded", message: /within 0\.2 s.*account hasty/ });
      await assert.rejects(patient, { code: "DeadlineExceeded", message: /within 1\.5 s.*account patient/ });
      assert.deepEqual(asked(), { DescribePurchaseStateInfo: 1 });
    });

    it("tell whom they were asked of, with which source, where", async () => {
      const reader = new AccountReader({ remember: true });
      const { origin } = await reader.purchaseState(
        connection({ account: "production", assumeRole: { roleArn: ROLE }, resolveAccountId: true }),
      );
      assert.equal(origin.credentialSource, `role ${ROLE}, assumed with environment`);
      assert.deepEqual(origin.skippedSources, []);
      assert.equal(origin.endpoint, bed.emulator.endpoint);
      assert.equal(origin.account, "production");
      assert.equal(origin.accountId, ROLE_ACCOUNT);
      assert.equal((await reader.purchaseState(connection())).origin.account, undefined);
    });

    for (const [remember, requests] of [
      [false, 2],
      [true, 1],
    ] as const)
      it(`a failed one is ${remember ? "remembered" : "forgotten"} with remember: ${remember}`, async () => {
        bed.emulator.faults.push({ fault: "error", code: "AuthFailure.TokenFailure" });
        const reader = new AccountReader({ remember });
        const refused = { name: "TcssError", code: "AuthFailure.TokenFailure" };
        await assert.rejects(readState(connection(), reader), refused);
        const again = readState(connection(), reader);
        if (remember) await assert.rejects(again, refused);
        else assert.equal((await again).state, 3);
        assert.deepEqual(asked(), { DescribePurchaseStateInfo: requests });
      });

    it("a remembered failure is forgotten when a new phase begins", async () => {
      bed.emulator.faults.push({ fault: "error", code: "AuthFailure.TokenFailure" });
      const reader = new AccountReader({ remember: true });
      await assert.rejects(readState(connection(), reader));
      reader.clear();
      assert.equal((await readState(connection(), reader)).state, 3);
    });
  });

  describe("the rate limit", () => {
    /** Reads that share nothing, and none of which the emulator refuses. */
    async function read45Times(args: ResourceArgs = {}): Promise<void> {
      await times(45, () => readState(connection(args)));
      assert.deepEqual(
        bed.emulator.requests().map(({ errorCode }) => errorCode),
        Array(45).fill(undefined),
      );
    }

    it("lets at most 20 requests a second through for one account, and loses none", async () => {
      await read45Times();
      const arrivals = bed.emulator.requests().map(({ time }) => Date.parse(time));
      for (const [index, last] of arrivals.slice(20).entries()) {
        const span = last - (arrivals[index] ?? 0);
        assert.ok(span >= 1000, `requests ${index + 1} to ${index + 21} came within ${span} ms`);
      }
    });

    it("is kept however late the first requests arrive", async () => {
      const relay = await startLateRelay(bed.emulator.port, { late: 20, milliseconds: 300 });
      await read45Times({ endpoint: relay.endpoint });
      await bed.emulator.close(); // ends what the relay holds open
      await relay.close();
    });

    it("keeps no process alive whose reads have given up waiting", async () => {
      const { exitCode, stdout, stderr } = await runRead(environment(), { "tcss:deadlineSeconds": 0.8 }, 45);
      assert.equal(exitCode, 1);
      assert.match(stderr, /^the purchase state could not be read within 0\.8 s /);
      assert.match(stdout, /^timers left: 0$/m);
      assert.equal(bed.emulator.requests().length, 20);
    });
  });
});
