import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import {
  asTcssError,
  COVERAGE_FUNCTION,
  PLUGIN_TYPE,
  PURCHASE_STATE_FUNCTION,
  parseUrn,
  unwrapSecrets,
} from "../../core/internal";
import type { Properties } from "../resource/properties";
import { Empty, grpc, version } from "./grpc";
import type { FunctionResult, PluginProvider, Warn } from "./PluginProvider";
import { changesBetween, checkResponse, diffResponse, failureMessages, propertiesOf, structOf } from "./wire";

export interface PluginServer {
  readonly port: number;
  close(): void;
}

/** Serves the provider on a free port of this machine, without authentication, like every plugin of Pulumi. */
export function serve(env: NodeJS.ProcessEnv, warn?: Warn): Promise<PluginServer> {
  const server = new grpc.Server();
  server.addService(ResourceProviderService, methodsOf(providerOnDemand(env, warn)));
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
      if (error) reject(error);
      else resolve({ port, close: () => server.forceShutdown() });
    });
  });
}

/** The engine waits for the first reply, which needs no provider: it is loaded after that. */
function providerOnDemand(env: NodeJS.ProcessEnv, warn: Warn | undefined): () => PluginProvider {
  let provider: PluginProvider | undefined;
  return () => {
    if (provider === undefined) {
      const module = require("./PluginProvider") as typeof import("./PluginProvider");
      provider = new module.PluginProvider(env, warn);
    }
    return provider;
  };
}

type PluginFunction = (provider: PluginProvider, args: Properties) => Promise<FunctionResult<object>>;

const FUNCTIONS = new Map<string, PluginFunction>([
  [PURCHASE_STATE_FUNCTION, (provider, args) => provider.getPurchaseState(args)],
  [COVERAGE_FUNCTION, (provider, args) => provider.getCoverage(args)],
]);

function functionOf(token: string): PluginFunction {
  const found = FUNCTIONS.get(token);
  if (found !== undefined) return found;
  throw new Error(`unknown function ${token}. Valid functions: ${[...FUNCTIONS.keys()].join(", ")}`);
}

/** The methods of Pulumi's protocol; gRPC itself answers UNIMPLEMENTED for the others. */
function methodsOf(provider: () => PluginProvider): object {
  return {
    getPluginInfo: method(() => {
      const response = new PluginInfo();
      response.setVersion(version);
      return response;
    }),

    getSchema: method((request: pb.GetSchemaRequest) => {
      if (request.getVersion() !== 0)
        throw new Error(`unknown schema version ${request.getVersion()}. Valid version: 0`);
      const { packageSchema } = require("./schema") as typeof import("./schema");
      const response = new pb.GetSchemaResponse();
      response.setSchema(JSON.stringify(packageSchema(version)));
      return response;
    }),

    checkConfig: method((request: pb.CheckRequest) =>
      checkResponse(provider().checkConfig(propertiesOf(request.getNews()))),
    ),

    diffConfig: method((request: pb.DiffRequest) => {
      const [olds, news] = [propertiesOf(request.getOlds()), propertiesOf(request.getNews())];
      return diffResponse(changesBetween(unwrapSecrets(olds), unwrapSecrets(news)));
    }),

    configure: method((request: pb.ConfigureRequest) => {
      provider().configure(propertiesOf(request.getArgs()));
      const response = new pb.ConfigureResponse();
      response.setAcceptsecrets(true);
      response.setAcceptresources(true);
      response.setSupportspreview(true);
      return response;
    }),

    invoke: method(async (request: pb.InvokeRequest) => {
      const { result, failures } = await functionOf(request.getTok())(
        provider(),
        propertiesOf(request.getArgs()),
      );
      const response = new pb.InvokeResponse();
      if (result !== undefined) response.setReturn(structOf({ ...result }));
      response.setFailuresList(failureMessages(failures));
      return response;
    }),

    check: method(async (request: pb.CheckRequest) => {
      assertKnownType(request.getUrn());
      const [olds, news] = [propertiesOf(request.getOlds()), propertiesOf(request.getNews())];
      return checkResponse(await provider().check(olds, news, request.getUrn()));
    }),

    diff: method(async (request: pb.DiffRequest) => {
      const [olds, news] = [propertiesOf(request.getOlds()), propertiesOf(request.getNews())];
      return diffResponse(await provider().diff(olds, news));
    }),

    create: method(async (request: pb.CreateRequest) => {
      assertKnownType(request.getUrn());
      const { id, outs } = await provider().create(propertiesOf(request.getProperties()));
      const response = new pb.CreateResponse();
      response.setId(id);
      response.setProperties(structOf(outs));
      return response;
    }),

    read: method(async (request: pb.ReadRequest) => {
      assertKnownType(request.getUrn());
      const id = request.getId();
      const { props, inputs } = await provider().read(
        id,
        propertiesOf(request.getProperties()),
        request.getUrn(),
      );
      const response = new pb.ReadResponse();
      response.setId(id);
      response.setProperties(structOf(props));
      response.setInputs(structOf(inputs));
      return response;
    }),

    update: method(async (request: pb.UpdateRequest) => {
      const response = new pb.UpdateResponse();
      response.setProperties(structOf(await provider().update(propertiesOf(request.getNews()))));
      return response;
    }),

    // nothing to delete: the resource only looks
    delete: method(() => new Empty()),
    cancel: method(() => {
      provider().cancel();
      return new Empty();
    }),
    // tells a plugin that was started by hand where the engine is; this one needs no engine
    attach: method(() => new Empty()),
  };
}

/** A method with one request and one response, as gRPC calls it. An error becomes a message, never a stack trace. */
function method<Request, Response>(handle: (request: Request) => Response | Promise<Response>) {
  return async (
    { request }: { readonly request: Request },
    done: (error: object | null, response?: Response) => void,
  ): Promise<void> => {
    try {
      done(null, await handle(request));
    } catch (thrown) {
      const details = thrown instanceof Error ? thrown.message : asTcssError(thrown).message;
      done({ code: grpc.status.UNKNOWN, details });
    }
  };
}

function assertKnownType(urn: string): void {
  const type = parseUrn(urn)?.type;
  if (type !== PLUGIN_TYPE) throw new Error(`unknown resource type ${type}. Valid type: ${PLUGIN_TYPE}`);
}
