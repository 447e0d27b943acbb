import { join } from "node:path";
import type { ApiAccess } from "../api/access";
import { credentialOfRole } from "../api/actions/assumeRole";
import { brokenSource, type Credential } from "../api/credential";
import { configurationError, printable } from "../base/errors";
import { parseJson } from "../base/json";
import { isRecord, type JsonRecord } from "../base/record";
import { cvmRoleCredentials } from "./cvmRole";
import { expandHome, readIfThere } from "./files";
import { misunderstood, shownNames } from "./names";
import { assembleCredential, type CredentialSource, type Environment, isAbsent } from "./source";

export interface ProfileOptions {
  /** Profile that the user named; a missing one is then an error. Absent: `default`. */
  readonly profile?: string | undefined;
  /** Folder of the profiles that the user named; it must hold the profile. Absent: `~/.tccli`. */
  readonly directory?: string | undefined;
  /** Whether the role in `TENCENTCLOUD_ROLE_ARN` is assumed, which takes the place of the profile's own, as with tccli. */
  readonly roleOfEnvironment?: boolean;
  readonly env: Environment;
  /** How STS is reached, for a profile that names a role. */
  readonly sts: ApiAccess;
  readonly now: () => Date;
}

/** What tccli writes into the file. */
const KNOWN = [
  "type",
  "secretId",
  "secretKey",
  "token",
  "expiresAt",
  "role-arn",
  "role-session-name",
  "oauth",
  "sso",
];
const REWRITE = "Write it again with: tccli configure";

/**
 * A profile of Tencent's command line: `~/.tccli/PROFILE.credential`, a JSON object with `secretId`,
 * `secretKey`, `token`, and for a role to assume `role-arn` and `role-session-name`; or with `type: cvm-role` for
 * the machine's role.
 */
export function tccliProfileCredentials(options: ProfileOptions): CredentialSource {
  const { profile, directory, env } = options;
  const name = `tccli profile ${profile ?? "default"}`;
  return {
    name,
    async find(signal) {
      if (profile !== undefined && /[/\\]|^\.\.?$/.test(profile))
        throw configurationError("profile", "profile must be the name of a tccli profile, not a path");
      const file = join(expandHome(directory ?? "~/.tccli", env), `${profile ?? "default"}.credential`);
      const text = await readIfThere(name, file);
      const isNamed = profile !== undefined || directory !== undefined;
      if (text === undefined && !isNamed) return { absent: `there is no file ${file}` };
      if (text === undefined)
        throw brokenSource(
          name,
          `there is no file ${file}`,
          `Create it with: tccli configure --profile ${profile ?? "default"}`,
        );
      const content = new ProfileContent(name, file, text);
      if (content.isEmpty && !isNamed) return { absent: `${file} holds neither secretId nor secretKey` };
      return content.text("type") === "cvm-role"
        ? machineRole(name, options, signal)
        : keyIn(content, options, signal);
    },
  };
}

async function keyIn(
  content: ProfileContent,
  { roleOfEnvironment = false, sts, now }: ProfileOptions,
  signal: AbortSignal,
): Promise<Credential> {
  const credential = content.credential();
  content.refuseExpired(now());
  const roleArn = content.text("role-arn");
  const sessionName = content.text("role-session-name");
  if (roleArn === undefined && sessionName !== undefined)
    throw content.broken("has role-session-name without role-arn", REWRITE);
  if (roleArn === undefined || roleOfEnvironment) return credential;
  const role = { roleArn, ...(sessionName === undefined ? {} : { sessionName }) };
  return credentialOfRole(role, { access: sts, credential, signal });
}

