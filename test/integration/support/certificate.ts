import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

/** A certificate and its key, both as PEM. */
export interface Certificate {
  readonly name: string;
  readonly cert: string;
  readonly key: string;
  readonly keyObject: KeyObject;
}

export interface CertificateOptions {
  /** The name of the subject, and of the host unless `hosts` says otherwise. */
  readonly name: string;
  readonly hosts?: readonly string[];
  /** Who signs. Absent: itself. */
  readonly issuer?: Certificate;
  readonly isAuthority?: boolean;
  readonly from?: Date;
  readonly to?: Date;
}

const DAY = 86_400_000;

/** Makes a certificate, so that no test needs a tool for it and no key stands in the repository. */
export function makeCertificate({
  name,
  hosts = [name],
  issuer,
  isAuthority = false,
  from = new Date(Date.now() - DAY),
  to = new Date(Date.now() + DAY),
}: CertificateOptions): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const algorithm = sequence(identifier("1.2.840.10045.4.3.2"));
  const signed = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([0x40]), randomBytes(8)])),
    algorithm,
    named(issuer?.name ?? name),
    sequence(time(from), time(to)),
    named(name),
    publicKey.export({ type: "spki", format: "der" }),
    der(
      0xa3,
      sequence(
        extension("2.5.29.19", sequence(...(isAuthority ? [der(0x01, Buffer.from([0xff]))] : []))),
        extension("2.5.29.17", sequence(...hosts.map(alternativeName))),
      ),
    ),
  );
  const signature = sign("sha256", signed, issuer?.keyObject ?? privateKey);
  const whole = sequence(signed, algorithm, der(0x03, Buffer.concat([Buffer.from([0]), signature])));
  return {
    name,
    cert: `-----BEGIN CERTIFICATE-----\n${linesOf(whole)}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    keyObject: privateKey,
  };
}

function linesOf(content: Buffer): string {
  return (content.toString("base64").match(/.{1,64}/g) ?? []).join("\n");
}

/** One value in DER: its tag, its length, its content. */
function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...contents: readonly Buffer[]): Buffer {
  return der(0x30, ...contents);
}

function identifier(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split(".").map(Number);
  const bytes = rest.flatMap((number) => {
    const groups = [number & 0x7f];
    for (let left = number >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    return groups;
  });
  return der(0x06, Buffer.from([first * 40 + second, ...bytes]));
}

function named(name: string): Buffer {
  return sequence(der(0x31, sequence(identifier("2.5.4.3"), der(0x0c, Buffer.from(name)))));
}

function time(date: Date): Buffer {
  return der(0x18, Buffer.from(`${date.toISOString().slice(0, 19).replace(/[-:T]/g, "")}Z`));
}

function extension(id: string, value: Buffer): Buffer {
  return sequence(identifier(id), der(0x04, value));
}

function alternativeName(host: string): Buffer {
  return /^[\d.]+$/.test(host)
    ? der(0x87, Buffer.from(host.split(".").map(Number)))
    : der(0x82, Buffer.from(host));
}
