import { join } from "node:path";
import { assumeRole, type StsAccess } from "../client/sts";
import { configurationError } from "../errors";
import {
  assembleCredential,
  brokenSource,
  type Credential,
  type CredentialSource,
  type Environment,
  firstSet,
  isAbsent,
} from "./credential";
import { expandHome, readIfThere } from "./files";

export interface ProfileOptions {
  /** Profile that the user named; a missing one is then an error. Absent: the environment's, else `default`. */
  readonly profile?: string | undefined;
  /** Folder of the profiles. Absent: `~/.tccli`. */
  readonly directory?: string | undefined;
  readonly env: Environment;
  /** Way to STS, for a profile that names a role. */
  readonly sts: StsAccess;
  readonly now: () => Date;
}

/**
 * A profile of Tencent's command line: `~/.tccli/PROFILE.credential`, a JSON object with `secretId`,
 * `secretKey`, `token`, and for a role to assume `role-arn` and `role-session-name`.
 */
export function tccliProfileCredentials({
  profile,
  directory,
  env,
  sts,
  now,
}: ProfileOptions): CredentialSource {
  const named = profile ?? firstSet(env, ["TENCENTCLOUD_PROFILE", "TCCLI_PROFILE"]);
  const name = `tccli profile ${named ?? "default"}`;
  return {
    name,
    async find(signal) {
      if (named !== undefined && /[/\\]|^\.\.?$/.test(named))
        throw configurationError("profile", "profile must be the name of a tccli profile, not a path");
      const file = join(expandHome(directory ?? "~/.tccli", env), `${named ?? "default"}.credential`);
      const text = await readIfThere(name, file);
      if (text === undefined && named !== undefined)
        throw brokenSource(
          name,
          `there is no file ${file}`,
          `Create it with: tccli configure --profile ${named}`,
        );
      if (text === undefined) return { absent: `there is no file ${file}` };
      const content = parseObject(name, file, text);
      const credential = assembleCredential(name, {
        secretId: textIn(content, "secretId"),
        secretKey: textIn(content, "secretKey"),
        token: textIn(content, "token"),
        names: [`secretId in ${file}`, `secretKey in ${file}`],
      });
      if (isAbsent(credential) && named === undefined) return credential;
      if (isAbsent(credential))
        throw brokenSource(
          name,
          `${file} holds neither secretId nor secretKey`,
          "Write it anew with: tccli configure",
        );
      refuseExpired(name, content, now());
      return inRole(credential, content, sts, signal);
    },
  };
}

function parseObject(source: string, file: string, text: string): Record<string, unknown> {
  try {
    const content: unknown = JSON.parse(text);
    if (typeof content === "object" && content !== null && !Array.isArray(content))
      return content as Record<string, unknown>;
  } catch {
    // the parser's own message would quote the file, which holds a secret
  }
  throw brokenSource(source, `${file} is not a JSON object`, "Write it anew with: tccli configure");
}

function textIn(content: Record<string, unknown>, key: string): string | undefined {
  const value = content[key];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** `tccli auth login` writes a token that ends (`expiresAt`, Unix seconds) and that only tccli can renew. */
function refuseExpired(source: string, content: Record<string, unknown>, now: Date): void {
  const expiresAt = content["expiresAt"];
  if (typeof expiresAt === "number" && expiresAt * 1000 <= now.getTime())
    throw brokenSource(
      source,
      `its token expired at ${new Date(expiresAt * 1000).toISOString()}`,
      "Log in again with: tccli auth login",
    );
}

async function inRole(
  credential: Credential,
  content: Record<string, unknown>,
  sts: StsAccess,
  signal: AbortSignal,
): Promise<Credential> {
  const roleArn = textIn(content, "role-arn");
  if (roleArn === undefined) return credential;
  const sessionName = textIn(content, "role-session-name");
  return assumeRole(
    sts,
    credential,
    { roleArn, ...(sessionName === undefined ? {} : { sessionName }) },
    signal,
  );
}
