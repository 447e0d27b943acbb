import { configurationError } from "../errors";

/**
 * `fetch` through the proxy that the environment names (`HTTPS_PROXY`, `HTTP_PROXY`, except what `NO_PROXY`
 * lists, in capitals or not), and never for this machine's own addresses: the emulator is not beyond a proxy.
 */
export async function proxiedFetch(url: string, init: RequestInit): Promise<Response> {
  if (!namesProxy(process.env) || isLoopback(new URL(url).hostname)) return fetch(url, init);
  // loaded on demand: it takes longer than the rest of a request
  const { EnvHttpProxyAgent, fetch: fetchVia } = await import("undici");
  proxyAgent ??= proxyOf(() => new EnvHttpProxyAgent());
  return (await fetchVia(url, { ...(init as object), dispatcher: proxyAgent })) as unknown as Response;
}

function proxyOf<T>(create: () => T): T {
  try {
    return create();
  } catch {
    // the value itself may hold a password
    throw configurationError(
      "HTTPS_PROXY",
      "HTTPS_PROXY or HTTP_PROXY is not the URL of a proxy",
      "Write it with its scheme, such as http://proxy.example:3128.",
    );
  }
}

let proxyAgent: import("undici").EnvHttpProxyAgent | undefined;

function namesProxy(env: NodeJS.ProcessEnv): boolean {
  return ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"].some((name) => env[name]);
}

/** Whether `hostname` (of a URL: addresses are normalized there) is this machine. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/i.test(hostname);
}
