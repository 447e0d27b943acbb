// How the host (Terraform or OpenTofu) and a provider find each other: go-plugin's handshake
// (https://github.com/hashicorp/go-plugin/blob/main/docs/internals.md).
import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ownCertificate } from "./certificate";
import type { MutualTls } from "./grpcServer";

/** A host sets it, so that a person who starts the executable by hand is told what it is. */
export const COOKIE = [
  "TF_PLUGIN_MAGIC_COOKIE",
  "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
] as const;
const PROTOCOL = "6";

type Env = Readonly<Record<string, string | undefined>>;

/** Whether a host has started this process. */
export function isStartedByHost(env: Env): boolean {
  return env[COOKIE[0]] === COOKIE[1];
}

/**
 * @returns why the host and this provider cannot talk to each other; undefined where they can.
 */
export function protocolProblem(env: Env): string | undefined {
  const offered = env["PLUGIN_PROTOCOL_VERSIONS"]?.trim() ?? "";
  if (offered === "" || offered.split(/\s*,\s*/).includes(PROTOCOL)) return undefined;
  return `terraform-provider-tcss speaks plugin protocol ${PROTOCOL}, and the host offers ${offered}: Terraform 1.0 or later, or OpenTofu, is needed`;
}

export interface Transport {
  /** Absent where the host wants no TLS (TF_DISABLE_PLUGIN_TLS). */
  readonly tls: MutualTls | undefined;
  /** What to listen on: a socket's path, or a port of the loopback address. */
  readonly listen: { readonly path: string } | { readonly port: number; readonly host: string };
  /** The first line on standard output. @param port the port that was taken, where there is one. */
  line(port?: number): string;
  /** Removes the socket's folder. */
  remove(): void;
}

/**
 * The way on which this process is reached. Only the host's own certificate is let in.
 * @throws Error where there is none.
 */
export function transport(env: Env, now: Date, platform: NodeJS.Platform = process.platform): Transport {
  const clientCertificate = env["PLUGIN_CLIENT_CERT"];
  const tls =
    clientCertificate === undefined
      ? undefined
      : { client: derOf(clientCertificate), ...ownCertificate(now) };
  const line = (network: string, address: string): string =>
    `1|${PROTOCOL}|${network}|${address}|grpc|${tls?.base64 ?? ""}\n`;
  if (platform === "win32")
    return {
      tls,
      listen: { port: 0, host: "127.0.0.1" },
      line: (port) => line("tcp", `127.0.0.1:${port}`),
      remove: () => {},
    };
  const folder = socketFolder([...new Set([tmpdir(), SHORT_FOLDER])]);
  const path = join(folder, "s");
  return {
    tls,
    listen: { path },
    line: () => line("unix", path),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Where a socket's path is short enough, whatever TMPDIR is. */
const SHORT_FOLDER = "/tmp";
/** What every platform takes as the path of a socket; a longer one is cut off without a word. Unit: bytes. */
const MOST_PATH_BYTES = 103;

/**
 * A new folder for the socket, readable by its owner alone, in the first of these that can have one. The handshake is one
 * line, with `|` between its parts.
 */
function socketFolder(parents: readonly string[]): string {
  const problems: string[] = [];
  for (const parent of parents) {
    const prefix = join(resolve(parent), "tcss-");
    if (Buffer.byteLength(prefix) > MOST_PATH_BYTES - "XXXXXX/s".length)
      problems.push("its path is too long");
    else if (/[|\r\n]/.test(prefix))
      problems.push("its path has a character that would break the line for the host");
    else
      try {
        return mkdtempSync(prefix);
      } catch (error) {
        problems.push((error as NodeJS.ErrnoException).code ?? "unknown");
      }
  }
  const tried = parents.map((parent, index) => `${JSON.stringify(parent)} (${problems[index]})`);
  throw new Error(
    `no folder for its socket could be made in ${tried.join(" or ")}: let TMPDIR name one that this user can write`,
  );
}

/** @throws Error for what is no certificate: nobody could be let in. */
function derOf(pem: string): Buffer {
  try {
    return new X509Certificate(pem).raw;
  } catch {
    throw new Error("the host gave no certificate in PLUGIN_CLIENT_CERT");
  }
}
