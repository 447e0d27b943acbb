import { connect } from "node:http2";
import type { Warn } from "./PluginProvider";

/** How long the engine may take to hear a warning: it is on this machine. Unit: milliseconds. */
const PATIENCE = 2000;

/**
 * Shows warnings as the engine's own, under their resource: what a plugin writes to standard error is not shown.
 * Where the engine's address is not known or nobody answers there, standard error takes them after all.
 * @param address where the engine listens, its last argument to a plugin: `127.0.0.1:PORT`.
 */
export function warnThroughEngine(address: string | undefined): Warn {
  return async (message, urn) => {
    try {
      if (address === undefined) throw new Error("no address");
      await log(address, message, urn);
    } catch {
      console.error(message);
    }
  };
}

/** One call of `pulumirpc.Engine/Log`. The bundle holds the server's half of gRPC only; this needs little of the other. */
function log(address: string, message: string, urn: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const session = connect(`http://${address}`);
    const end = (error?: Error): void => {
      clearTimeout(timer);
      session.destroy();
      if (error === undefined) resolve();
      else reject(error);
    };
    const timer = setTimeout(() => end(new Error("the engine does not answer")), PATIENCE);
    session.on("error", end);
    const call = session.request({
      ":method": "POST",
      ":path": "/pulumirpc.Engine/Log",
      "content-type": "application/grpc",
      te: "trailers",
    });
    call.on("error", end);
    let status: unknown;
    // an answer without a body has the status in its headers
    const see = (headers: Readonly<Record<string, unknown>>): void => {
      status = headers["grpc-status"] ?? status;
    };
    call.on("response", see);
    call.on("trailers", see);
    call.on("end", () => end(status === "0" ? undefined : new Error(`status ${String(status)}`)));
    call.resume();
    call.end(framed(requestOf(message, urn)));
  });
}

/** A message as gRPC sends it: not compressed, its length before it. */
function framed(message: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

const WARNING = 2;

/** `pulumirpc.LogRequest`: 1 is the severity, 2 the message, 3 the URN. */
function requestOf(message: string, urn: string): Buffer {
  return Buffer.concat([Buffer.from([1 << 3, WARNING]), text(2, message), text(3, urn)]);
}

function text(field: number, value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([(field << 3) | 2, ...varint(bytes.length)]), bytes]);
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}
