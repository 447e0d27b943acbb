import type { ApiAccess, ApiCall } from "./apiCall";
import { withinRateLimit } from "./rateLimit";
import { withRetries } from "./retry";

/**
 * Calls an action: within the account's rate limit, and again where a failure may pass.
 * @returns what stands under `Response`.
 * @throws TcssError of kind `api`, `network` or `reply`.
 */
export function callApi(
  access: ApiAccess,
  call: ApiCall,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  const limited = `${access.endpoint} ${call.action} ${call.credential?.secretId ?? ""}`;
  return withRetries(access.maxRetries, signal, () =>
    withinRateLimit(limited, signal, () => sender()(access, call, signal)),
  );
}

/** Loaded on demand: it brings Node's name resolution and sockets, and the engine waits for a first reply before any request. */
function sender(): typeof import("./transport").send {
  return (require("./transport") as typeof import("./transport")).send;
}
