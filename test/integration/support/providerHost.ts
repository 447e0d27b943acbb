// What a registry or a network mirror of providers is: files over https.
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { makeCertificate } from "./certificate";

export interface ProviderHost {
  /** `localhost:PORT`. */
  readonly host: string;
  /** What was asked for, in order. */
  readonly asked: string[];
  /** What makes an engine trust it; Go does not look there on macOS and Windows. */
  readonly certificate: string;
  close(): void;
}

/** @param answer what is at a path; undefined where nothing is. Names that do not end in .zip or .sig are JSON or text. */
export async function serveOverHttps(
  answer: (path: string) => Buffer | object | undefined,
): Promise<ProviderHost> {
  const { cert, key } = makeCertificate({ name: "localhost", isAuthority: true });
  const asked: string[] = [];
  const server = createServer({ cert, key }, (request, response) => {
    const path = request.url ?? "";
    asked.push(path);
    const found = answer(path);
    if (found === undefined) {
      response.writeHead(404).end();
    } else if (Buffer.isBuffer(found) && !path.endsWith(".json")) {
      response.writeHead(200, { "content-type": "application/octet-stream" }).end(found);
    } else {
      // engines take the lists of a mirror by no other type
      response.writeHead(200, { "content-type": "application/json" });
      response.end(Buffer.isBuffer(found) ? found : JSON.stringify(found));
    }
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const host = `localhost:${(server.address() as AddressInfo).port}`;
  return {
    host,
    asked,
    certificate: cert,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Answers with the files of a folder. */
export function filesIn(folder: string): (path: string) => Buffer | undefined {
  return (path) => {
    const file = join(folder, path);
    return existsSync(file) ? readFileSync(file) : undefined;
  };
}

export interface Release {
  /** The folder with the files of a release. */
  readonly folder: string;
  readonly version: string;
  readonly platforms: readonly { readonly os: string; readonly arch: string }[];
  /** The publisher's public key, in armor. */
  readonly key: string;
}

/** Answers as a registry does that has one release of `pulumi-tcss/tcss`. */
export function registryOf({ folder, version, platforms, key }: Release) {
  const prefix = "/v1/providers/pulumi-tcss/tcss/";
  const name = `terraform-provider-tcss_${version}`;
  const files = filesIn(folder);
  const manifest = JSON.parse(readFileSync(join(folder, `${name}_manifest.json`), "utf8")) as {
    metadata: { protocol_versions: string[] };
  };
  const protocols = manifest.metadata.protocol_versions;
  const sums = readFileSync(join(folder, `${name}_SHA256SUMS`), "utf8");
  return (path: string): Buffer | object | undefined => {
    if (path === "/.well-known/terraform.json") return { "providers.v1": "/v1/providers/" };
    if (path === `${prefix}versions`) return { versions: [{ version, protocols, platforms }] };
    const [, os = "", arch = ""] = /\/download\/(\w+)\/(\w+)$/.exec(path) ?? [];
    if (path !== `${prefix}${version}/download/${os}/${arch}`) return files(path);
    const filename = `${name}_${os}_${arch}.zip`;
    return {
      ...{ protocols, os, arch, filename },
      download_url: `/${filename}`,
      shasums_url: `/${name}_SHA256SUMS`,
      shasums_signature_url: `/${name}_SHA256SUMS.sig`,
      shasum: new RegExp(`^(\\w+)  ${filename}$`, "m").exec(sums)?.[1],
      signing_keys: { gpg_public_keys: [{ ascii_armor: key }] },
    };
  };
}
