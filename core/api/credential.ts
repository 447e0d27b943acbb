import { TcssError } from "../base/errors";
import type { JsonRecord } from "../base/record";
import { keepSecrets } from "../base/redact";
import { unsendable } from "../base/sendable";

/** An access key of Tencent Cloud, with a token when it is temporary. */
export interface Credential {
  readonly secretId: string;
  readonly secretKey: string;
  readonly token?: string | undefined;
  /** When a temporary credential ends. Absent: permanent, or unknown. */
  readonly expiration?: Date | undefined;
  /** The role that was assumed to get it. Absent: none was. */
  readonly roleArn?: string | undefined;
}

/** An error for a source of credentials that is present but cannot be used. */
export function brokenSource(name: string, problem: string, nextStep: string): TcssError {
  return new TcssError(`the credentials from ${name} cannot be used: ${problem}`, {
    kind: "credentials",
    credentialSource: name,
    nextStep,
  });
}

type PartNames = Readonly<Record<"secretId" | "secretKey" | "token", string>>;

/**
 * Checks that a request can carry `credential`: for every place where credentials come in, from a user or a service.
 * @param names of its parts in that place. Default: Tencent's words.
 * @returns `credential`.
 * @throws TcssError of kind `credentials` that names the source and the part, and nothing of its value.
 */
export function usable(
  source: string,
  credential: Credential,
  {
    secretId = "the SecretId",
    secretKey = "the SecretKey",
    token = "the session token",
  }: Partial<PartNames> = {},
): Credential {
  keepSecrets(credential.secretId, credential.secretKey, credential.token);
  const parts: readonly [name: string, value: string | undefined][] = [
    [secretId, credential.secretId],
    [secretKey, credential.secretKey],
    [token, credential.token],
  ];
  for (const [name, value = ""] of parts) {
    const problem = unsendable(value);
    if (problem !== undefined)
      throw brokenSource(
        source,
        `${name} ${problem}`,
        "Copy the value again, without line breaks and invisible characters.",
      );
  }
  return credential;
}

/**
 * The temporary credential in a reply of STS or of the metadata service, which spell its parts in the same way.
 * @param expiredTime when it ends, in Unix seconds.
 * @returns undefined when a part is missing.
 * @throws TcssError as `usable` does.
 */
export function temporaryCredential(
  source: string,
  { TmpSecretId: secretId, TmpSecretKey: secretKey, Token: token }: JsonRecord,
  expiredTime: unknown,
): Credential | undefined {
  if (typeof secretId !== "string" || typeof secretKey !== "string" || typeof token !== "string")
    return undefined;
  const expiration = typeof expiredTime === "number" ? { expiration: new Date(expiredTime * 1000) } : {};
  return usable(source, { secretId, secretKey, token, ...expiration });
}
