import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
  AssetAccess,
  AssetKind,
  AssetStatus,
  type GetCoverageResult,
  getCoverage,
  getCoverageOutput,
  getPurchaseState,
  PurchaseStateError,
} from "../../../sdk";
import { type ApiServer, startApiServer } from "../support/apiServer";
import { FakeEngine } from "../support/fakeEngine";
import { CLUSTERS, clusterItem, HOSTS, hostItem, list } from "../support/listedAssets";
import { resolved } from "../support/outputs";
import { EXAMPLE } from "../support/replies";
import { programEnvironment, withoutMocks } from "./support";

const REFUSED = {
  Error: { Code: "UnauthorizedOperation", Message: "not authorized to perform tcss:DescribeUserCluster" },
  RequestId: "r-refused",
};

/** A name with what a terminal, a page and the engine would take for more than a name. */
const HOSTILE = "\u001b[2J\u202eevil\u0000 <script>\n04da6b54-80e4-46f7-96ec-b56ff0331ba9";

describe("getCoverage", () => {
  let server: ApiServer;
  let saved: NodeJS.ProcessEnv;
  beforeEach(async () => {
    saved = process.env;
    process.env = programEnvironment(saved);
    server = await startApiServer();
    list(server);
    withoutMocks();
  });
  afterEach(async () => {
    process.env = saved;
    withoutMocks();
    await server.close();
  });

  const read = (args: object = {}): Promise<GetCoverageResult> =>
    getCoverage({ endpoint: server.endpoint, ...args });

  const actions = (): unknown[] => server.requests.map(({ headers }) => headers["x-tc-action"]).sort();

  it("names what is undefended, worst first, and the cheapest way to cover it", async () => {
    const { assets, totals, unit, plan } = await read();
    assert.deepEqual(
      assets.map(({ id, kind, status, access, undefendedCores }) => [
        id,
        kind,
        status,
        access,
        undefendedCores,
      ]),
      [
        ["cls-a", AssetKind.Cluster, AssetStatus.Undefended, AssetAccess.Needed, 64],
        ["cls-b", AssetKind.Cluster, AssetStatus.Partial, AssetAccess.Ok, 14],
        ["cls-c", AssetKind.Cluster, AssetStatus.Undefended, AssetAccess.Ok, 8],
        ["host-1", AssetKind.Host, AssetStatus.Defended, AssetAccess.Ok, 0],
      ],
    );
    assert.deepEqual(assets[3]?.tags, ["stage=prod"]);
    assert.equal(totals.undefendedCores, 86);
    assert.equal(totals.protectedCores, 68);
    assert.deepEqual(unit, { factor: 1000, deviation: 0 });
    assert.deepEqual(
      plan?.switchOn.map(({ id, cores }) => [id, cores]),
      [
        ["cls-a", 64],
        ["cls-b", 14],
      ],
    );
    assert.equal(plan?.coveredCores, 78);
    assert.equal(plan?.remainingCores, 8);
    assert.deepEqual(
      plan?.needAccess.map(({ id }) => id),
      ["cls-a"],
    );
    assert.equal(typeof plan?.elasticPerDay, "number");
  });

  it("asks once for the purchase state and once for each list, a second time for a second call", async () => {
    await read();
    const once = ["DescribeAssetHostList", "DescribePurchaseStateInfo", "DescribeUserCluster"];
    assert.deepEqual(actions(), once);
    await read();
    assert.deepEqual(actions(), [...once, ...once].sort());
  });

  it("shares the request for the purchase state with getPurchaseState at the same time", async () => {
    await Promise.all([read(), getPurchaseState({ endpoint: server.endpoint })]);
    assert.equal(actions().filter((action) => action === "DescribePurchaseStateInfo").length, 1);
  });

  it("gives whose it is, by the label that the program gives", async () => {
    assert.equal((await read({ account: "prod" })).account, "prod");
    const without = await read();
    assert.equal("account" in without, false);
    assert.equal("accountId" in without, false);
  });

  it("gives the account's id where the program asks for it, and refuses another account than the one meant", async () => {
    server.answerTo("GetCallerIdentity", {
      AccountId: "100000000001",
      Arn: "qcs::cam::uin/100000000001:uin/100000000001",
      PrincipalId: "100000000001",
      Type: "CAMUser",
      UserId: "100000000001",
      RequestId: "r-sts",
    });
    const args = { stsEndpoint: server.endpoint, resolveAccountId: true };
    assert.equal((await read(args)).accountId, "100000000001");
    const { reason } = await failure({ ...args, allowedAccountIds: ["100000000002"] });
    assert.equal(reason.kind, "account");
  });

  it("leaves absent what is unknown where no unit fits, and plans nothing", async () => {
    list(server, { clusters: [clusterItem("cls-a", 300)], hosts: [] });
    const result = await read();
    assert.equal("unit" in result, false);
    assert.equal("plan" in result, false);
    const [asset] = result.assets;
    assert.deepEqual([asset?.id, asset?.status], ["cls-a", "undefended"]);
    for (const key of ["cores", "protectedCores", "undefendedCores"]) {
      assert.equal(key in (asset ?? {}), false, key);
      assert.equal(key in result.totals, false, key);
    }
    assert.doesNotMatch(JSON.stringify(result), /null/);
  });

  it("plans nothing where the idle cores are unknown, and still names what is undefended", async () => {
    const { AuthorizedCoresCnt: _, ...reply } = EXAMPLE;
    server.answer(reply);
    const result = await read();
    assert.equal("plan" in result, false);
    assert.equal(result.totals.undefendedCores, 86);
  });

  it("leaves exempt assets out of totals and plan, and still shows them as exempt", async () => {
    const { assets, totals, plan } = await read({ exempt: ["cluster:cls-a", "tag:stage=*"] });
    assert.deepEqual(
      assets.filter(({ exempt }) => exempt).map(({ id }) => id),
      ["cls-a", "host-1"],
    );
    assert.equal(totals.undefendedCores, 22);
    assert.equal(totals.exemptUndefendedCores, 64);
    assert.deepEqual(
      plan?.switchOn.map(({ id }) => id),
      ["cls-b", "cls-c"],
    );
  });

  it("gives names as they are, and an asset without an id too", async () => {
    const { ClusterId: _, ...withoutId } = clusterItem("cls-x", 1000, { ClusterName: HOSTILE });
    list(server, {
      clusters: [...CLUSTERS, withoutId],
      hosts: [...HOSTS, hostItem("host-\u009b31m", 1000, { HostName: "__proto__" })],
    });
    server.answer({ ...EXAMPLE, AllCoresCnt: 156 });
    const { assets, totals } = await read();
    const nameless = assets.find(({ name }) => name === HOSTILE);
    assert.ok(nameless !== undefined && !("id" in nameless));
    assert.equal(assets.find(({ id }) => id === "host-\u009b31m")?.name, "__proto__");
    assert.equal(totals.withoutId, 1);
  });

  async function failure(args: object): Promise<PurchaseStateError> {
    const error: unknown = await read(args).catch((thrown) => thrown);
    assert.ok(error instanceof PurchaseStateError, String(error));
    assert.ok(pulumi.RunError.isInstance(error));
    return error;
  }

  for (const [what, args, message] of [
    ["a wrong argument", { site: "moon" }, /^site must be one of/],
    ["an argument that only a resource takes", { onUnavailable: "fail" }, /^onUnavailable is unknown/],
    ["exempt that is no list", { exempt: "cls-a" }, /^exempt must be/],
    ["an empty pattern", { exempt: [""] }, /^exempt/],
    ["a pattern of an unknown kind", { exempt: ["cls-a", "node:x"] }, /^exempt.*Valid kinds: cluster:/],
    ["a secret", { secretKey: "hunter2hunter2" }, /^secretKey is a secret/],
    ["a misspelled argument", { exemt: [] }, /Did you mean exempt\?/],
  ] as const)
    it(`refuses ${what}, and asks nobody`, async () => {
      const { message: given } = await failure(args);
      assert.match(given, message);
      assert.doesNotMatch(given, /hunter2/);
      assert.equal(server.requests.length, 0);
    });

  it("takes undefined for no argument", async () => {
    const args = { account: undefined, exempt: undefined };
    assert.equal((await read(args)).totals.undefendedCores, 86);
  });

  it("says what the API has refused, and does not try it again", async () => {
    server.answerTo("DescribeUserCluster", REFUSED);
    const { message, reason } = await failure({ account: "prod" });
    assert.match(message, /tcss:DescribeUserCluster/);
    assert.equal(reason.code, "UnauthorizedOperation");
    assert.equal(reason.requestId, "r-refused");
    assert.equal(reason.account, "prod");
    assert.doesNotMatch(message, /key-from-env/);
    assert.equal(actions().filter((action) => action === "DescribeUserCluster").length, 1);
  });

  it("says what the API has refused of the purchase state", async () => {
    server.answer(REFUSED);
    assert.equal((await failure({})).reason.code, "UnauthorizedOperation");
  });

  it("ends with its deadline where a server hangs, and leaves no connection behind", async () => {
    const abyss = await FakeEngine.listen();
    const endpoint = `http://${abyss.address}`;
    const error = await failure({ endpoint, deadlineSeconds: 0.5, requestTimeoutSeconds: 60 });
    assert.equal(error.reason.code, "DeadlineExceeded");
    assert.match(error.message, /within 0\.5 s/);
    await abyss.left();
    await abyss.gone();
  });

  describe("getCoverageOutput", () => {
    it("waits for arguments that are outputs, those in lists too", async () => {
      const endpoint = pulumi.output(Promise.resolve(server.endpoint));
      const exempt = [pulumi.output(Promise.resolve("cls-a"))];
      const { totals } = await resolved(getCoverageOutput({ endpoint, exempt }));
      assert.equal(totals.undefendedCores, 22);
    });

    it("lifts the properties of its result", async () => {
      const coverage = getCoverageOutput({ endpoint: server.endpoint });
      assert.equal(await resolved(coverage.totals.assets), 4);
      assert.equal(await resolved(coverage.assets.apply(([worst]) => worst?.id)), "cls-a");
    });

    it("needs no argument", async () => {
      process.env["TENCENTCLOUD_TCSS_ENDPOINT"] = server.endpoint;
      assert.equal((await resolved(getCoverageOutput())).totals.assets, 4);
    });

    it("is secret when an argument is", async () => {
      const output = getCoverageOutput({ endpoint: pulumi.secret(server.endpoint) });
      assert.equal(await pulumi.isSecret(output), true);
    });

    it("asks nobody while an argument is unknown, or an item of a list", async () => {
      const unknown = pulumi.output(pulumi.unknown) as unknown as pulumi.Output<string>;
      for (const args of [{ account: unknown }, { exempt: [unknown] }]) {
        const output = getCoverageOutput({ endpoint: server.endpoint, ...args });
        assert.equal(await (output as unknown as { isKnown: Promise<boolean> }).isKnown, false);
      }
      assert.equal(server.requests.length, 0);
    });

    it("fails as getCoverage does", async () => {
      server.answerTo("DescribeUserCluster", REFUSED);
      await assert.rejects(
        resolved(getCoverageOutput({ endpoint: server.endpoint })),
        (error) => error instanceof PurchaseStateError && error.reason.requestId === "r-refused",
      );
    });
  });
});
