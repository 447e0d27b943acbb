import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AccountReader,
  type Connection,
  configLookup,
  type ResourceArgs,
  resolveConnection,
  type TcssError,
} from "../../core/internal";
import { type Emulator, startEmulator } from "../../emulator/src";
import { readState } from "../support/readState";
import { startLateRelay } from "./support/lateRelay";
import { runRead } from "./support/runRead";

const ROLE = "qcs::cam::uin/200000000002:roleName/reader";
const ROLE_ACCOUNT = "200000000002";

describe("sharing over HTTP", () => {
  let emulator: Emulator;
  /** What time it is for the emulator. */
  let emulatorNow: () => Date;
  let profiles: string;
  beforeEach(async () => {
    emulatorNow = () => new Date();
    emulator = await startEmulator({ now: () => emulatorNow() });
    profiles = await mkdtemp(join(tmpdir(), "tcss-sharing-"));
  });
  afterEach(async () => {
    await emulator.close();
    await rm(profiles, { recursive: true });
  });

  function environment(): Record<string, string> {
    return {
      TENCENTCLOUD_SECRET_ID: emulator.secretId,
      TENCENTCLOUD_SECRET_KEY: emulator.secretKey,
      TENCENTCLOUD_TCSS_ENDPOINT: emulator.endpoint,
      TENCENTCLOUD_STS_ENDPOINT: emulator.endpoint,
    };
  }

  function connection(args: ResourceArgs = {}): Connection {
    return resolveConnection({ args: { sharedCredentialsDir: profiles, ...args }, env: environment() });
  }

  /** The profile of another account, with a credential and a number of cores of its own. */
  async function profileOfAccount(number: number): Promise<{ profile: string }> {
    const profile = `profile-${number}`;
    const secretId = `AKID-emulator-${number}`;
    const secretKey = `emulator-key-${number}`;
    const scenario = { State: 3, CoresCnt: number };
    emulator.addCredential({ secretId, secretKey, accountId: String(300000000000 + number), scenario });
    await writeFile(join(profiles, `${profile}.credential`), JSON.stringify({ secretId, secretKey }));
    return { profile };
  }

  function connectionsToAccounts(count: number): Promise<Connection[]> {
    const numbers = Array.from({ length: count }, (_, number) => number);
    return Promise.all(numbers.map(async (number) => connection(await profileOfAccount(number))));
  }

  /** How often each action was asked. */
  function asked(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { action = "none" } of emulator.requests()) counts[action] = (counts[action] ?? 0) + 1;
    return counts;
  }

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
      assert.equal(new Set(emulator.requests().map(({ accountId }) => accountId)).size, 200);
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
              env: { ...environment(), TENCENTCLOUD_SHARED_CREDENTIALS_DIR: profiles },
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
      emulator.faults.push({ fault: "error", code: "AuthFailure.TokenFailure" });
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
      emulator.faults.push({ fault: "error", code: "UnauthorizedOperation", action: "AssumeRole" });
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
      emulator.faults.push({ fault: "hang" });
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
      assert.equal(origin.endpoint, emulator.endpoint);
      assert.equal(origin.account, "production");
      assert.equal(origin.accountId, ROLE_ACCOUNT);
      assert.equal((await reader.purchaseState(connection())).origin.account, undefined);
    });

    for (const [remember, requests] of [
      [false, 2],
      [true, 1],
    ] as const)
      it(`a failed one is ${remember ? "remembered" : "forgotten"} with remember: ${remember}`, async () => {
        emulator.faults.push({ fault: "error", code: "AuthFailure.TokenFailure" });
        const reader = new AccountReader({ remember });
        const refused = { name: "TcssError", code: "AuthFailure.TokenFailure" };
        await assert.rejects(readState(connection(), reader), refused);
        const again = readState(connection(), reader);
        if (remember) await assert.rejects(again, refused);
        else assert.equal((await again).state, 3);
        assert.deepEqual(asked(), { DescribePurchaseStateInfo: requests });
      });

    it("a remembered failure is forgotten when a new phase begins", async () => {
      emulator.faults.push({ fault: "error", code: "AuthFailure.TokenFailure" });
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
        emulator.requests().map(({ errorCode }) => errorCode),
        Array(45).fill(undefined),
      );
    }

    it("lets at most 20 requests a second through for one account, and loses none", async () => {
      await read45Times();
      const arrivals = emulator.requests().map(({ time }) => Date.parse(time));
      for (const [index, last] of arrivals.slice(20).entries()) {
        const span = last - (arrivals[index] ?? 0);
        assert.ok(span >= 1000, `requests ${index + 1} to ${index + 21} came within ${span} ms`);
      }
    });

    it("is kept however late the first requests arrive", async () => {
      const relay = await startLateRelay(emulator.port, { late: 20, milliseconds: 300 });
      await read45Times({ endpoint: relay.endpoint });
      await emulator.close(); // ends what the relay holds open
      await relay.close();
    });

    it("keeps no process alive whose reads have given up waiting", async () => {
      const { exitCode, stdout, stderr } = await runRead(environment(), { "tcss:deadlineSeconds": 0.8 }, 45);
      assert.equal(exitCode, 1);
      assert.match(stderr, /^the purchase state could not be read within 0\.8 s /);
      assert.match(stdout, /^timers left: 0$/m);
      assert.equal(emulator.requests().length, 20);
    });
  });

  describe("temporary credentials", () => {
    const role = { assumeRole: { roleArn: ROLE } };

    it("are fetched once for 50 reads at the same time that share nothing else", async () => {
      const reader = new AccountReader({ remember: false });
      const zones = Intl.supportedValuesOf("timeZone").slice(0, 50);
      await Promise.all(zones.map((timeZone) => readState(connection({ ...role, timeZone }), reader)));
      assert.equal(asked()["DescribePurchaseStateInfo"], 50);
      assert.equal(asked()["AssumeRole"], 1);
    });

    it("are not kept when fetching fails, and the next read fetches again", async () => {
      emulator.faults.push({ fault: "error", code: "UnauthorizedOperation", action: "AssumeRole" });
      const reader = new AccountReader({ remember: false });
      const results = await Promise.allSettled([
        readState(connection(role), reader),
        readState(connection({ ...role, timeZone: "UTC" }), reader),
      ]);
      assert.deepEqual(
        results.map(({ status }) => status),
        ["rejected", "rejected"],
      );
      assert.deepEqual(asked(), { AssumeRole: 1 });
      await readState(connection(role), reader);
      assert.deepEqual(asked(), { AssumeRole: 2, DescribePurchaseStateInfo: 1 });
    });

    it("are fetched again five minutes before they end, and not earlier", async () => {
      const issued = new Date(Math.floor(Date.now() / 1000) * 1000);
      emulatorNow = () => issued;
      emulator.setCredentialLifetime(3600);
      let now = issued;
      const secondsLater = (seconds: number): Date => new Date(issued.getTime() + seconds * 1000);
      const reader = new AccountReader({ remember: false, now: () => now });
      const requestsAt = async (time: Date): Promise<number | undefined> => {
        now = time;
        await readState(connection(role), reader);
        return asked()["AssumeRole"];
      };
      assert.equal(await requestsAt(issued), 1);
      assert.equal(await requestsAt(secondsLater(0.001)), 1);
      assert.equal(await requestsAt(secondsLater(3600 - 300 - 0.001)), 1);
      assert.equal(await requestsAt(secondsLater(3600 - 300)), 2);
    });
  });

  describe("the account's id", () => {
    const own = "100000000001";
    const cases: readonly [args: ResourceArgs, asks: number, accountId: string | undefined][] = [
      [{}, 0, undefined],
      [{ resolveAccountId: false }, 0, undefined],
      [{ resolveAccountId: true }, 1, own],
      [{ allowedAccountIds: [own] }, 1, undefined],
      [{ forbiddenAccountIds: ["999999999999"] }, 1, undefined],
      [{ resolveAccountId: true, allowedAccountIds: ["999999999999", own] }, 1, own],
    ];
    for (const [args, asks, accountId] of cases)
      it(`is asked ${asks === 0 ? "never" : "once for three reads"} with ${JSON.stringify(args)}`, async () => {
        const reader = new AccountReader({ remember: false });
        const read = [
          ...(await Promise.all([
            readState(connection(args), reader),
            readState(connection({ ...args, account: "the same account by another name" }), reader),
          ])),
          await readState(connection(args), reader),
        ];
        assert.deepEqual(
          read.map((each) => each.accountId),
          [accountId, accountId, accountId],
        );
        const { GetCallerIdentity = 0, ...others } = asked();
        assert.equal(GetCallerIdentity, asks);
        // those at the same time share one, whatever each calls the account
        assert.deepEqual(others, { DescribePurchaseStateInfo: 2 });
      });

    it("is asked once for each credential", async () => {
      const reader = new AccountReader({ remember: false });
      const { profile } = await profileOfAccount(7);
      const ids: (string | undefined)[] = [];
      for (const args of [{}, { profile }, { assumeRole: { roleArn: ROLE } }, {}, { profile }])
        ids.push((await readState(connection({ resolveAccountId: true, ...args }), reader)).accountId);
      assert.deepEqual(ids, [own, "300000000007", ROLE_ACCOUNT, own, "300000000007"]);
      assert.equal(asked()["GetCallerIdentity"], 3);
    });

    const refusals: readonly [args: ResourceArgs, why: string][] = [
      [{ allowedAccountIds: ["999999999999"] }, "allowedAccountIds does not list"],
      [{ forbiddenAccountIds: [own] }, "forbiddenAccountIds lists"],
      [{ allowedAccountIds: [own], forbiddenAccountIds: [own] }, "forbiddenAccountIds lists"],
    ];
    for (const [args, why] of refusals)
      it(`is named when it is refused: ${JSON.stringify(args)}`, async () => {
        const reader = new AccountReader({ remember: false });
        await assert.rejects(readState(connection({ ...args, account: "prod" }), reader), {
          kind: "account",
          message: `the credentials belong to account ${own}, which ${why} (account prod, endpoint ${emulator.endpoint}). Use credentials of the account that is meant, or correct the list.`,
        });
        assert.equal(asked()["GetCallerIdentity"], 1);
      });

    it("decides what a user reads when the other account also refuses to answer", async () => {
      emulator.faults.push({
        fault: "error",
        code: "UnauthorizedOperation",
        action: "DescribePurchaseStateInfo",
      });
      const reader = new AccountReader({ remember: false });
      await assert.rejects(readState(connection({ forbiddenAccountIds: [own] }), reader), {
        kind: "account",
      });
    });
  });
});
