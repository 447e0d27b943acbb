import { brokenSource, type Credential, usable } from "../api/credential";

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

/** Why a source has no credential. */
export interface Absent {
  /** Shown after the source's name. It must not contain secrets. */
  readonly absent: string;
}

/** Environment variables, as an argument. */
export type Environment = Readonly<Record<string, string | undefined>>;

export function isAbsent(found: Credential | Absent): found is Absent {
  return "absent" in found;
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

/** The first of `names` that is set and not empty. */
export function firstSet(env: Environment, names: readonly string[]): string | undefined {
  return names.map((name) => env[name]).find((value) => value !== undefined && value !== "");
}
