import dns, { type LookupAddress } from "node:dns";
import { readFile } from "node:fs/promises";
import { isIP, type LookupFunction } from "node:net";

/** The first wait for a name server's answer; the next ones are longer. Unit: milliseconds. */
const FIRST_WAIT = 2000;
const TRIES = 3;

/**
 * Looks names up so that a name server that does not answer can be given up: the system's own lookup runs in a thread
 * that nobody can stop, and a process does not end before it does. So on Linux the hosts file and the name servers
 * are asked first, and the system only for a name that those do not know: it may know more of them (search domains,
 * mDNS). Elsewhere the system has settings that name servers alone do not show (a VPN's), and is asked alone.
 */
export function lookupUntil(signal: AbortSignal): LookupFunction {
  return (hostname, options, callback) => {
    const { family, all } = typeof options === "number" ? { family: options, all: false } : options;
    const wanted = family === 4 || family === "IPv4" ? 4 : family === 6 || family === "IPv6" ? 6 : 0;
    const answer = (found: readonly LookupAddress[]): void => {
      const addresses = found.filter((each) => wanted === 0 || each.family === wanted);
      const [first] = addresses;
      if (first === undefined) callback(unknownName(hostname), "", 0);
      else if (all) (callback as unknown as (error: null, all: LookupAddress[]) => void)(null, addresses);
      else callback(null, first.address, first.family);
    };
    addressesOf(hostname.replace(/\.$/, ""), signal).then(answer, (error) => callback(error, "", 0));
  };
}

/** For tests: where the hosts file is, and what to ask name servers by. */
export const system = {
  hostsFile: "/etc/hosts",
  asksNameServers: process.platform === "linux",
  resolver: () => new dns.promises.Resolver({ timeout: FIRST_WAIT, tries: TRIES }),
};

async function addressesOf(name: string, signal: AbortSignal): Promise<LookupAddress[]> {
  if (/^(.*\.)?localhost$/i.test(name)) return [addressOf("127.0.0.1"), addressOf("::1")];
  // names of the local network are not known to name servers
  if (!system.asksNameServers || /\.local$/i.test(name)) return bySystem(name);
  const listed = await inHostsFile(name);
  if (listed.length > 0) return listed;
  return (await byNameServers(name, signal)) ?? bySystem(name);
}

function addressOf(address: string): LookupAddress {
  return { address, family: isIP(address) };
}

async function inHostsFile(name: string): Promise<LookupAddress[]> {
  const text = await readFile(system.hostsFile, "utf8").catch(() => "");
  return text
    .split(/\r?\n/)
    .map((line) => line.replace(/#.*/, "").trim().split(/\s+/))
    .filter(([address = "", ...names]) => isIP(address) > 0 && names.some((each) => isSameName(each, name)))
    .map(([address = ""]) => addressOf(address));
}

function isSameName(one: string, other: string): boolean {
  return one.replace(/\.$/, "").toLowerCase() === other.toLowerCase();
}

/**
 * @returns undefined where the name servers know no such name, or there are none.
 * @throws Error EAI_AGAIN where none of them answers: the system, which asks the same ones, would wait as well.
 */
async function byNameServers(name: string, signal: AbortSignal): Promise<LookupAddress[] | undefined> {
  // reading the hosts file has taken its time
  if (signal.aborted) throw noAnswer(name);
  const resolver = system.resolver();
  const cancel = (): void => resolver.cancel();
  signal.addEventListener("abort", cancel);
  try {
    const results = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    const found = results.flatMap((result) => (result.status === "fulfilled" ? result.value : []));
    if (found.length > 0) return found.map(addressOf);
    const codes = results.map((result) => (result.status === "rejected" ? String(result.reason?.code) : ""));
    if (codes.some((code) => code === "ETIMEOUT" || code === "ECANCELLED")) throw noAnswer(name);
    return undefined;
  } finally {
    signal.removeEventListener("abort", cancel);
  }
}

function bySystem(name: string): Promise<LookupAddress[]> {
  return new Promise((resolve, reject) => {
    dns.lookup(name, { all: true, verbatim: true }, (error, addresses) => {
      if (error !== null) reject(error);
      // a replacement of dns.lookup may give a single address
      else resolve(typeof addresses === "string" ? [addressOf(addresses)] : addresses);
    });
  });
}

function unknownName(name: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`no address of the wanted family for ${name}`), { code: "ENOTFOUND" });
}

function noAnswer(name: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`no name server answers for ${name}`), { code: "EAI_AGAIN" });
}
