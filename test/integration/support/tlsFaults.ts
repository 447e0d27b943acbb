// Servers whose encryption fails on purpose; what is said in faultServers.ts holds for them as well:
//
//   const tls = await startFaultyTls("expired");      // tls.endpoint (https://localhost:PORT), any of TLS_FAULTS
import { createServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { createServer as createTcpServer, type Server } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { type Certificate, makeCertificate } from "./certificate";
import {
  ANSWERS,
  afterRequest,
  type Fault,
  type FaultServer,
  faultsOf,
  HANGS,
  PASSES,
  STAYS,
  started,
} from "./faultServers";

const YEAR = 365 * 86_400_000;
let authority: Certificate | undefined;

/** An authority that no machine trusts; its certificate for NODE_EXTRA_CA_CERTS is `.cert`. */
export function testAuthority(): Certificate {
  authority ??= makeCertificate({ name: "authority of the tests", isAuthority: true });
  return authority;
}

function certificateFor(options: Partial<Parameters<typeof makeCertificate>[0]> = {}): Certificate {
  return makeCertificate({ name: "localhost", hosts: ["localhost", "127.0.0.1"], ...options });
}

/** What is wrong with the encryption; the trusted ones need the tests' authority in NODE_EXTRA_CA_CERTS. */
const TLS = {
  "self-signed": [STAYS, () => https(certificateFor())],
  "of an unknown authority": [STAYS, () => https(certificateFor({ issuer: testAuthority() }))],
  "of an unknown authority, sent with it": [
    STAYS,
    () => {
      const own = certificateFor({ issuer: testAuthority() });
      return https({ ...own, cert: own.cert + testAuthority().cert });
    },
  ],
  expired: [
    STAYS,
    () => https(certificateFor({ from: new Date(Date.now() - 2 * YEAR), to: new Date(Date.now() - YEAR) })),
  ],
  "not valid yet": [
    STAYS,
    () => https(certificateFor({ from: new Date(Date.now() + YEAR), to: new Date(Date.now() + 2 * YEAR) })),
  ],
  "expired, of a trusted authority": [
    STAYS,
    () =>
      https(
        certificateFor({
          issuer: testAuthority(),
          from: new Date(Date.now() - 2 * YEAR),
          to: new Date(Date.now() - YEAR),
        }),
      ),
  ],
  "not valid yet, of a trusted authority": [
    STAYS,
    () =>
      https(
        certificateFor({
          issuer: testAuthority(),
          from: new Date(Date.now() + YEAR),
          to: new Date(Date.now() + 2 * YEAR),
        }),
      ),
  ],
  "for another host, of a trusted authority": [
    STAYS,
    () =>
      https(
        certificateFor({
          issuer: testAuthority(),
          name: "other.example.test",
          hosts: ["other.example.test"],
        }),
      ),
  ],
  "trusted, but a client certificate is wanted": [
    STAYS,
    () => https(certificateFor({ issuer: testAuthority() }), { requestCert: true, rejectUnauthorized: true }),
  ],
  "an old version of TLS": [
    STAYS,
    () =>
      https(certificateFor(), { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" }),
  ],
  "plain HTTP": [STAYS, () => createServer(ANSWERS)],
  "plain text": [
    STAYS,
    () => createTcpServer((socket) => socket.resume().end("220 mail.example.test ESMTP\r\n")),
  ],
  "hangs in the handshake": [PASSES, () => createTcpServer(HANGS)],
  "closes in the handshake": [PASSES, () => createTcpServer(afterRequest((socket) => socket.destroy()))],
} as const satisfies Record<string, readonly [Fault, () => Server]>;

function https({ cert, key }: Pick<Certificate, "cert" | "key">, options: object = {}): Server {
  return createHttpsServer({ cert, key, ...options }, ANSWERS);
}

export type TlsFault = keyof typeof TLS;
export const TLS_FAULTS = faultsOf(TLS);

/** @returns a server whose endpoint is `https://localhost:PORT`. */
export function startFaultyTls(fault: TlsFault): Promise<FaultServer> {
  return started(TLS[fault][1](), "https");
}

/** A server that is right in all, for who trusts the tests' authority. */
export function startTrustedTls(): Promise<FaultServer> {
  return started(https(certificateFor({ issuer: testAuthority() })), "https");
}

/** A proxy that is asked by TLS, with a certificate that nobody trusts. */
export function startTlsProxy(): Promise<FaultServer> {
  const { cert, key } = certificateFor();
  return started(createTlsServer({ cert, key }, HANGS), "https");
}
