import { printable } from "../errors";
import { brokenSource, type Credential, type CredentialSource, type Environment } from "./credential";

const DEFAULT_METADATA_ENDPOINT = "http://metadata.tencentyun.com";
const TIMEOUT_MILLISECONDS = 2000;

export interface CvmRoleOptions {
  /** Role that the user named; a missing one is then an error. Absent: the one that the machine has. */
  readonly roleName?: string | undefined;
  /** `TENCENTCLOUD_METADATA_ENDPOINT` replaces the machine's own metadata service. */
  readonly env: Environment;
}

/** The role of the CVM (virtual machine) that this runs on, from its metadata service. */
export function cvmRoleCredentials({ roleName, env }: CvmRoleOptions): CredentialSource {
  const name = roleName === undefined ? "CVM role" : `CVM role ${roleName}`;
  const base = `${env["TENCENTCLOUD_METADATA_ENDPOINT"] || DEFAULT_METADATA_ENDPOINT}/latest/meta-data/cam/security-credentials/`;
  const ask = async (path: string, signal: AbortSignal): Promise<string | { unreachable: string }> => {
    try {
      const ownTimeout = AbortSignal.timeout(TIMEOUT_MILLISECONDS);
      const reply = await fetch(base + path, {
        signal: AbortSignal.any([signal, ownTimeout]),
        redirect: "error",
      });
      const text = await reply.text();
      return reply.ok ? text : { unreachable: `the metadata service answered HTTP ${reply.status}` };
    } catch (error) {
      if (signal.aborted) throw error;
      return { unreachable: "no metadata service answers" };
    }
  };
  return {
    name,
    async find(signal) {
      const listed = roleName ?? (await ask("", signal));
      if (typeof listed !== "string") return { absent: listed.unreachable };
      const role = listed.split("\n")[0]?.trim() ?? "";
      if (role === "") return { absent: "this machine has no role" };
      const reply = await ask(encodeURIComponent(role), signal);
      if (typeof reply !== "string")
        throw brokenSource(
          name,
          `${reply.unreachable} for role ${printable(role, 64)}`,
          "Bind the role to this machine in the CVM console.",
        );
      return parseCredential(name, reply);
    },
  };
}

function parseCredential(source: string, text: string): Credential {
  let reply: Record<string, unknown> = {};
  try {
    reply = Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    // the parser's own message would quote the reply, which holds a secret
  }
  const { Code, TmpSecretId: secretId, TmpSecretKey: secretKey, Token: token, ExpiredTime: expired } = reply;
  if (Code !== undefined && Code !== "Success")
    throw brokenSource(
      source,
      `the metadata service answered ${printable(String(Code), 64)}`,
      "Check the role in the CAM console.",
    );
  if (typeof secretId !== "string" || typeof secretKey !== "string" || typeof token !== "string")
    throw brokenSource(
      source,
      "the metadata service's reply holds no credentials",
      "Check the role in the CAM console.",
    );
  return {
    secretId,
    secretKey,
    token,
    ...(typeof expired === "number" ? { expiration: new Date(expired * 1000) } : {}),
  };
}
