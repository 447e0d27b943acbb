import { BlockList, isIP } from "node:net";
import { domainToASCII } from "node:url";

/**
 * Whether `list` (`NO_PROXY`) keeps the host of `url` from the proxy. Entries are separated by commas or blanks:
 * `*`; a domain, which means its subdomains as well, with or without a leading dot; a pattern with `*`; an address,
 * of IPv6 with or without brackets; a network (`10.0.0.0/8`, `fd00::/8`). A port may follow: only that one counts.
 */
export function isExcluded(url: URL, list: string): boolean {
  const host = bare(url.hostname);
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  return list
    .split(/[,\s]+/)
    .filter((entry) => entry !== "")
    .some((entry) => {
      const { name, port: only } = parts(entry);
      return (only === undefined || only === port) && matches(name, host);
    });
}

/** A host as it is compared: without brackets and a final dot, in small letters. */
function bare(host: string): string {
  return host
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "")
    .toLowerCase();
}

function parts(entry: string): { readonly name: string; readonly port: string | undefined } {
  const [, bracketed, rest = ""] = /^\[([^\]]*)\](.*)$/.exec(entry) ?? [];
  if (bracketed !== undefined) {
    const [, network = "", port] = /^(\/\d+)?(?::(\d+))?$/.exec(rest) ?? [];
    return { name: bracketed + network, port: port === undefined ? undefined : String(Number(port)) };
  }
  // more than one colon: an address of IPv6
  const [, name, port] = /^([^:]*):(\d+)$/.exec(entry) ?? [];
  return name === undefined || port === undefined
    ? { name: entry, port: undefined }
    : { name, port: String(Number(port)) };
}

function matches(entry: string, host: string): boolean {
  if (entry === "*") return true;
  const network = /^([^/]+)\/(\d+)$/.exec(entry);
  const family = isIP(network?.[1] ?? entry);
  if (family > 0) return isWithin(network?.[1] ?? entry, network?.[2], family, host);
  const name = bare(entry);
  if (name.includes("*")) return asPattern(name).test(host);
  const domain = domainToASCII(name.replace(/^\./, ""));
  return domain !== "" && isIP(host) === 0 && (host === domain || host.endsWith(`.${domain}`));
}

function isWithin(address: string, bits: string | undefined, family: number, host: string): boolean {
  const hostFamily = isIP(host);
  if (hostFamily === 0) return false;
  const type = family === 4 ? "ipv4" : "ipv6";
  const block = new BlockList();
  const most = family === 4 ? 32 : 128;
  if (bits === undefined) block.addAddress(address, type);
  else if (Number(bits) <= most) block.addSubnet(address, Number(bits), type);
  // an address of IPv4 in the form of IPv6 is found as well
  return block.check(host, hostFamily === 4 ? "ipv4" : "ipv6");
}

/** `*` stands for any text. */
function asPattern(name: string): RegExp {
  const literal = name.split(/\*+/).map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, "\\$&"));
  return new RegExp(`^${literal.join("[^/]*")}$`);
}
