import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AccountReader,
  type Connection,
  LIST_PRICES,
  type ResourceArgs,
  resolveConnection,
  type TcssError,
} from "../../core/internal";
import { type Emulator, type FaultName, startEmulator } from "../../emulator/src";
import { emulatorAccess } from "../support/emulatorAccess";

const STATE = "DescribePurchaseStateInfo";
const CLUSTERS = "DescribeUserCluster";
const HOSTS = "DescribeAssetHostList";
const SUPER_NODES = "DescribeAssetSuperNodeList";

describe("coverage over HTTP", () => {
  let emulator: Emulator;
  let profiles: string;
  beforeEach(async () => {
    emulator = await startEmulator({ scenario: "example" });
    profiles = await mkdtemp(join(tmpdir(), "tcss-coverage-"));
  });
  afterEach(async () => {
    await emulator.close();
    await rm(profiles, { recursive: true });
  });

  const connection = (args: ResourceArgs = {}): Connection =>
    resolveConnection({
      args: { sharedCredentialsDir: profiles, ...args },
      env: {
        ...emulatorAccess(emulator),
        TENCENTCLOUD_STS_ENDPOINT: emulator.endpoint,
      },
    });
  const reader = (remember = false): AccountReader => new AccountReader({ remember });
  const read = (args: ResourceArgs = {}) => reader().coverage(connection(args));
  const failure = (args: ResourceArgs = {}): Promise<TcssError> =>
    read(args).then(
      () => assert.fail("it was read"),
      (error: TcssError) => error,
    );

  /** How often each action was asked. */
  function asked(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { action = "none" } of emulator.requests()) counts[action] = (counts[action] ?? 0) + 1;
    return counts;
  }

  it("plans the example: up to 79 of 86 undefended cores at no cost", async () => {
    const { coverage, purchaseState, origin } = await read({ account: "production" });
    assert.equal(purchaseState.undefendCoresCnt, 86);
    assert.deepEqual(coverage.unit, { factor: 1000, deviation: 0 });
    const { cores, protectedCores, undefendedCores } = coverage.totals;
    assert.deepEqual([cores, protectedCores, undefendedCores], [154, 68, 86]);
    assert.equal(coverage.plan?.coveredCores, 79);
    assert.equal(coverage.plan?.remainingCores, 7);
    assert.equal(coverage.plan?.elasticPerDay, 7 * LIST_PRICES.international.elasticCoreDay);
    assert.deepEqual([origin.account, origin.credentialSource], ["production", "environment"]);
    assert.deepEqual(asked(), { [STATE]: 1, [CLUSTERS]: 1, [HOSTS]: 1 });
  });

  it("asks for super nodes on the mainland alone, and counts in its currency", async () => {
    emulator.configure({ site: "mainland" });
    const { coverage } = await read({ site: "mainland" });
    assert.deepEqual(asked(), { [STATE]: 1, [CLUSTERS]: 1, [HOSTS]: 1, [SUPER_NODES]: 1 });
    assert.equal(coverage.plan?.currency, "CNY");
  });

  it("takes prices of the caller's, or none", async () => {
    const prices = { ...LIST_PRICES.international, elasticCoreDay: 2, discount: 0.5, currency: "EUR" };
    const own = await reader().coverage(connection(), { prices });
    assert.deepEqual([own.coverage.plan?.currency, own.coverage.plan?.elasticPerDay], ["EUR", 7]);
    const none = await reader().coverage(connection(), { prices: null });
    assert.deepEqual([none.coverage.plan?.currency, none.coverage.plan?.elasticPerDay], [null, null]);
  });

  describe("sharing", () => {
    for (const remember of [true, false])
      it(`50 callers at the same time make one request a list, whatever each exempts (remember: ${remember})`, async () => {
        const shared = reader(remember);
        const all = await Promise.all(
          Array.from({ length: 50 }, (_, index) =>
            shared.coverage(connection({ account: `label ${index}`, resolveAccountId: index % 2 === 0 }), {
              isExempt: ({ kind }) => index < 25 && kind === "host",
            }),
          ),
        );
        const { GetCallerIdentity: identity, ...others } = asked();
        assert.equal(identity, 1);
        assert.deepEqual(others, { [STATE]: 1, [CLUSTERS]: 1, [HOSTS]: 1 });
        const undefended = all.map(({ coverage: { totals } }) => totals.undefendedCores);
        assert.equal(new Set(undefended.slice(0, 25)).size, 1);
        assert.notEqual(undefended[0], undefended[49]);
        assert.deepEqual(
          [all[0]?.purchaseState.accountId, all[1]?.purchaseState.accountId],
          ["100000000001", undefined],
        );
      });

    it("does not ask for the purchase state again where it is remembered, nor for the lists", async () => {
      const shared = reader(true);
      const state = await shared.purchaseState(connection());
      assert.deepEqual(asked(), { [STATE]: 1 });
      const { purchaseState } = await shared.coverage(connection());
      assert.deepEqual(purchaseState, state.purchaseState);
      await shared.coverage(connection());
      assert.deepEqual(asked(), { [STATE]: 1, [CLUSTERS]: 1, [HOSTS]: 1 });
      shared.clear();
      await shared.coverage(connection());
      assert.deepEqual(asked(), { [STATE]: 2, [CLUSTERS]: 2, [HOSTS]: 2 });
    });

    it("remembers a failure of a list, and still knows the purchase state", async () => {
      emulator.faults.push({ fault: "no-permission", action: CLUSTERS });
      const shared = reader(true);
      for (const _ of [1, 2])
        await assert.rejects(shared.coverage(connection()), { permission: "tcss:DescribeUserCluster" });
      assert.equal((await shared.purchaseState(connection())).purchaseState.undefendCoresCnt, 86);
      assert.deepEqual([asked()[STATE], asked()[CLUSTERS]], [1, 1]);
    });

    it("keeps accounts apart", async () => {
      const scenario = { State: 3, AllCoresCnt: 0, CoresCnt: 0 };
      emulator.addCredential({
        secretId: "AKIDother",
        secretKey: "other-key-of-the-test",
        accountId: "300000000001",
        scenario,
      });
      await writeFile(
        join(profiles, "other.credential"),
        JSON.stringify({ secretId: "AKIDother", secretKey: "other-key-of-the-test" }),
      );
      const shared = reader(true);
      const [own, other] = await Promise.all([
        shared.coverage(connection()),
        shared.coverage(connection({ profile: "other" })),
      ]);
      assert.deepEqual([own.coverage.totals.cores, other.coverage.totals.cores], [154, 0]);
    });
  });

  describe("failures", () => {
    it("wrong credentials are sent once in all", async () => {
      emulator.removeCredential(emulator.secretId);
      const error = await failure();
      assert.deepEqual([error.kind, error.code], ["api", "AuthFailure.SecretIdNotFound"]);
      assert.deepEqual(asked(), { [STATE]: 1 });
    });

    for (const [action, kind] of [
      [CLUSTERS, "clusters"],
      [HOSTS, "hosts"],
      [SUPER_NODES, "super nodes"],
    ] as const)
      it(`without the right to list ${kind} names the permission, and asks once`, async () => {
        emulator.configure({ site: "mainland" });
        emulator.faults.push({ fault: "no-permission", action, times: "always" });
        const error = await failure({ site: "mainland", account: "production" });
        assert.equal(error.kind, "api");
        assert.equal(error.permission, `tcss:${action}`);
        assert.equal(error.facts.permission, `tcss:${action}`);
        assert.match(error.message, new RegExp(`account production.*Allow the action tcss:${action}`));
        assert.equal(error.credentialSource, "environment");
        assert.equal(asked()[action], 1);
      });

    it("of one list end the others", async () => {
      emulator.setScenario("many-assets");
      emulator.faults.push({ fault: "none", action: CLUSTERS }, { fault: "no-permission", action: HOSTS });
      await failure();
      const before = emulator.requests().length;
      assert.ok(before < 30, `${before} requests`);
    });

    it("that may pass are tried again, and cost nothing else again", async () => {
      emulator.faults.push({ fault: "5xx", action: CLUSTERS }, { fault: "reset", action: HOSTS });
      assert.equal((await read()).coverage.totals.undefendedCores, 86);
      assert.deepEqual(asked(), { [STATE]: 1, [CLUSTERS]: 2, [HOSTS]: 2 });
    });

    it("have one deadline for the whole, which says how far it came", async () => {
      emulator.faults.push({ fault: "hang", action: HOSTS, times: "always" });
      const error = await failure({ deadlineSeconds: 0.8, account: "production" });
      assert.equal(error.code, "DeadlineExceeded");
      assert.match(
        error.message,
        /^the assets could not be read within 0\.8 s; 1 page had been read \(account production/,
      );
    });

    it("of the purchase state are its own", async () => {
      emulator.faults.push({ fault: "hang", action: STATE, times: "always" });
      const error = await failure({ deadlineSeconds: 0.5 });
      assert.match(error.message, /^the purchase state could not be read within 0\.5 s/);
      assert.deepEqual(asked(), { [STATE]: 1 });
    });

    it("of a slow list leave the next purchase state all its time", async () => {
      emulator.faults.push({ fault: "hang", action: CLUSTERS });
      await failure({ deadlineSeconds: 0.5 });
      emulator.faults.push({ fault: "5xx", action: STATE });
      const { purchaseState } = await reader().purchaseState(connection());
      assert.equal(purchaseState.undefendCoresCnt, 86);
    });

    it("after an abort send nothing more, and say that it was cancelled", async () => {
      emulator.faults.push({ fault: "hang", action: CLUSTERS }, { fault: "hang", action: HOSTS });
      const leaving = new AbortController();
      const reading = reader().coverage(connection(), { signal: leaving.signal });
      while (asked()[HOSTS] === undefined) await new Promise((resolve) => setImmediate(resolve));
      leaving.abort();
      await assert.rejects(reading, { code: "Cancelled" });
      await assert.rejects(reader().coverage(connection(), { signal: leaving.signal }), {
        code: "Cancelled",
      });
      assert.equal(asked()[STATE], 1);
    });

    it("ask nothing of an account that is not allowed to be the one", async () => {
      const error = await failure({ allowedAccountIds: ["999999999999"] });
      assert.equal(error.kind, "account");
    });
  });

  describe("lists that mislead", () => {
    const twisted = async (fault: FaultName, action: string = CLUSTERS) => {
      emulator.faults.push({ fault, action, times: "always" });
      return (await read()).coverage;
    };

    it("an endless one is refused after few pages", async () => {
      emulator.faults.push({ fault: "endless-list", action: CLUSTERS, times: "always" });
      const error = await failure();
      assert.equal(error.kind, "reply");
      assert.match(error.summary, /^the list of clusters does not end: it grew from \d+ to \d+ entries/);
      assert.ok((asked()[CLUSTERS] ?? 0) <= 20);
    });

    it("an id with other values counts once, as it came last, and is told", async () => {
      const { repeated, assets } = await twisted("repeating-assets");
      const [{ id } = { id: undefined }] = repeated;
      assert.equal(repeated.length, 1);
      assert.deepEqual(
        assets.filter((asset) => asset.id === id).map(({ name, protectedCores }) => [name, protectedCores]),
        [["again", 0]],
      );
    });

    it("texts that are no state are unknown, and told", async () => {
      const { assets, notUnderstood } = await twisted("unknown-states");
      const clusters = assets.filter(({ kind }) => kind === "cluster");
      assert.ok(clusters.length > 0);
      for (const { status, access } of clusters) assert.deepEqual([status, access], ["unknown", "unknown"]);
      assert.deepEqual(notUnderstood, ["cluster.AccessedStatus", "cluster.DefenderStatus"]);
    });

    for (const fault of ["odd-spellings", "disagreeing-states"] as const)
      it(`${fault} change nothing`, async () => {
        const plain = (await read()).coverage;
        assert.deepEqual(await twisted(fault), plain);
      });

    for (const fault of ["shrinking-list", "growing-list", "empty-page", "repeating-pages"] as const)
      it(`${fault}: a list that may lack assets is told`, async () => {
        emulator.setAssets(
          Array.from({ length: 150 }, (_, index) => ({ kind: "cluster", id: `cls-${index}`, cores: 4 })),
        );
        const { incomplete } = await twisted(fault);
        assert.deepEqual(
          incomplete.map(({ kind, read, total }) => [kind, read < total]),
          [["cluster", true]],
        );
      });

    it("short pages are read on, and nothing is missing", async () => {
      emulator.setAssets(
        Array.from({ length: 150 }, (_, index) => ({ kind: "cluster", id: `cls-${index}`, cores: 4 })),
      );
      const { incomplete, totals } = await twisted("short-pages");
      assert.deepEqual([incomplete, totals.cores], [[], 600]);
    });

    it("names with terminal escapes are kept as they came", async () => {
      const { assets } = await twisted("terminal-escapes");
      assert.ok(assets.some(({ name }) => name?.includes("\u001b")));
    });

    it("assets without an id are counted", async () => {
      const { totals } = await twisted("without-id");
      assert.ok(totals.withoutId > 0);
      assert.equal(totals.undefendedCores, 86);
    });

    it("cores that are none are told, and in no sum", async () => {
      const { notUnderstood, assets } = await twisted("odd-cores");
      assert.deepEqual(notUnderstood, ["cluster.CoresCnt"]);
      assert.ok(assets.every(({ cores }) => cores === undefined || (cores >= 0 && cores < 1e6)));
    });
  });

  it("reads 10,000 assets without one request too many a second", async function () {
    this.timeout(60_000);
    emulator.setScenario("many-assets");
    const { coverage } = await read({ deadlineSeconds: 60 });
    assert.equal(coverage.assets.length, 10_000);
    assert.deepEqual(coverage.incomplete, []);
    assert.deepEqual(
      emulator.requests().filter(({ errorCode }) => errorCode !== undefined),
      [],
    );
  });
});
