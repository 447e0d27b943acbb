import assert from "node:assert/strict";
import { parsePurchaseState, rules, withoutAdditionalFields } from "pulumi-tcss/internal";
import type { Gate } from "../../../../policy-pack/src/gate";
import type { PolicyResource } from "../../../../policy-pack/src/resource";
import { type ApiServer, startApiServer } from "../../support/apiServer";
import { answerAssets, clusterItem, hostItem, refuseAssets } from "../../support/coverages";
import { EXAMPLE } from "../../support/replies";
import { judged, STACK, useGate } from "./bed";

const READ = "2024-10-01T00:00:00Z";
const HEALTHY = {
  ...EXAMPLE,
  UndefendCoresCnt: 0,
  AllCoresCnt: 68,
  AuthorizedCoresCnt: 68,
  AutomaticRenewal: 1,
  AuthorizedImageCnt: EXAMPLE.ImageCnt,
};
const CLUSTERS = [clusterItem("shop", 88, 48), clusterItem("data", 30, 0)];
const HOSTS = [hostItem("web-1", 20, 20), hostItem("web-2", 16, 0)];
const LISTS = ["DescribeUserCluster", "DescribeAssetHostList"] as const;

describe("Gate, on an account's assets,", () => {
  const bed = useGate();
  beforeEach(() => answerAssets(bed.server, CLUSTERS, HOSTS));

  const found = (one: Gate, subject = STACK): Promise<Record<string, string>> => judged(one, subject);

  function resource(reply: object): PolicyResource {
    const values = withoutAdditionalFields(parsePurchaseState({ ...reply }));
    const type = "pulumi-nodejs:dynamic/tcss:PurchaseState";
    return { type, name: "tcss", props: { purchaseState: { observedAt: READ, ...values } } };
  }

  const listed = (): number[] => LISTS.map((action) => bed.server.count(action));

  it("costs a healthy account one request", async () => {
    bed.server.answer(HEALTHY);
    const one = bed.begun({ assets: { exempt: ["web-*"] } });
    one.readAhead();
    assert.deepEqual(await found(one), {});
    assert.equal(bed.server.requests.length, 1);
    assert.match(bed.notes.join("\n"), /^TCSS: asked the account, /);
  });

  it("names them where TCSS002 fires, and reads each list once for all rules and resources", async () => {
    const one = bed.begun();
    const { TCSS002, ...others } = await found(one);
    assert.deepEqual(others, {});
    assert.match(
      TCSS002 ?? "",
      /^86 of 154 cores are undefended\. Undefended: cluster shop \(cls-shop, 40 cores\), cluster data .* host web-2 \(host-web-2, 16 cores\)\. Up to 79 .* Cheapest cover by whole clusters and hosts: /,
    );
    await found(one, resource(EXAMPLE));
    assert.deepEqual([bed.server.count("DescribePurchaseStateInfo"), ...listed()], [1, 1, 1]);
  });

  it("names the permission where they may not be read, and asks no list twice", async () => {
    refuseAssets(bed.server);
    const one = bed.begun();
    const { TCSS002 = "" } = await found(one);
    assert.match(
      TCSS002,
      /^86 of 154 cores are undefended\. Up to 79 .* The permission tcss:Describe(UserCluster|AssetHostList) would name the assets: /,
    );
    await found(one);
    assert.ok(listed().every((count) => count <= 1));
  });

  it("reads nothing for a finding that is waived or disabled", async () => {
    const waivers = [{ rule: "TCSS002" as const, reason: "new nodes", expires: "2024-10-31" }];
    assert.deepEqual(await found(bed.begun({ waivers })), {});
    assert.deepEqual(listed(), [0, 0]);
    const disabled = bed.begun({}, { "no-undefended-cores": { enforcementLevel: "disabled" } });
    await disabled.evaluateResource(rules[0] ?? assert.fail(), {}, STACK);
    assert.deepEqual(listed(), [0, 0]);
  });

  it("lets exempt assets pass, and says who was asked", async () => {
    assert.deepEqual(await found(bed.begun({ assets: { exempt: ["cluster:*", "web-2"] } })), {});
    assert.deepEqual(listed(), [1, 1]);
    assert.match(bed.notes.join("\n"), /TCSS: asked the account, /);
  });

  it("blocks where assets are exempt and unknown", async () => {
    refuseAssets(bed.server);
    const { TCSS002 = "" } = await found(bed.begun({ assets: { exempt: ["cluster:*"] } }));
    assert.match(TCSS002, /belong to exempt assets cannot be verified: .*UnauthorizedOperation/);
    assert.doesNotMatch(bed.notes.join("\n"), /asked the account/);
  });

  it("blocks a healthy account for an asset that must be defended", async () => {
    bed.server.answer({ ...HEALTHY, AllCoresCnt: 154 });
    const { TCSS011 = "", ...others } = await found(bed.begun({ assets: { mustBeDefended: ["cls-data"] } }));
    assert.deepEqual(others, {});
    assert.match(TCSS011, /^1 of 1 asset that must be defended is not fully protected: cluster data /);
    assert.deepEqual([bed.server.count("DescribePurchaseStateInfo"), ...listed()], [1, 1, 1]);
  });

  it("refuses an asset that both lists name, whatever the patterns are", async () => {
    const both = bed.begun({ assets: { exempt: ["cls-*"], mustBeDefended: ["data"] } });
    const { TCSS002 = "", TCSS011 = "" } = await found(both);
    const refusal = /both name the cluster data, cls-data\. Correct the patterns/;
    assert.match(TCSS002, refusal);
    assert.match(TCSS011, refusal);
  });

  it("judges a resource of the same account by the account's assets, though its values differ", async () => {
    const one = bed.begun({ assets: { mustBeDefended: ["web-1"] } });
    await found(one);
    // it was read a moment before
    const differs = resource({ ...EXAMPLE, AllCoresCnt: 153, UndefendCoresCnt: 85 });
    const { TCSS011, TCSS002 = "" } = await found(one, differs);
    assert.equal(TCSS011, undefined);
    assert.match(TCSS002, /^85 of 153 cores are undefended\. Undefended: cluster shop/);
    assert.deepEqual(listed(), [1, 1]);
  });

  it("cannot verify them of a resource whose account it does not ask", async () => {
    const assets = { exempt: ["cluster:*"], mustBeDefended: ["web-1"] };
    const { TCSS002 = "", TCSS011 = "" } = await found(
      bed.begun({ source: "resources", assets }),
      resource(EXAMPLE),
    );
    assert.match(
      TCSS002,
      /cannot be verified\. The assets are known only of an account that is asked itself/,
    );
    assert.match(
      TCSS011,
      /cannot be verified\. The assets are known only of an account that is asked itself/,
    );
    assert.equal(bed.server.requests.length, 0);
  });

  describe("with several accounts", () => {
    let other: ApiServer;
    beforeEach(async () => {
      other = await startApiServer();
      other.answer({ ...HEALTHY, AllCoresCnt: 10 });
      answerAssets(other, [], [hostItem("db", 10, 10)]);
    });
    afterEach(() => other.close());

    const judged = async (mustBeDefended: string[]): Promise<string[]> => {
      const accounts = [
        { account: "prod", endpoint: bed.server.endpoint },
        { account: "data", endpoint: other.endpoint },
      ];
      const rule = rules.find(({ id }) => id === "TCSS011") ?? assert.fail();
      return bed.begun({ accounts, assets: { mustBeDefended } }).evaluateResource(rule, {}, STACK);
    };

    it("finds an asset in the one that has it", async () =>
      assert.deepEqual(await judged(["web-1", "db"]), []));

    it("says of which account one is undefended", async () => {
      const [message = "", ...others] = await judged(["web-2", "db"]);
      assert.deepEqual(others, []);
      assert.match(message, /^Account prod: 1 of 1 asset .* host web-2 /);
    });

    it("misses one that none has", async () => {
      const messages = await judged(["web-1", "gone"]);
      assert.equal(messages.length, 2);
      for (const message of messages) assert.match(message, /assets\.mustBeDefended gives: gone\./);
    });
  });
});
