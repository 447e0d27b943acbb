import type { ServerResponse } from "node:http";
import { tooManyRequests } from "./api";
import type { Fault } from "./faults";

/** A response that is ready to be sent, regular or faulty. */
export interface PlainResponse {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** Tencent's code, when the response is an error of the API. */
  readonly errorCode?: string;
}

/** Where `redirect` leads: a page of this emulator, which a client of the API must not take for a reply. */
export const LOGIN_PATH = "/login";

export const LOGIN_PAGE: PlainResponse = {
  status: 200,
  contentType: "text/html; charset=utf-8",
  body: "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body>Please sign in to the network.</body></html>\n",
};

/** Sends a response without a fault. */
export function send(response: ServerResponse, { status, contentType, body }: PlainResponse): void {
  response.writeHead(status, { "content-type": contentType, "content-length": Buffer.byteLength(body) });
  response.end(body);
}

/** What a fault works on: one request and its regular response. */
export interface FaultContext {
  readonly response: ServerResponse;
  /** Makes the response without a fault, with all effects of the call. */
  regularResponse(): PlainResponse;
  /** An API error in the form of the endpoint that was asked. */
  refusal(code: string, message: string): PlainResponse;
}

/**
 * Responds to one request as the fault says, on raw sockets where it must: hence node:http and no framework.
 * @returns what was sent; undefined where it was no complete response
 */
export async function misbehave(fault: Fault, context: FaultContext): Promise<PlainResponse | undefined> {
  const { response } = context;
  const delayMs = fault.delayMs ?? (fault.fault === "latency" ? 2000 : 0);
  if (delayMs > 0) await pause(delayMs, response);
  if (response.destroyed) return undefined;

  switch (fault.fault) {
    case "hang":
      return undefined;
    case "trickle":
      trickle(response, fault.intervalMs ?? 1000);
      return undefined;
    case "reset":
      response.socket?.resetAndDestroy();
      return undefined;
    case "5xx":
      return sent(context, {
        status: fault.status ?? 503,
        contentType: "text/plain",
        body: "upstream failed\n",
      });
    case "html":
      return sent(context, LOGIN_PAGE);
    case "truncated":
      truncate(response, context.regularResponse());
      return undefined;
    case "empty":
      return sent(context, { status: 200, contentType: "application/json", body: "" });
    case "redirect":
      response.setHeader("location", LOGIN_PATH);
      return sent(context, { status: 302, contentType: "text/html", body: "" });
    case "wrong-content-type":
      return sent(context, { ...context.regularResponse(), contentType: "text/plain" });
    case "rate-limited": {
      const { code, message } = tooManyRequests(20, fault.message);
      return sent(context, context.refusal(code, message));
    }
    case "error": {
      const { code = "InternalError", message = "An internal error occurred." } = fault;
      return sent(context, context.refusal(code, message));
    }
    // a well-formed response, with what the API makes of the others
    default:
      return sent(context, context.regularResponse());
  }
}

function sent({ response }: FaultContext, reply: PlainResponse): PlainResponse {
  send(response, reply);
  return reply;
}

/** A JSON document may begin with any amount of white space. */
function trickle(response: ServerResponse, intervalMs: number): void {
  response.writeHead(200, { "content-type": "application/json" });
  response.write(" ");
  const timer = setInterval(
    () => {
      // a client that reads nothing must not fill the memory
      if (!response.writableNeedDrain) response.write(" ");
    },
    Math.max(1, intervalMs),
  ).unref();
  response.once("close", () => clearInterval(timer));
}

function truncate(response: ServerResponse, { status, contentType, body }: PlainResponse): void {
  const whole = Buffer.from(body);
  response.writeHead(status, { "content-type": contentType, "content-length": whole.length });
  response.write(whole.subarray(0, Math.floor(whole.length / 2)), () => response.socket?.end());
}

function pause(ms: number, response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms).unref();
    response.once("close", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
