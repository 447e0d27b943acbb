import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { formsOf } from "../../../support/secretSearch";
import { useDoctor } from "./doctorBed";
import { assertRefused } from "./run";

describe("tcss doctor", function () {
  this.timeout(60_000);

  const bed = useDoctor();
  const { doctor, bundle, always } = bed;

  describe("--bundle", () => {
    const secrets = () => [bed.place.emulator.secretKey, bed.place.emulator.secretId];

    it("holds counts and states, and no name, id, account, endpoint or secret", async () => {
      bed.place.emulator.setScenario("tricky-assets");
      bed.place.emulator.setFields({ Uin: "100000000001", Owner: "alice@example.com" });
      const { code, err } = await doctor("--account", "my-company", "--bundle", "bundle.json");
      assert.equal(code, 0, err);
      assert.match(err, /bundle\.json is written\. Look through it before you send it\./);
      const text = bundle();
      for (const asset of bed.place.emulator.assets()) {
        assert.ok(!text.includes(asset.id ?? "?"), asset.id);
        if (asset.name !== undefined && asset.name !== "batch")
          assert.ok(!text.includes(asset.name), asset.name);
      }
      const { port, accountId } = bed.place.emulator;
      for (const other of ["my-company", "alice", accountId, String(port), bed.place.folder, "shop", "rbac"])
        assert.ok(!text.includes(other), other);
      for (const secret of secrets())
        for (const [form, written] of formsOf(secret))
          assert.ok(!text.includes(written), `${secret} ${form}`);
      const { accounts } = JSON.parse(text);
      assert.equal(accounts[0].account, "account-1");
      assert.equal(accounts[0].assets.length, 10);
      assert.deepEqual(
        new Set(accounts[0].assets.map(({ kind }: { kind: string }) => kind)),
        new Set(["cluster", "host"]),
      );
      assert.equal(new Set(accounts[0].assets.map(({ asset }: { asset: string }) => asset)).size, 10);
      assert.match(text, /"\\"running\\""/);
      assert.match(text, /\[text of 17 characters\]/);
    });

    it("keeps codes and request ids of refusals, and none of their texts", async () => {
      always("no-permission", "DescribeUserCluster");
      always("error", "GetCallerIdentity");
      const { code } = await doctor("--bundle", "bundle.json", "--quiet");
      assert.equal(code, 2);
      const text = bundle();
      assert.match(text, /AuthFailure\.UnauthorizedOperation/);
      assert.match(text, /"requestId": "[0-9a-f-]{36}"/);
      assert.doesNotMatch(text, /not authorized|internal error/i);
    });

    it("is refused where it has no file of its own, before anybody is asked", async () => {
      assertRefused(await doctor("--bundle", ""), /--bundle names no file/);
      assertRefused(await doctor("--bundle", "-"), /--bundle names no file/);
      assertRefused(
        await doctor("--format", "json=bundle.json", "--bundle", "./bundle.json"),
        /--bundle names the file of another format/,
      );
      assert.deepEqual(bed.place.emulator.requests(), []);
    });

    it("is not written in part, and neither is anything else, where its folder does not exist", async () => {
      const { code, err } = await doctor("-f", "json=report.json", "--bundle", "missing/bundle.json");
      assert.equal(code, 2);
      assert.match(err, /missing\/bundle\.json cannot be written/);
      assert.ok(!existsSync(join(bed.place.folder, "report.json")));
    });
  });
});
