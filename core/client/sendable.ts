import type { Credential } from "../credentials/credential";
import { TcssError, type TcssErrorDetails } from "../errors";

/**
 * Why `text` cannot be a key or a token, as the end of a sentence that begins with its name; undefined where it can.
 * They stand in headers, and Tencent's have letters, digits and signs of ASCII alone. The text itself is not repeated.
 */
export function unsendable(text: string): string | undefined {
  const at = text.search(/[^\x21-\x7e]/);
  if (at < 0) return undefined;
  const code = text.codePointAt(at) ?? 0;
  const point = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  return `holds ${NAMES.find(([pattern]) => pattern.test(String.fromCodePoint(code)))?.[1] ?? "a character that no key has"} (${point}, at character ${at + 1})`;
}

const NAMES: readonly (readonly [character: RegExp, name: string])[] = [
  [/[\r\n\u0085\u2028\u2029]/, "a line break"],
  [/\s/, "a blank"],
  [/\p{Cf}/u, "an invisible character"],
  [/\p{Cc}/u, "a control character"],
];

/** Letters, digits and hyphens: `ap-guangzhou`. */
export function isRegion(text: string): boolean {
  return /^[a-z0-9-]+$/i.test(text);
}

/**
 * The last look before a request is signed: each source of credentials and each setting has its own, which knows its
 * name.
 * @throws TcssError of kind `credentials` or `configuration`: nothing is sent.
 */
export function assertSendable(
  {
    credential,
    region,
  }: { readonly credential: Credential | undefined; readonly region: string | undefined },
  place: Pick<TcssErrorDetails, "endpoint" | "account">,
): void {
  const parts: readonly [name: string, text: string | undefined][] = [
    ["SecretId", credential?.secretId],
    ["SecretKey", credential?.secretKey],
    ["session token", credential?.token],
  ];
  for (const [name, text = ""] of parts) {
    const problem = unsendable(text);
    if (problem !== undefined)
      throw new TcssError(`the ${name} of the credentials ${problem}`, {
        kind: "credentials",
        ...place,
        nextStep: "Copy the key again, without anything around it.",
      });
  }
  if (region !== undefined && !isRegion(region))
    throw new TcssError("the region is not the name of one", {
      kind: "configuration",
      property: "region",
      ...place,
      nextStep: (words) =>
        `Correct ${words.setting("region")}, such as ap-guangzhou, or leave it out: this API needs none.`,
    });
}
