import { type ReadBody, readBody } from "../api/body";
import { brokenSource, type Credential, temporaryCredential } from "../api/credential";
import { ending } from "../api/ending";
import { printable, type TcssError } from "../base/errors";
import { keepSecrets, redactQuoted, secretsWithin } from "../base/redact";
import { SOURCE_VARIABLES } from "./settings";
import type { CredentialSource, Environment } from "./source";

const DEFAULT_METADATA_ENDPOINT = "http://metadata.tencentyun.com";
const TIMEOUT_SECONDS = 2;
/** What a reply may weigh: a role's name, or one credential. */
const MAX_REPLY_BYTES = 64 * 1024;

export interface CvmRoleOptions {
  /** Role that the user named; a missing one is then an error. Absent: the one that the machine has. */
  readonly roleName?: string | undefined;
  /** `TENCENTCLOUD_METADATA_ENDPOINT` replaces the machine's own metadata service. */
  readonly env: Environment;
}

/** The role of the CVM (virtual machine) that this runs on, from its metadata service. */
export function cvmRoleCredentials({ roleName, env }: CvmRoleOptions): CredentialSource {
  const name = roleName === undefined ? "CVM role" : `CVM role ${roleName}`;
  const ask = async (path: string, signal: AbortSignal): Promise<string | Unreachable> => {
    const reply = await answerOf(`${baseOf(name, env)}${path}`, signal);
    if ("unreachable" in reply) return reply;
    // what is cut or damaged may read as something else
    if (reply.problem !== undefined)
      throw brokenSource(name, `the metadata service's reply ${reply.problem}`, CHECK_SERVICE);
    return reply.text;
  };
  return {
    name,
    async find(signal) {
      const listed = roleName ?? (await ask("", signal));
      if (typeof listed !== "string") return { absent: listed.unreachable };
      const role = listed.split("\n")[0]?.trim() ?? "";
      if (role === "") return { absent: "this machine has no role" };
      // no role's name: nothing of it is repeated, since it may be anything
      if (!ROLE_NAME.test(role))
        throw brokenSource(name, "what the metadata service lists is not the name of a role", CHECK_SERVICE);
      const reply = await ask(encodeURIComponent(role), signal);
      if (typeof reply !== "string")
        throw brokenSource(
          name,
          `${reply.unreachable} for ${roleName === undefined ? "the role that it lists" : `role ${printable(role, 64)}`}`,
          "Bind the role to this machine in the CVM console.",
        );
      return parseCredential(name, reply);
    },
  };
}

const CHECK_SERVICE = "Check what answers at the address of the metadata service.";
const ROLE_NAME = /^[\w+=,.@-]{1,128}$/;

interface Unreachable {
  readonly unreachable: string;
}

function baseOf(source: string, env: Environment): string {
  const given = env[SOURCE_VARIABLES.metadataEndpoint] || DEFAULT_METADATA_ENDPOINT;
  if (!/^https?:\/\/[^@?#]+$/i.test(given) || !URL.canParse(given))
    throw brokenSource(
      source,
      "TENCENTCLOUD_METADATA_ENDPOINT is not a URL of scheme, host and port",
      "Correct it, or remove it.",
    );
  return `${given.replace(/\/+$/, "")}/latest/meta-data/cam/security-credentials/`;
}

/** Asked directly, whatever proxies are set: the service is this machine's own. */
async function answerOf(url: string, signal: AbortSignal): Promise<ReadBody | Unreachable> {
  // loaded on demand: most runs find their credentials elsewhere
  const { request } = require("../api/request") as typeof import("../api/request");
  try {
    return await ending(TIMEOUT_SECONDS * 1000, signal, async (end) => {
      const response = await request(url, { method: "GET", headers: {}, signal: end, direct: true });
      const { status } = response;
      const body = await readBody(response, MAX_REPLY_BYTES);
      return status === 200 ? body : { unreachable: `the metadata service answered HTTP ${status}` };
    });
  } catch (error) {
    if (signal.aborted) throw error;
    const { requestError } = require("../api/networkError") as typeof import("../api/networkError");
    const failure: TcssError = requestError(error, { timeoutSeconds: TIMEOUT_SECONDS });
    if (failure.kind === "internal") throw failure;
    return { unreachable: "no metadata service answers" };
  }
}

function parseCredential(source: string, text: string): Credential {
  let reply: Record<string, unknown> = {};
  try {
    reply = Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    // the parser's own message would quote the reply, which holds a secret
  }
  // whatever is wrong with it, none of it may show
  keepSecrets(...secretsWithin(reply));
  const { Code } = reply;
  if (Code !== undefined && Code !== "Success")
    throw brokenSource(
      source,
      `the metadata service answered ${printable(redactQuoted(String(Code)), 64)}`,
      "Check the role in the CAM console.",
    );
  const credential = temporaryCredential(source, reply, reply["ExpiredTime"]);
  if (credential !== undefined) return credential;
  throw brokenSource(
    source,
    "the metadata service's reply holds no credentials",
    "Check the role in the CAM console.",
  );
}
