import { configurationError } from "../base/errors";
import { keepSecrets } from "../base/redact";
import { isExcluded } from "./noProxy";

/** A proxy, as the environment names it. */
export interface HttpProxy {
  /** The variable that names it, for messages: its value may hold a password. */
  readonly variable: string;
  readonly protocol: "http:" | "https:";
  readonly hostname: string;
  readonly port: number;
  /** `Proxy-Authorization`, where it wants a user. */
  readonly authorization: string | undefined;
}

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that leads to `url`: `https_proxy`, `HTTPS_PROXY` for an https endpoint, then for both `http_proxy`,
 * `HTTP_PROXY`, `all_proxy`, `ALL_PROXY`; the first that is set and not blank. Never for this machine's own
 * addresses, and not for what `no_proxy`, else `NO_PROXY`, lists.
 * @throws TcssError of kind `configuration` that names the variable and never its value.
 */
export function proxyFor(url: URL, env: Variables): HttpProxy | undefined {
  if (isLoopback(url.hostname)) return undefined;
  const schemes = url.protocol === "https:" ? ["https", "http", "all"] : ["http", "all"];
  const variable = firstSet(
    env,
    schemes.map((scheme) => `${scheme}_proxy`),
  );
  if (variable === undefined) return undefined;
  const exclusions = firstSet(env, ["no_proxy"]);
  if (exclusions !== undefined && isExcluded(url, env[exclusions] ?? "")) return undefined;
  return parseProxy(variable, env[variable] ?? "");
}

function firstSet(env: Variables, names: readonly string[]): string | undefined {
  return names.flatMap((name) => [name, name.toUpperCase()]).find((name) => (env[name]?.trim() ?? "") !== "");
}

/** Whether `hostname` (of a URL: addresses are normalized there) is this machine. */
function isLoopback(hostname: string): boolean {
  return /^((.*\.)?localhost\.?|127(\.\d+){3}|0\.0\.0\.0|\[::1?\]|\[::ffff:7f[\da-f]{2}:[\da-f]{1,4}\])$/i.test(
    hostname,
  );
}

const ENCODE =
  "Percent-encode special characters of the user and the password: # as %23, / as %2F, ? as %3F, @ as %40, : as %3A, % as %25, a blank as %20.";
const EXAMPLE = "http://proxy.example:3128";

/** Read by hand: a URL's own reader takes `http://u:1#b@host` for a host `u`. */
function parseProxy(variable: string, text: string): HttpProxy {
  const [, scheme = "", rest = ""] = /^\s*([a-z][a-z0-9+.-]*):\/\/(.*?)\s*$/is.exec(text) ?? [];
  const protocol = `${scheme.toLowerCase()}:`;
  if (scheme === "")
    throw configurationError(
      variable,
      "HTTPS_PROXY or HTTP_PROXY is not the URL of a proxy",
      `Write it with its scheme, such as ${EXAMPLE}. The variable in use is ${variable}.`,
    );
  if (protocol !== "http:" && protocol !== "https:")
    throw refused(
      variable,
      `names a proxy of the kind ${scheme.toLowerCase()}, which is not supported`,
      "Name a proxy of http or https, or list the host in NO_PROXY.",
    );
  const address = rest.replace(/\/$/, "");
  const at = address.lastIndexOf("@");
  const [user, host] = at < 0 ? [undefined, address] : [address.slice(0, at), address.slice(at + 1)];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (user !== undefined && /[#/?\\\u0000-\u001f\u007f]/.test(user))
    throw refused(variable, "has a user or a password with special characters in it", ENCODE);
  if (/[#/?\\\s]/.test(host) || !URL.canParse(`${protocol}//${host}`))
    throw refused(
      variable,
      "has no valid host and port after its scheme",
      `Write it as http://HOST:PORT, such as ${EXAMPLE}, with a port of at most 65535 and nothing after it. ${ENCODE}`,
    );
  const url = new URL(`${protocol}//${host}`);
  return {
    variable,
    protocol,
    hostname: url.hostname.replace(/^\[|\]$/g, ""),
    port: Number(url.port) || (protocol === "https:" ? 443 : 80),
    authorization: user === undefined ? undefined : authorizationOf(variable, user),
  };
}

function authorizationOf(variable: string, user: string): string {
  const separator = user.indexOf(":");
  const [name, password] = separator < 0 ? [user, ""] : [user.slice(0, separator), user.slice(separator + 1)];
  try {
    const plain = [name, password].map(decodeURIComponent);
    const encoded = Buffer.from(plain.join(":")).toString("base64");
    // a user without a password is a token
    keepSecrets(password, plain[1], encoded, ...(password === "" ? [name, plain[0]] : []));
    return `Basic ${encoded}`;
  } catch {
    throw refused(
      variable,
      "has a user or a password with a % that is not followed by a character's code",
      ENCODE,
    );
  }
}

function refused(variable: string, problem: string, nextStep: string): Error {
  return configurationError(variable, `${variable} ${problem}`, nextStep);
}
