import { likely } from "../base/likely";

/** Names in a file that a message may show: what might be a value, which somebody has put in the wrong place, is not shown. */
export function shownNames(names: readonly string[]): string {
  const shown = names.filter(isName);
  const hidden = names.length - shown.length;
  const listed = shown.slice(0, MOST_NAMES).join(", ");
  const more = hidden + Math.max(0, shown.length - MOST_NAMES);
  if (listed === "") return `${more} ${more === 1 ? "name that is" : "names that are"} not shown`;
  return more === 0 ? listed : `${listed} and ${more} more`;
}

const MOST_NAMES = 8;

/** Names are short words; ids begin with AKID, keys and tokens are long or hold digits among the letters. */
function isName(text: string): boolean {
  return /^[A-Za-z_][A-Za-z_ .-]{0,39}$/.test(text) && !/^(AKID|IKID)/i.test(text);
}

/** The same for names that differ in case and separators only. */
function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/** What is a part of an identity in a file of credentials, in some tool, and is not taken here. */
const IDENTITY_SWITCH = /secret|token|role|assume|mfa|saml|sso|oidc|webidentity|sourceprofile|process/;

/**
 * The first of `names` that a reader of the file must not pass over: one of `known` in another spelling, or one that
 * selects an identity.
 */
export function misunderstood(
  names: readonly string[],
  known: readonly string[],
): { readonly name: string; readonly meant: string | undefined } | undefined {
  for (const name of names) {
    if (known.includes(name)) continue;
    const meant = likely(name, known);
    if (meant !== undefined || IDENTITY_SWITCH.test(plainName(name))) return { name, meant };
  }
  return undefined;
}
