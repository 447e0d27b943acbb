import { configurationError, type TcssError } from "../base/errors";
import { editDistance } from "../base/likely";
import { shownName } from "../base/names";
import { KNOWN_VARIABLES } from "./settings";
import type { Environment } from "./source";

/** A variable that is set, and the one that was likely meant. */
export interface Misspelled {
  readonly name: string;
  readonly meant: string;
}

/** Variables that look like one of `meant` which is not set itself. */
export function misspelled(env: Environment, meant: readonly string[]): Misspelled[] {
  const missing = meant.filter((name) => !env[name]);
  return Object.keys(env).flatMap((name) => {
    if (!env[name] || KNOWN_VARIABLES.has(name) || !PREFIX.test(name)) return [];
    const [letters, prefix] = [lettersOf(name), PREFIX.exec(name)?.[0] ?? ""];
    const near = missing.find((each) => isNear(letters, lettersOf(each), prefix, each));
    return near === undefined ? [] : [{ name, meant: near }];
  });
}

/** Prefixes under which people look for these variables, in capitals or not. */
export const PREFIX = /^(TENCENT_?CLOUD|TENCENT|QCLOUD|TCCLI|TCSS|TKE)_?/i;

/** The letters of a variable's name behind the prefix: `TENCENTCLOUD_SECRETID` and `TENCENT_SECRET_ID` have the same. */
export function lettersOf(name: string): string {
  return name
    .toUpperCase()
    .replace(PREFIX, "")
    .replace(/[^A-Z0-9]/g, "");
}

function isNear(given: string, meant: string, prefix: string, name: string): boolean {
  // a cluster's variables have short names, which many other variables have under the other prefixes
  const isOfCluster = /^TKE/i.test(prefix);
  if (isOfCluster !== name.startsWith("TKE_")) return false;
  // people leave out the last word of the longest name
  if (`${given}ARN` === meant && meant === "ASSUMEROLEARN") return true;
  // every product has an endpoint
  if (meant.endsWith("ENDPOINT") && !given.startsWith(meant.slice(0, -"ENDPOINT".length))) return false;
  const allowed = meant.length < 6 ? 1 : 2;
  return Math.abs(given.length - meant.length) <= allowed && editDistance(given, meant) <= allowed;
}

/** The error for a variable that looks like one that would be read. */
export function notRead({ name, meant }: Misspelled): TcssError {
  return configurationError(name, unread(name), `Did you mean ${meant}? Else ${unset(name)}.`);
}

export function unread(name: string): string {
  return `the environment variable ${shownName(name)} is set, but nothing reads it`;
}

export function unset(name: string): string {
  return `unset ${shownName(name)} for this command`;
}
