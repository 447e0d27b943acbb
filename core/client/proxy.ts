/**
 * `fetch` through the proxy that the environment names (`HTTPS_PROXY`, `HTTP_PROXY`, except what `NO_PROXY`
 * lists, in capitals or not), and never for this machine's own addresses: the emulator is not beyond a proxy.
 */
export async function proxiedFetch(url: string, init: RequestInit): Promise<Response> {
  if (!namesProxy(process.env) || isLoopback(new URL(url).hostname)) return fetch(url, init);
  // loaded on demand: it takes longer than the rest of a request
  const { EnvHttpProxyAgent, fetch: fetchVia } = await import("undici");
  proxyAgent ??= new EnvHttpProxyAgent();
  return (await fetchVia(url, { ...(init as object), dispatcher: proxyAgent })) as unknown as Response;
}

let proxyAgent: import("undici").EnvHttpProxyAgent | undefined;

function namesProxy(env: NodeJS.ProcessEnv): boolean {
  return ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"].some((name) => env[name]);
}

/** Whether `hostname` (of a URL: addresses are normalized there) is this machine. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/i.test(hostname);
}
