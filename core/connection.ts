import type { Credential, CredentialSource } from "./credentials/credential";
import { environmentCredentials } from "./credentials/environment";
import { pulumiConfigCredentials } from "./credentials/pulumiConfig";
import { profileCredentials } from "./credentials/tccliProfile";
import { configurationError, type TcssError } from "./errors";
import { DEFAULT_TIME_ZONE } from "./purchaseState";
import { httpOrigin, type Problem, validator } from "./schema";

/** The two sites of Tencent Cloud. An account belongs to one of them; their keys do not work on the other. */
export type Site = "international" | "mainland";

/**
 * Selects the account that is asked, and the way to it. Selectors never carry a secret: they are kept in a
 * stack's state, so that a refresh asks the same account again.
 */
export interface ConnectionArgs {
  /** The account's name for messages, such as `production`. Absent: messages name the endpoint alone. */
  readonly account?: string;
  /** Profile of `tccli` (`~/.tccli/PROFILE.credential`) whose credentials are used, and no others. */
  readonly profile?: string;
  /** Folder of the `tccli` profiles. Default: `~/.tccli`. */
  readonly sharedCredentialsDir?: string;
  /** Site that the account belongs to. Default: `international`. */
  readonly site?: Site;
  /** Root domain of the API hosts, such as `tencentcloudapi.com`; the host becomes `tcss.DOMAIN`. Wins over `site`. */
  readonly domain?: string;
  /** Scheme of the API hosts. Default: `HTTPS`. */
  readonly protocol?: "HTTP" | "HTTPS" | "http" | "https";
  /** URL that is asked instead of the site's host: a gateway, or the emulator. Wins over `site` and `domain`. */
  readonly endpoint?: string;
  /** Region sent with the request. This API needs none. */
  readonly region?: string;
  /** IANA zone of the reply's times, which come without one. Default: `Asia/Shanghai`. */
  readonly timeZone?: string;
  /** Seconds after which one request is given up. Default: 10. */
  readonly requestTimeoutSeconds?: number;
}

const text = { type: "string", minLength: 1 } as const;

/** JSON schema of {@link ConnectionArgs}. */
export const CONNECTION_ARGS_SCHEMA = {
  type: "object",
  additionalProperties: false,
  properties: {
    account: text,
    profile: text,
    sharedCredentialsDir: text,
    site: { type: "string", enum: ["international", "mainland"] },
    domain: { type: "string", format: "host-name" },
    protocol: { type: "string", enum: ["HTTP", "HTTPS", "http", "https"] },
    endpoint: { type: "string", format: "http-origin" },
    region: text,
    timeZone: { type: "string", format: "time-zone" },
    requestTimeoutSeconds: { type: "number", exclusiveMinimum: 0, maximum: 600 },
  },
} as const;

/** Names that people might give a secret in arguments, where none may stand. */
export const SECRET_NAMES: ReadonlySet<string> = new Set([
  "secretId",
  "secretKey",
  "securityToken",
  "token",
  "sessionToken",
  "password",
]);
const validateArgs = validator(CONNECTION_ARGS_SCHEMA);

/** What is wrong with `args`; an empty list means that they are right. Values of secrets are never repeated. */
export function problemsOfConnectionArgs(args: unknown): Problem[] {
  return validateArgs(args).map(({ property, problem }) =>
    SECRET_NAMES.has(property)
      ? {
          property,
          problem:
            "is a secret, and arguments are kept in the stack's state: use environment variables, a profile or the stack's configuration (tcss:secretKey with --secret) instead",
        }
      : { property, problem },
  );
}

/** Reads one key of the stack's configuration (without its namespace); undefined where it is not set. */
export type ConfigLookup = (key: string) => string | undefined;

/** No configuration: outside a Pulumi program. */
export const noConfig: ConfigLookup = () => undefined;

/**
 * A lookup over full keys (`tcss:endpoint`): the namespace `tcss`, then `tencentcloud`, which users of the
 * Tencent Cloud provider have set already.
 */
export function configLookup(get: (fullKey: string) => string | undefined): ConfigLookup {
  return (key) => get(`tcss:${key}`) ?? get(`tencentcloud:${key}`);
}

/** Everything that is needed to ask one account. */
export interface Connection {
  /** Origin of the API, such as `https://tcss.intl.tencentcloudapi.com`. */
  readonly endpoint: string;
  readonly region: string | undefined;
  readonly timeZone: string;
  readonly requestTimeoutSeconds: number;
  /** The account's name for messages. */
  readonly account: string | undefined;
  /** Where credentials are looked for, first match wins. */
  readonly credentialSources: readonly CredentialSource[];
  /** The same text for the same selectors: connections with one key may share a reply. Holds no secret. */
  readonly key: string;
}

