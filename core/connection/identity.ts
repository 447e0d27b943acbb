import { createHash, createHmac } from "node:crypto";
import type { Credential } from "../api/credential";
import type { Connection } from "./connection";

/** What is known of who asks; each absent where it is not. */
export interface Asking {
  readonly credential?: Credential | undefined;
  /** The role that was assumed to get the credential, or that would be. */
  readonly roleArn?: string | undefined;
  /** The account's id (uin). */
  readonly accountId?: string | undefined;
}

/** Digits of a mark: enough to tell identities of one stack apart, too few to try out keys by. */
const MARK_LENGTH = 16;

/**
 * Short marks of who is asked and where: the account, the role, the key. Two readings are of the same identity when
 * they have a mark in common. A temporary key says nothing about its account, so it has no mark of its own.
 *
 * Marks stand in a stack's state, so they hold no credential in any form: the one of a key is a keyed digest whose key
 * is the SecretKey, so that a SecretId cannot be tested without the SecretKey.
 */
export function identityMarks(
  { endpoint, region }: Pick<Connection, "endpoint" | "region">,
  { credential, roleArn, accountId }: Asking,
): string[] {
  const place = [endpoint, region ?? ""];
  const digest = (kind: string, name: string): string =>
    createHash("sha256")
      .update(JSON.stringify([kind, name, ...place]))
      .digest("hex");
  const marks = [
    accountId === undefined ? undefined : digest("account", accountId),
    roleArn === undefined ? undefined : digest("role", roleArn),
    roleArn === undefined && credential !== undefined ? markOfKey(credential, place) : undefined,
  ];
  return marks.filter((mark) => mark !== undefined).map((mark) => mark.slice(0, MARK_LENGTH));
}

function markOfKey({ secretId, secretKey, token }: Credential, place: readonly string[]): string | undefined {
  if (token !== undefined) return undefined;
  return createHmac("sha256", secretKey)
    .update(JSON.stringify(["key", secretId, ...place]))
    .digest("hex");
}
