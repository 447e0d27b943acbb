import type { ServerResponse } from "node:http";
import { tooManyRequests } from "./api";
import type { Fault } from "./faults";

/** An answer that is ready to be sent, rightly or wrongly. */
export interface Answer {
  status: number;
  contentType: string;
  body: string;
  /** Tencent's code, when the answer is an error of the API. */
  errorCode?: string;
}

/** Where `redirect` leads: a page of this emulator that no client of an API should take for an answer. */
export const loginPath = "/login";

export const loginPage: Answer = {
  status: 200,
  contentType: "text/html; charset=utf-8",
  body: "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body>Please sign in to the network.</body></html>\n",
};

/** Sends an answer as it should be. */
export function send(response: ServerResponse, { status, contentType, body }: Answer): void {
  response.writeHead(status, { "content-type": contentType, "content-length": Buffer.byteLength(body) });
  response.end(body);
}

/** What a fault makes of one request. */
export interface Occasion {
  response: ServerResponse;
  /** The answer as it should be; asking for it has the call's effects. */
  answer(): Answer;
  /** An API error in the form of the endpoint that was asked. */
  refusal(code: string, message: string): Answer;
}

/**
 * Answers one request as the fault has it. Returns what was sent in full, undefined when that is not an answer.
 * Raw sockets are needed for much of this, hence node:http and no framework.
 */
export async function misbehave(fault: Fault, occasion: Occasion): Promise<Answer | undefined> {
  const { response } = occasion;
  const delayMs = fault.delayMs ?? (fault.fault === "latency" ? 2000 : 0);
  if (delayMs > 0) await pause(delayMs, response);
  if (response.destroyed) return undefined;

  switch (fault.fault) {
    case "none":
    case "latency":
      return sent(occasion, occasion.answer());
    case "hang":
      return undefined;
    case "trickle":
      trickle(response, fault.intervalMs ?? 1000);
      return undefined;
    case "reset":
      response.socket?.resetAndDestroy();
      return undefined;
    case "5xx":
      return sent(occasion, {
        status: fault.status ?? 503,
        contentType: "text/plain",
        body: "upstream failed\n",
      });
    case "html":
      return sent(occasion, loginPage);
    case "truncated":
      truncate(response, occasion.answer());
      return undefined;
    case "empty":
      return sent(occasion, { status: 200, contentType: "application/json", body: "" });
    case "redirect":
      response.setHeader("location", loginPath);
      return sent(occasion, { status: 302, contentType: "text/html", body: "" });
    case "wrong-content-type":
      return sent(occasion, { ...occasion.answer(), contentType: "text/plain" });
    case "rate-limited": {
      const { code, message } = tooManyRequests(20, fault.message);
      return sent(occasion, occasion.refusal(code, message));
    }
    case "error": {
      const { code = "InternalError", message = "An internal error occurred." } = fault;
      return sent(occasion, occasion.refusal(code, message));
    }
  }
}

function sent({ response }: Occasion, answer: Answer): Answer {
  send(response, answer);
  return answer;
}

/** White space is the one thing that can be sent for ever in front of a JSON document. */
function trickle(response: ServerResponse, intervalMs: number): void {
  response.writeHead(200, { "content-type": "application/json" });
  response.write(" ");
  const timer = setInterval(
    () => {
      // a client that reads nothing must not make them pile up
      if (!response.writableNeedDrain) response.write(" ");
    },
    Math.max(1, intervalMs),
  ).unref();
  response.once("close", () => clearInterval(timer));
}

function truncate(response: ServerResponse, { status, contentType, body }: Answer): void {
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
