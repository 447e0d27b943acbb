import type { ApiAccess, CallLimits } from "./access";
import type { ApiAction } from "./action";
import type { Credential } from "./credential";
import { withinRateLimit } from "./rateLimit";
import { withRetries } from "./retry";

/** With what an action is called. */
export interface CallOptions extends CallLimits {
  readonly access: ApiAccess;
  /** Absent for the few actions that take no signature. */
  readonly credential: Credential | undefined;
  /** Is given the server's time of each answer that has one, whatever the answer says. Accurate to the second. */
  readonly onServerTime?: ((time: Date) => void) | undefined;
}

/**
 * Calls an action: within the account's rate limit, and again where a failure may be temporary. The SDK's client of
 * the service gives the version; the request is sent by our transport instead of its own.
 * @returns what the action makes of the reply.
 * @throws TcssError of kind `api`, `network` or `reply`.
 */
export async function callAction<Request, Reply>(
  action: ApiAction<Request, Reply>,
  request: Request,
  { access: given, credential, onServerTime, ...limits }: CallOptions,
): Promise<Reply> {
  const { service, name } = action;
  const access = { ...given, region: given.region ?? service.defaultRegion };
  const { apiVersion: version, sdkVersion } = new (service.sdkClient())({ credential: {} });
  const call = { action, version, sdkVersion, payload: request ?? {}, credential };
  const limited = `${access.endpoint} ${name} ${credential?.secretId ?? ""}`;
  const fields = await withRetries({ maxRetries: access.maxRetries, ...limits }, () =>
    withinRateLimit(limited, action.requestsPerSecond, limits.signal, () =>
      sender()(access, call, limits.signal, onServerTime),
    ),
  );
  return action.parse(fields, access);
}

/** Loaded on demand: it brings Node's name resolution and sockets, and the engine waits for a first reply before any request. */
function sender(): typeof import("./transport").send {
  return (require("./transport") as typeof import("./transport")).send;
}
