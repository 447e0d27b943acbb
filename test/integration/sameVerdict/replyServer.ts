import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { clusterItem, hostItem } from "../../unit/support/coverages";
import { ACCOUNT_IDS, REGIONS, type SameCase } from "./cases";

/** A local API with a reply and an account for each region; it checks nothing. */
export interface ReplyServer {
  readonly endpoint: string;
  /** What is answered from now on. */
  answer(given: Pick<SameCase, "replies" | "assets">): void;
  close(): Promise<void>;
}

export async function startReplyServer(): Promise<ReplyServer> {
  let replies: SameCase["replies"] = [];
  let assets: SameCase["assets"] = "listed";
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      const index = request.headers["x-tc-region"] === REGIONS[1] ? 1 : 0;
      const isIdentity = request.headers["x-tc-action"] === "GetCallerIdentity";
      const identity = {
        AccountId: ACCOUNT_IDS[index],
        Arn: "a",
        UserId: "u",
        PrincipalId: "p",
        Type: "CAMUser",
      };
      const list = listOf(request.headers["x-tc-action"], index, assets);
      const answer = isIdentity ? { ...identity, RequestId: "r" } : (list ?? replies[index]);
      response.setHeader("Content-Type", "application/json");
      response.end(JSON.stringify({ Response: answer }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: (given) => {
      ({ replies, assets } = given);
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** What stands under `Response` for an action that lists assets: the first account has some, the other a host. */
function listOf(action: unknown, index: number, assets: SameCase["assets"]): object | undefined {
  const RequestId = "r";
  if (action !== "DescribeUserCluster" && action !== "DescribeAssetHostList") return undefined;
  if (assets === "refused") return { Error: { Code: "UnauthorizedOperation", Message: "no" }, RequestId };
  if (action === "DescribeUserCluster") {
    const clusters = index === 0 ? [clusterItem("shop", 88, 48), clusterItem("data", 30, 0)] : [];
    return { TotalCount: clusters.length, ClusterInfoList: clusters, RequestId };
  }
  const hosts =
    index === 0 ? [hostItem("web-1", 20, 20), hostItem("web-2", 16, 0)] : [hostItem("db", 154, 68)];
  return { TotalCount: hosts.length, List: hosts, RequestId };
}
