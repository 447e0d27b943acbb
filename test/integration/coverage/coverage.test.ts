import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LIST_PRICES } from "../../../core/internal";
import { CLUSTERS, useCoverage } from "./bed";

const STATE = "DescribePurchaseStateInfo";
const HOSTS = "DescribeAssetHostList";
const SUPER_NODES = "DescribeAssetSuperNodeList";

describe("coverage over HTTP", () => {
  const bed = useCoverage();
  const { connection, reader, read, failure, asked } = bed;

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
    bed.emulator.configure({ site: "mainland" });
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
      bed.emulator.faults.push({ fault: "no-permission", action: CLUSTERS });
      const shared = reader(true);
      for (const _ of [1, 2])
        await assert.rejects(shared.coverage(connection()), { permission: "tcss:DescribeUserCluster" });
      assert.equal((await shared.purchaseState(connection())).purchaseState.undefendCoresCnt, 86);
      assert.deepEqual([asked()[STATE], asked()[CLUSTERS]], [1, 1]);
    });

    it("keeps accounts apart", async () => {
      const scenario = { State: 3, AllCoresCnt: 0, CoresCnt: 0 };
      bed.emulator.addCredential({
        secretId: "AKIDother",
        secretKey: "other-key-of-the-test",
        accountId: "300000000001",
        scenario,
      });
      await writeFile(
        join(bed.profiles, "other.credential"),
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
      bed.emulator.removeCredential(bed.emulator.secretId);
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
        bed.emulator.configure({ site: "mainland" });
        bed.emulator.faults.push({ fault: "no-permission", action, times: "always" });
        const error = await failure({ site: "mainland", account: "production" });
        assert.equal(error.kind, "api");
        assert.equal(error.permission, `tcss:${action}`);
        assert.equal(error.facts.permission, `tcss:${action}`);
        assert.match(error.message, new RegExp(`account production.*Allow the action tcss:${action}`));
        assert.equal(error.credentialSource, "environment");
        assert.equal(asked()[action], 1);
      });

    it("of one list end the others", async () => {
      bed.emulator.setScenario("many-assets");
      bed.emulator.faults.push(
        { fault: "none", action: CLUSTERS },
        { fault: "no-permission", action: HOSTS },
      );
      await failure();
      const before = bed.emulator.requests().length;
      assert.ok(before < 30, `${before} requests`);
    });

    it("that may pass are tried again, and cost nothing else again", async () => {
      bed.emulator.faults.push({ fault: "5xx", action: CLUSTERS }, { fault: "reset", action: HOSTS });
      assert.equal((await read()).coverage.totals.undefendedCores, 86);
      assert.deepEqual(asked(), { [STATE]: 1, [CLUSTERS]: 2, [HOSTS]: 2 });
    });

    it("have one deadline for the whole, which says how far it came", async () => {
      bed.emulator.faults.push({ fault: "hang", action: HOSTS, times: "always" });
      const error = await failure({ deadlineSeconds: 0.8, account: "production" });
      assert.equal(error.code, "DeadlineExceeded");
      assert.match(
        error.message,
        /^the assets could not be read within 0\.8 s; 1 page had been read \(account production/,
      );
    });

    it("of the purchase state are its own", async () => {
      bed.emulator.faults.push({ fault: "hang", action: STATE, times: "always" });
      const error = await failure({ deadlineSeconds: 0.5 });
      assert.match(error.message, /^the purchase state could not be read within 0\.5 s/);
      assert.deepEqual(asked(), { [STATE]: 1 });
    });

    it("of a slow list leave the next purchase state all its time", async () => {
      bed.emulator.faults.push({ fault: "hang", action: CLUSTERS });
      await failure({ deadlineSeconds: 0.5 });
      bed.emulator.faults.push({ fault: "5xx", action: STATE });
      const { purchaseState } = await reader().purchaseState(connection());
      assert.equal(purchaseState.undefendCoresCnt, 86);
    });

    it("after an abort send nothing more, and say that it was cancelled", async () => {
      bed.emulator.faults.push({ fault: "hang", action: CLUSTERS }, { fault: "hang", action: HOSTS });
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

  it("reads 10,000 assets without one request too many a second", async function () {
    this.timeout(60_000);
    bed.emulator.setScenario("many-assets");
    const { coverage } = await read({ deadlineSeconds: 60 });
    assert.equal(coverage.assets.length, 10_000);
    assert.deepEqual(coverage.incomplete, []);
    assert.deepEqual(
      bed.emulator.requests().filter(({ errorCode }) => errorCode !== undefined),
      [],
    );
  });
});
