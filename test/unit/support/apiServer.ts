import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { EXAMPLE } from "./replies";

/** What was asked. */
export interface ApiRequest {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A local endpoint that answers each request alike and checks nothing: the emulator does that. */
export interface ApiServer {
  readonly endpoint: string;
  readonly requests: readonly ApiRequest[];
  /** How often an action was asked for. */
  count(action: string): number;
  /** Waits for the next request. */
  asked(): Promise<unknown>;
  /** What stands under `Response` from now on. */
  answer(response: Record<string, unknown>): void;
  /** What stands under `Response` for one action, whatever the others get. */
  answerTo(action: string, response: Record<string, unknown>): void;
  /** What the whole body is from now on. */
  answerText(body: string): void;
  /** The same with another status than 200. */
  answerStatus(status: number, body: string): void;
  close(): Promise<void>;
}

/** Starts one that answers with the API document's example. */
export async function startApiServer(): Promise<ApiServer> {
  const requests: ApiRequest[] = [];
  let text = JSON.stringify({ Response: EXAMPLE });
  let statusCode = 200;
  const byAction = new Map<unknown, string>();
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    requests.push({ headers: request.headers, body });
    response.statusCode = statusCode;
    response.setHeader("Content-Type", "application/json").setHeader("Connection", "close");
    response.end(byAction.get(request.headers["x-tc-action"]) ?? text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    count: (action) => requests.filter(({ headers }) => headers["x-tc-action"] === action).length,
    asked: () => once(server, "request"),
    answer: (response) => {
      text = JSON.stringify({ Response: response });
    },
    answerTo: (action, response) => {
      byAction.set(action, JSON.stringify({ Response: response }));
    },
    answerText: (body) => {
      text = body;
    },
    answerStatus: (status, body) => {
      [statusCode, text] = [status, body];
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
