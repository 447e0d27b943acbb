import assert from "node:assert/strict";
import { AccountReader, type ResourceArgs } from "../../../core/internal";
import { readState } from "../../support/readState";
import { ROLE, ROLE_ACCOUNT, useSharing } from "./bed";

describe("sharing over HTTP", () => {
  const bed = useSharing();
  const { connection, asked, profileOfAccount } = bed;

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
      bed.emulator.faults.push({ fault: "error", code: "UnauthorizedOperation", action: "AssumeRole" });
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
      bed.emulatorNow = () => issued;
      bed.emulator.setCredentialLifetime(3600);
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
          message: `the credentials belong to account ${own}, which ${why} (account prod, endpoint ${bed.emulator.endpoint}). Use credentials of the account that is meant, or correct the list.`,
        });
        assert.equal(asked()["GetCallerIdentity"], 1);
      });

    it("decides what a user reads when the other account also refuses to answer", async () => {
      bed.emulator.faults.push({
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
