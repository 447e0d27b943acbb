import type { JsonRecord } from "../base/record";
import type { Wording } from "../base/vocabulary";
import type { ApiAccess } from "./access";

/** What is read of the SDK's client of a service. Not the SDK's own type: our users do not install the SDK. */
export interface SdkClient {
  readonly apiVersion: string;
  readonly sdkVersion: string;
}

/** One of Tencent Cloud's services, in the version of the SDK's client. */
export interface ApiService<Client extends SdkClient = SdkClient> {
  /** Product in the signature, whatever the host is called. */
  readonly product: "tcss" | "sts" | "cvm";
  /** Loads the SDK's client, which knows the service's actions, their types and their version. Slow: call it for a request only. */
  readonly sdkClient: () => new (config: { readonly credential: Record<string, never> }) => Client;
  /** Region sent where the settings name none. Absent: the service needs no region. */
  readonly defaultRegion?: string;
  /** Whether replies hold keys: then no message quotes a body. */
  readonly returnsSecrets: boolean;
}

/** One action of a service: everything that the generic code needs to call it and to explain its errors. */
export interface ApiAction<Request = unknown, Reply = unknown> {
  readonly service: ApiService;
  /** As the API spells it. */
  readonly name: string;
  /** Tencent's limit, per account. */
  readonly requestsPerSecond: number;
  /** The action as CAM (access management) names it in policies. Absent: no permission is needed. */
  readonly camAction?: string;
  /** What to do about error codes of this action, where that differs from other actions. The first match counts. */
  readonly nextSteps?: readonly NextStep[];
  /** The request in the SDK's types, for the type checker: it has no value. */
  readonly request?: Request;
  /**
   * What a reply means.
   * @param fields what stands under `Response`.
   * @throws TcssError of kind `reply` when the fields are not those of this action.
   */
  readonly parse: (fields: JsonRecord, access: ApiAccess) => Reply;
}

/** What to do about the error codes that `code` matches. */
export type NextStep = readonly [code: RegExp, nextStep: Wording];

/** A filter of a list, as all services have it. Not the SDK's own type: our users do not install the SDK. */
export interface ListFilter {
  Name: string;
  Values: string[];
}

type ActionNames<Client> = {
  [Name in keyof Client]: Client[Name] extends (request: never) => Promise<object> ? Name : never;
}[keyof Client] &
  string;

type RequestOf<Method> = Method extends (request: infer Request, ...rest: never) => unknown ? Request : never;

/** An action whose name and request are checked against the SDK's client. */
export function defineAction<Client extends SdkClient, Name extends ActionNames<Client>, Reply>(
  service: ApiService<Client>,
  action: Omit<ApiAction<unknown, Reply>, "service" | "name" | "request"> & { readonly name: Name },
): ApiAction<RequestOf<Client[Name]>, Reply> {
  return { ...action, service };
}
