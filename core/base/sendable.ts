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
