import assert from "node:assert/strict";
import { readAssets } from "../../../../core/account/readAssets";
import type { CallOptions } from "../../../../core/api/callAction";
import { type ApiServer, startApiServer } from "../../support/apiServer";
import { accessTo, CREDENTIAL, OPEN } from "../api/support";

describe("readAssets", () => {
  let server: ApiServer;
  beforeEach(async () => {
    server = await startApiServer();
    server.answer({
      ClusterInfoList: [{ ClusterId: "cls-a" }],
      List: [{ HostID: "h", NodeID: "n" }],
      TotalCount: 2,
    });
  });
  afterEach(() => server.close());

  const read = (site: "international" | "mainland" | undefined, onPage = () => {}) => {
    const options: CallOptions = { access: accessTo(server.endpoint), credential: CREDENTIAL, signal: OPEN };
    return readAssets(options, { site, onPage });
  };
  const asked = () =>
    server.requests.map(({ headers, body }) => [headers["x-tc-action"], JSON.parse(body)] as const);

  it("asks for clusters and for hosts outside clusters, 100 a page and then in pages of the server's size", async () => {
    await read("international");
    const filter = [{ Name: "NonClusterNode", Values: ["true"] }];
    assert.deepEqual(
      new Map(asked().map(([action, request]) => [`${action} ${request.Offset}`, request])),
      new Map<string, object>([
        ["DescribeUserCluster 0", { Offset: 0, Limit: 100 }],
        ["DescribeUserCluster 1", { Offset: 1, Limit: 1 }],
        ["DescribeAssetHostList 0", { Offset: 0, Limit: 100, Filters: filter }],
        ["DescribeAssetHostList 1", { Offset: 1, Limit: 1, Filters: filter }],
      ]),
    );
  });

  for (const [site, lists] of [
    [undefined, ["DescribeAssetHostList", "DescribeUserCluster"]],
    ["mainland", ["DescribeAssetHostList", "DescribeAssetSuperNodeList", "DescribeUserCluster"]],
  ] as const)
    it(`asks for ${lists.length} lists of the site ${site}`, async () => {
      let pages = 0;
      const { assets, announced } = await read(site, () => {
        pages += 1;
      });
      assert.deepEqual([...new Set(asked().map(([action]) => action))].sort(), lists);
      assert.equal(pages, server.requests.length);
      assert.equal(Object.keys(announced).length, lists.length);
      assert.deepEqual(
        new Set(assets.map(({ kind, id }) => `${kind} ${id}`)),
        new Set(["cluster cls-a", "host h", ...(site === "mainland" ? ["superNode n"] : [])]),
      );
    });

  it("has no count of a list that gives none", async () => {
    server.answer({ ClusterInfoList: [], List: [] });
    assert.deepEqual(await read("international"), { assets: [], announced: {} });
    assert.equal(server.requests.length, 2);
  });

  it("refuses a reply of another action", async () => {
    server.answer({ State: 3, RequestId: "r-1" });
    await assert.rejects(read("international"), {
      kind: "reply",
      summary: /^the reply holds neither (ClusterInfoList|List) nor TotalCount$/,
    });
  });
});
