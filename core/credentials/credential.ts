import { TcssError } from "../base/errors";
import { keepSecrets } from "../base/redact";
import { unsendable } from "../base/sendable";

/** An access key of Tencent Cloud, with a token when it is temporary. */
export interface Credential {
  readonly secretId: string;
  readonly secretKey: string;
  readonly token?: string | undefined;
  /** When a temporary credential ends. Absent: permanent, or not known. */
  readonly expiration?: Date | undefined;
}

/** A place where credentials may stand. */
export interface CredentialSource {
  /** Its name in messages, such as `environment`. */
  readonly name: string;
  /**
   * Looks there.
   * @param signal ends a request that a source makes.
   * @returns the credential, or why there is none; the chain then tries the next source.
   * @throws TcssError when the source is there but broken; the chain then stops.
   */
  find(signal: AbortSignal): Promise<Credential | Absent>;
}

/** Why a source has no credential: a phrase that completes "NAME: …", and never a value. */
export interface Absent {
  readonly absent: string;
}

/** Environment variables, as an argument. */
export type Environment = Readonly<Record<string, string | undefined>>;

export function isAbsent(found: Credential | Absent): found is Absent {
  return "absent" in found;
}

/** An error for a source that is there but cannot be used. */
export function brokenSource(name: string, problem: string, nextStep: string): TcssError {
  return new TcssError(`the credentials from ${name} cannot be used: ${problem}`, {
    kind: "credentials",
    credentialSource: name,
    nextStep,
  });
}

/** The parts of an access key as some source holds them, under that source's own names. */
export interface CredentialParts {
  readonly secretId: string | undefined;
  readonly secretKey: string | undefined;
  readonly token?: string | undefined;
  /** Names of the two in the source, for messages. */
  readonly names: readonly [secretId: string, secretKey: string];
}

/**
 * Both parts make a credential, none makes an absence, and one alone is a mistake that must not silently
 * select another account.
 */
export function assembleCredential(
  source: string,
  { secretId, secretKey, token, names }: CredentialParts,
): Credential | Absent {
  const [id, key] = [secretId?.trim() ?? "", secretKey?.trim() ?? ""];
  const [idName, keyName] = names;
  if (id === "" && key === "" && (secretId || secretKey))
    throw brokenSource(source, `${idName} and ${keyName} hold white space only`, `Set both, or remove both.`);
  if (id === "" && key === "") return { absent: `${idName} and ${keyName} are not set` };
  if (id === "")
    throw brokenSource(
      source,
      `${keyName} is set but ${idName} is not`,
      `Set ${idName}, or remove ${keyName}.`,
    );
  if (key === "")
    throw brokenSource(
      source,
      `${idName} is set but ${keyName} is not`,
      `Set ${keyName}, or remove ${idName}.`,
    );
  const session = token?.trim() ?? "";
  const credential =
    session === "" ? { secretId: id, secretKey: key } : { secretId: id, secretKey: key, token: session };
  return usable(source, credential, { secretId: idName, secretKey: keyName });
}

/**
 * `credential` as it is, once it is certain that a request can carry it: for every place where credentials come in, be
 * it from a user or from a service.
 * @param names what its parts are called there. Default: Tencent's words.
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

type PartNames = Readonly<Record<"secretId" | "secretKey" | "token", string>>;

/** The first of `names` that is set and not empty. */
export function firstSet(env: Environment, names: readonly string[]): string | undefined {
  return names.map((name) => env[name]).find((value) => value !== undefined && value !== "");
}
