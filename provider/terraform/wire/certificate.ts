// A certificate for one start of the provider: the host takes exactly this one for its root (go-plugin's AutoMTLS).
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

export interface OwnCertificate {
  /** As it goes into the handshake line, without padding. */
  readonly base64: string;
  readonly certificatePem: string;
  readonly keyPem: string;
}

/** The host verifies this name, whatever the address is. */
const HOST_NAME = "localhost";
const DAY = 86_400_000;

/**
 * A self-signed certificate of a new P-256 key for `localhost`, for servers, valid from a day before `now`, in case that clocks
 * differ, to ten years after it: no process lives so long.
 */
export function ownCertificate(now: Date): OwnCertificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const unsigned = toBeSigned(publicKey, now);
  const signature = sign("sha256", unsigned, privateKey);
  const der = sequence(unsigned, ECDSA_WITH_SHA256, bitString(signature));
  return {
    base64: der.toString("base64").replace(/=+$/, ""),
    certificatePem: pem(der),
    keyPem: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
  };
}

/** `TBSCertificate` of RFC 5280, 4.1. */
function toBeSigned(publicKey: KeyObject, now: Date): Buffer {
  const name = sequence(element(0x31, sequence(objectId("550403"), element(0x0c, Buffer.from(HOST_NAME)))));
  const serial = randomBytes(16);
  // positive, and not 0
  serial[0] = ((serial[0] as number) & 0x7f) | 0x40;
  return sequence(
    element(0xa0, integer(Buffer.from([2]))),
    integer(serial),
    ECDSA_WITH_SHA256,
    name,
    sequence(time(new Date(now.getTime() - DAY)), time(new Date(now.getTime() + 3650 * DAY))),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    element(0xa3, sequence(...EXTENSIONS)),
  );
}

function element(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes = length < 0x100 ? [length] : [length >> 8, length & 0xff];
  return Buffer.from([0x80 | bytes.length, ...bytes]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return element(0x30, ...parts);
}

function integer(bytes: Buffer): Buffer {
  return element(0x02, bytes);
}

function objectId(hex: string): Buffer {
  return element(0x06, Buffer.from(hex, "hex"));
}

function bitString(bytes: Buffer): Buffer {
  return element(0x03, Buffer.from([0]), bytes);
}

/** `GeneralizedTime`: `YYYYMMDDHHMMSSZ`. */
function time(at: Date): Buffer {
  return element(0x18, Buffer.from(`${at.toISOString().replace(/[-:T]/g, "").slice(0, 14)}Z`));
}

function pem(der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}

const ECDSA_WITH_SHA256 = sequence(objectId("2a8648ce3d040302"));

const extension = (id: string, value: Buffer, isCritical = false): Buffer =>
  sequence(objectId(id), ...(isCritical ? [element(0x01, Buffer.from([0xff]))] : []), element(0x04, value));

const EXTENSIONS: readonly Buffer[] = [
  // basicConstraints: a root of its own
  extension("551d13", sequence(element(0x01, Buffer.from([0xff]))), true),
  // keyUsage: digitalSignature, keyCertSign
  extension("551d0f", element(0x03, Buffer.from([2, 0x84])), true),
  // extKeyUsage: serverAuth
  extension("551d25", sequence(objectId("2b06010505070301"))),
  // subjectAltName
  extension("551d11", sequence(element(0x82, Buffer.from(HOST_NAME)))),
];