/** What {@link resolveConnection} draws from. */
export interface ConnectionInputs {
  readonly args?: ConnectionArgs;
  readonly config?: ConfigLookup;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Joins arguments, configuration and environment, in this order of authority, key by key. An `endpoint` from
 * any of them wins over a `domain`, and that over a `site`: who redirects the traffic means all of it.
 * @throws TcssError of kind `configuration`, with the key, for a value that is not allowed.
 */
export function resolveConnection({ args = {}, config = noConfig, env }: ConnectionInputs): Connection {
  assertRight(problemsOfConnectionArgs(args), (property) => property);
  const settings: ConnectionArgs = { ...fromEnvironment(env), ...fromConfig(config), ...args };
  return {
    endpoint: endpointOf(settings, "tcss"),
    region: settings.region,
    timeZone: settings.timeZone ?? DEFAULT_TIME_ZONE,
    requestTimeoutSeconds: settings.requestTimeoutSeconds ?? 10,
    account: settings.account,
    credentialSources: credentialSources(args, settings, config, env),
    key: JSON.stringify(Object.entries(settings).sort(([a], [b]) => a.localeCompare(b))),
  };
}

const CONFIG_KEYS = Object.keys(CONNECTION_ARGS_SCHEMA.properties) as (keyof ConnectionArgs)[];

function fromConfig(config: ConfigLookup): ConnectionArgs {
  const values = CONFIG_KEYS.map((key) => [key, config(key)] as const).filter(
    ([, value]) => value !== undefined,
  );
  const settings = Object.fromEntries(
    values.map(([key, value]) => [key, key === "requestTimeoutSeconds" ? numberIn(value) : value]),
  );
  assertRight(problemsOfConnectionArgs(settings), (property) => `tcss:${property}`);
  return settings;
}

/** Configuration values are texts; one that is no number stays a text, for the schema to refuse. */
function numberIn(value: string | undefined): number | string | undefined {
  const number = Number(value);
  return value?.trim() === "" || Number.isNaN(number) ? value : number;
}

const ENVIRONMENT: Readonly<Partial<Record<keyof ConnectionArgs, string>>> = {
  endpoint: "TENCENTCLOUD_TCSS_ENDPOINT",
  domain: "TENCENTCLOUD_DOMAIN",
  protocol: "TENCENTCLOUD_PROTOCOL",
  region: "TENCENTCLOUD_REGION",
  sharedCredentialsDir: "TENCENTCLOUD_SHARED_CREDENTIALS_DIR",
};

function fromEnvironment(env: ConnectionInputs["env"]): ConnectionArgs {
  const settings = Object.fromEntries(
    Object.entries(ENVIRONMENT)
      .map(([key, name]) => [key, env[name]] as const)
      .filter(([, value]) => value !== undefined && value !== ""),
  );
  assertRight(
    problemsOfConnectionArgs(settings),
    (property) => ENVIRONMENT[property as keyof ConnectionArgs] ?? property,
  );
  return settings;
}

function assertRight(problems: readonly Problem[], nameOf: (property: string) => string): void {
  const first = problems[0];
  if (first !== undefined) throw wrong(nameOf(first.property), first.problem);
}

function wrong(name: string, problem: string): TcssError {
  return configurationError(name, `${name} ${problem}`);
}

const ROOT_DOMAINS: Readonly<Record<Site, string>> = {
  international: "intl.tencentcloudapi.com",
  mainland: "tencentcloudapi.com",
};

function endpointOf(
  { endpoint, domain, site = "international", protocol = "https" }: ConnectionArgs,
  service: string,
): string {
  const given = endpoint === undefined ? undefined : httpOrigin(endpoint);
  return given ?? `${protocol.toLowerCase()}://${service}.${domain ?? ROOT_DOMAINS[site]}`;
}

/** A profile that an argument names is meant alone; else the stack's configuration, the environment, the profile. */
function credentialSources(
  args: ConnectionArgs,
  settings: ConnectionArgs,
  config: ConfigLookup,
  env: ConnectionInputs["env"],
): CredentialSource[] {
  const profile = profileCredentials({
    profile: settings.profile,
    directory: settings.sharedCredentialsDir,
    env,
  });
  return args.profile === undefined
    ? [pulumiConfigCredentials(config), environmentCredentials(env), profile]
    : [profile];
}

export type { Credential };
