// How the host (Terraform or OpenTofu) and a provider find each other: go-plugin's handshake
// (https://github.com/hashicorp/go-plugin/blob/main/docs/internals.md).
import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
  const offered = env["PLUGIN_PROTOCOL_VERSIONS"];
  if (offered === undefined || offered.split(",").includes(PROTOCOL)) return undefined;
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

/** The way on which this process is reached. Only the host's own certificate is let in. */
export function transport(env: Env, now: Date, platform: NodeJS.Platform = process.platform): Transport {
  const clientCertificate = env["PLUGIN_CLIENT_CERT"];
  const own = clientCertificate === undefined ? undefined : ownCertificate(now);
  const tls = own && { ...own, client: derOf(clientCertificate) };
  const line = (network: string, address: string): string =>
    `1|${PROTOCOL}|${network}|${address}|grpc|${own?.base64 ?? ""}\n`;
  if (platform === "win32")
    return {
      tls,
      listen: { port: 0, host: "127.0.0.1" },
      line: (port) => line("tcp", `127.0.0.1:${port}`),
      remove: () => {},
    };
  // readable by its owner alone
  const folder = mkdtempSync(join(tmpdir(), "tcss-"));
  const path = join(folder, "s");
  return {
    tls,
    listen: { path },
    line: () => line("unix", path),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Undefined for what is no certificate. */
function derOf(pem: string | undefined): Buffer | undefined {
  try {
    return new X509Certificate(pem ?? "").raw;
  } catch {
    return undefined;
  }
}
