import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { configurationError } from "../errors";
import { assembleCredential, brokenSource, type CredentialSource } from "./credential";

export interface ProfileOptions {
  /** Profile that the user named; a missing one is then an error. Absent: the environment's, else `default`. */
  readonly profile?: string | undefined;
  /** Folder of the profiles. Absent: `~/.tccli`. */
  readonly directory?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A profile of Tencent's command line, `~/.tccli/PROFILE.credential`, a JSON object. */
export function profileCredentials({ profile, directory, env }: ProfileOptions): CredentialSource {
  const named = profile ?? firstSet(env, ["TENCENTCLOUD_PROFILE", "TCCLI_PROFILE"]);
  const name = `tccli profile ${named ?? "default"}`;
  return {
    name,
    async find() {
      if (named !== undefined && /[/\\]|^\.\.?$/.test(named))
        throw configurationError(
          "profile",
          `profile must be the name of a tccli profile, not a path: ${named}`,
        );
      const file = join(
        directory ?? join(env["HOME"] || homedir(), ".tccli"),
        `${named ?? "default"}.credential`,
      );
      const text = await readIfThere(name, file);
      if (text === undefined && named !== undefined)
        throw brokenSource(
          name,
          `there is no file ${file}`,
          `Create it with: tccli configure --profile ${named}`,
        );
      if (text === undefined) return { absent: `there is no file ${file}` };
      const content = parseObject(name, file, text);
      const field = (key: string): string | undefined => {
        const value = content[key];
        return typeof value === "string" ? value : undefined;
      };
      return assembleCredential(name, {
        secretId: field("secretId"),
        secretKey: field("secretKey"),
        token: field("token"),
        names: [`secretId in ${file}`, `secretKey in ${file}`],
      });
    },
  };
}

function firstSet(env: ProfileOptions["env"], names: readonly string[]): string | undefined {
  return names.map((name) => env[name]).find((value) => value !== undefined && value !== "");
}

async function readIfThere(source: string, file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw brokenSource(source, `${file} cannot be read (${code})`, "Check the file's permissions.");
  }
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