/** `tccli configure set use-cvm-role true`: the keys in the file are left over. */
async function machineRole(
  name: string,
  { roleOfEnvironment = false, env }: ProfileOptions,
  signal: AbortSignal,
): Promise<Credential> {
  if (roleOfEnvironment)
    throw brokenSource(
      name,
      "it takes the machine's role (type: cvm-role), and TENCENTCLOUD_ROLE_ARN names another role",
      "Unset TENCENTCLOUD_ROLE_ARN, or run: tccli configure set use-cvm-role false",
    );
  const found = await cvmRoleCredentials({ env }).find(signal);
  if (!isAbsent(found)) return found;
  throw brokenSource(
    name,
    `it takes the machine's role (type: cvm-role), and ${found.absent}`,
    "Bind a role to this machine in the CVM console, or run: tccli configure set use-cvm-role false",
  );
}

/** The file's content. */
class ProfileContent {
  readonly #source: string;
  readonly #file: string;
  readonly #fields: JsonRecord;

  constructor(source: string, file: string, text: string) {
    this.#source = source;
    this.#file = file;
    this.#fields = text.trim() === "" ? {} : this.#parsed(text);
    const names = Object.keys(this.#fields);
    const wrong = misunderstood(names, KNOWN);
    if (wrong !== undefined)
      throw this.broken(
        `has ${shownNames([wrong.name])}, which is not understood here${wrong.meant === undefined ? "" : `: write ${wrong.meant}`}`,
        REWRITE,
      );
    const type = this.text("type");
    if (type !== undefined && !TYPES.includes(type))
      throw this.broken(`is of type ${printable(shownNames([type]))}, which is not understood here`, REWRITE);
    if (names.length > 0 && !names.some((name) => KNOWN.includes(name)))
      throw this.broken(`holds neither secretId nor secretKey, but ${shownNames(names)}`, REWRITE);
  }

  /** Whether nothing is said about whose credentials are used. */
  get isEmpty(): boolean {
    return (
      Object.keys(this.#fields).every((name) => name === "type" || !KNOWN.includes(name)) &&
      this.text("type") !== "cvm-role"
    );
  }

  /** @throws TcssError when the value is there but no text. */
  text(key: string): string | undefined {
    const value = this.#fields[key];
    if (value === undefined || value === "") return undefined;
    if (typeof value !== "string") throw this.broken(`has a ${key} that is not a text`, REWRITE);
    return value;
  }

  credential(): Credential {
    const credential = assembleCredential(this.#source, {
      secretId: this.text("secretId"),
      secretKey: this.text("secretKey"),
      token: this.text("token"),
      names: [`secretId in ${this.#file}`, `secretKey in ${this.#file}`],
    });
    if (isAbsent(credential)) throw this.broken("holds neither secretId nor secretKey", REWRITE);
    return credential;
  }

  /** `tccli auth login` writes a token that ends (`expiresAt`, Unix seconds) and that only tccli can renew. */
  refuseExpired(now: Date): void {
    const expiresAt = this.#fields["expiresAt"];
    if (expiresAt === undefined) return;
    const end = new Date(typeof expiresAt === "number" ? expiresAt * 1000 : Number.NaN);
    if (Number.isNaN(end.getTime()))
      throw this.broken("has an expiresAt that is not a time", "Log in again with: tccli auth login");
    if (end.getTime() <= now.getTime())
      throw brokenSource(
        this.#source,
        `its token expired at ${end.toISOString()}`,
        "Log in again with: tccli auth login",
      );
  }

  broken(problem: string, nextStep: string): Error {
    return brokenSource(this.#source, `${this.#file} ${problem}`, nextStep);
  }

  #parsed(text: string): JsonRecord {
    const parsed = parseJson(text);
    if ("problem" in parsed) throw this.broken(`is not a JSON object: it ${parsed.problem}`, REWRITE);
    const { value } = parsed;
    if (!isRecord(value)) throw this.broken("is not a JSON object", REWRITE);
    return value;
  }
}

/** The kinds of profile that tccli knows: a key, the machine's role, and the logins that it keeps fresh. */
const TYPES: readonly string[] = ["default", "cvm-role", "oauth", "sso"];
