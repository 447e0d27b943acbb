import { configurationError } from "../errors";

/** One request, sent as it stands: no redirect is followed, nothing is decoded. */
export interface HttpRequest {
  readonly method: "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * Sends a request through the proxy that the environment names (`HTTPS_PROXY`, `HTTP_PROXY`, except what
 * `NO_PROXY` lists, in capitals or not), and never for this machine's own addresses: the emulator is not beyond a
 * proxy.
 */
export async function request(url: string, options: HttpRequest): Promise<HttpResponse> {
  if (!namesProxy(process.env) || isLoopback(new URL(url).hostname)) return direct(url, options);
  // loaded on demand: it takes longer than the rest of a request
  const { EnvHttpProxyAgent, request: requestVia } = await import("undici");
  proxyAgent ??= proxyOf(() => new EnvHttpProxyAgent());
  const { statusCode, body } = await requestVia(url, { ...options, dispatcher: proxyAgent });
  return { status: statusCode, body };
}

/** By Node.js's own client: `fetch` takes longer to load than a reply to come. */
async function direct(url: string, { body, ...options }: HttpRequest): Promise<HttpResponse> {
  const { request: send } = url.startsWith("https:") ? await import("node:https") : await import("node:http");
  return new Promise((resolve, reject) => {
    send(url, options, (response) => resolve({ status: response.statusCode ?? 0, body: response }))
      .on("error", reject)
      .end(body);
  });
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
