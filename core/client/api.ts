import type { ApiAccess, ApiCall } from "./apiCall";
import { withinRateLimit } from "./rateLimit";
import { withRetries } from "./retry";
import { send } from "./transport";

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
    withinRateLimit(limited, signal, () => send(access, call, signal)),
  );
}
