import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ACCOUNT_IDS, REGIONS, type SameCase } from "./cases";

/** A local API with a reply and an account for each region; it checks nothing. */
export interface ReplyServer {
  readonly endpoint: string;
  /** What stands under `Response` from now on, by region. */
  answer(replies: SameCase["replies"]): void;
  close(): Promise<void>;
}

export async function startReplyServer(): Promise<ReplyServer> {
  let replies: SameCase["replies"] = [];
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
      response.setHeader("Content-Type", "application/json");
      response.end(
        JSON.stringify({ Response: isIdentity ? { ...identity, RequestId: "r" } : replies[index] }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: (given) => {
      replies = given;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
