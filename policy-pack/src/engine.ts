import type {
  AnalyzerStackConfigureRequest,
  ConfigureAnalyzerRequest,
  PolicyConfig,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { asTcssError, endWithEngine } from "pulumi-tcss/internal";
import { grpcServer } from "./grpc";

/** Reads the stack's configuration by full key (`tcss:endpoint`); secrets are decrypted. */
export interface StackConfig {
  (fullKey: string): string | undefined;
  /** The full keys that are set. Absent: they cannot be listed. */
  keys?(): Iterable<string>;
}

/** The stack that is deployed, as the engine describes it. */
export interface StackUnderGate {
  /** Whether this is a preview. */
  readonly preview: boolean;
  /** `ORGANIZATION/PROJECT/STACK`. */
  readonly name: string;
  readonly config: StackConfig;
}

/** Level and settings of one policy, with the policy's defaults where nothing else was given. */
export interface PolicySettings {
  readonly enforcementLevel: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Callbacks before the engine's first `Analyze`. An error that they throw ends the run with its message. */
export interface EngineListener {
  /** A phase (preview or update) of a deployment starts. */
  stack(stack: StackUnderGate): void;
  /**
   * The engine has put levels and settings together.
   * @returns the policies for which something else counts.
   */
  policies(given: ReadonlyMap<string, PolicySettings>): ReadonlyMap<string, PolicySettings>;
}

type Callback = (error: { code: number; details: string } | null, reply?: unknown) => void;
type Handler<Request> = (call: { readonly request: Request }, callback: Callback) => void;
interface Implementation {
  readonly configureStack?: Handler<AnalyzerStackConfigureRequest>;
  readonly configure?: Handler<ConfigureAnalyzerRequest>;
}
/** gRPC's FAILED_PRECONDITION: the engine prints the details of such an error as they are. */
const FAILED_PRECONDITION = 9;

/**
 * Calls `listener` at the engine's first calls. `@pulumi/policy` does not pass on the stack's configuration, and an executable
 * pack gets none by its environment; and it does not check the names of settings. So two handlers are wrapped
 * as the service is added to the server. Call it before `new PolicyPack`.
 */
export function listenToEngine(listener: EngineListener): void {
  endWithEngine();
  const { prototype } = grpcServer();
  const addService = prototype.addService;
  prototype.addService = function (service, implementation) {
    const { configureStack, configure } = implementation as Implementation;
    if (configureStack === undefined || configure === undefined)
      return addService.call(this, service, implementation);
    prototype.addService = addService;
    return addService.call(this, service, {
      ...implementation,
      configureStack: heard((request) => listener.stack(stackIn(request)), configureStack),
      configure: heard((request) => overrule(request, listener), configure),
    });
  };
}

function heard<Request>(listen: (request: Request) => void, handler: Handler<Request>): Handler<Request> {
  return (call, callback) => {
    try {
      listen(call.request);
    } catch (error) {
      callback({ code: FAILED_PRECONDITION, details: asTcssError(error).message });
      return;
    }
    handler(call, callback);
  };
}

function stackIn(request: AnalyzerStackConfigureRequest): StackUnderGate {
  return {
    preview: request.getDryRun(),
    name: [request.getOrganization(), request.getProject(), request.getStack()].join("/"),
    config: Object.assign((fullKey: string) => request.getConfigMap().get(fullKey), {
      keys: () => request.getConfigMap().keys(),
    }),
  };
}

/** The levels by their numbers on the wire. */
const LEVELS = ["advisory", "mandatory", "disabled", "remediate"];

function overrule(request: ConfigureAnalyzerRequest, listener: EngineListener): void {
  const configs = request.getPolicyconfigMap();
  const given = new Map(
    [...configs.entries()].map(([name, config]): [string, PolicySettings] => [
      name,
      {
        enforcementLevel: LEVELS[config.getEnforcementlevel()] ?? "mandatory",
        settings: config.getProperties()?.toJavaScript() ?? {},
      },
    ]),
  );
  for (const [name, { enforcementLevel, settings }] of listener.policies(given)) {
    const config = configs.get(name);
    if (config === undefined) continue;
    config.setEnforcementlevel(LEVELS.indexOf(enforcementLevel));
    config.setProperties(structOf(config, settings));
  }
}

type Struct = NonNullable<ReturnType<PolicyConfig["getProperties"]>>;

/** The message's own class makes the new one: there may be several copies of it. */
function structOf(config: PolicyConfig, settings: PolicySettings["settings"]): Struct {
  const { fromJavaScript } = (config.getProperties() as Struct).constructor as unknown as {
    fromJavaScript(settings: object): Struct;
  };
  return fromJavaScript(settings);
}
