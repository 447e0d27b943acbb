import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import {
  asTcssError,
  FUNCTION_TOKEN,
  onlyDefined,
  PLUGIN_TYPE,
  parseUrn,
  unwrapSecrets,
} from "../../core/internal";
import type { CheckFailure } from "../resource/PurchaseStateProvider";
import type { Properties } from "../resource/properties";
import { Empty, grpc, Struct, version } from "./outside";
import { PluginProvider, type Warn } from "./PluginProvider";
import { packageSchema } from "./schema";
import { type Change, changesBetween } from "./wire";

export interface PluginServer {
  readonly port: number;
  close(): void;
}

/** Serves the provider on a free port of this machine, to whoever finds it: the engine's protocol has no keys. */
export function serve(env: NodeJS.ProcessEnv, warn?: Warn): Promise<PluginServer> {
  const server = new grpc.Server();
  server.addService(ResourceProviderService, methodsOf(new PluginProvider(env, warn)));
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
      if (error) reject(error);
      else resolve({ port, close: () => server.forceShutdown() });
    });
  });
}

/** The methods of Pulumi's protocol; gRPC itself answers UNIMPLEMENTED for the others. */
function methodsOf(provider: PluginProvider): object {
  return {
    getPluginInfo: unary(() => {
      const response = new PluginInfo();
      response.setVersion(version);
      return response;
    }),

    getSchema: unary((request: pb.GetSchemaRequest) => {
      if (request.getVersion() !== 0) throw new Error(`Schema version ${request.getVersion()} is not known.`);
      const response = new pb.GetSchemaResponse();
      response.setSchema(JSON.stringify(packageSchema(version)));
      return response;
    }),

    checkConfig: unary((request: pb.CheckRequest) =>
      checkResponse(provider.checkConfig(propertiesOf(request.getNews()))),
    ),

    diffConfig: unary((request: pb.DiffRequest) => {
      const [olds, news] = [propertiesOf(request.getOlds()), propertiesOf(request.getNews())];
      return diffResponse(changesBetween(unwrapSecrets(olds), unwrapSecrets(news)));
    }),

    configure: unary((request: pb.ConfigureRequest) => {
      provider.configure(propertiesOf(request.getArgs()));
      const response = new pb.ConfigureResponse();
      response.setAcceptsecrets(true);
      response.setAcceptresources(true);
      response.setSupportspreview(true);
      return response;
    }),

    invoke: unary(async (request: pb.InvokeRequest) => {
      const token = request.getTok();
      if (token !== FUNCTION_TOKEN)
        throw new Error(`There is no function ${token}; there is ${FUNCTION_TOKEN}.`);
      const { result, failures } = await provider.getPurchaseState(propertiesOf(request.getArgs()));
      const response = new pb.InvokeResponse();
      if (result !== undefined) response.setReturn(structOf({ ...result }));
      response.setFailuresList(failures.map(checkFailure));
      return response;
    }),

    check: unary(async (request: pb.CheckRequest) => {
      assertKnownType(request.getUrn());
      const [olds, news] = [propertiesOf(request.getOlds()), propertiesOf(request.getNews())];
      return checkResponse(await provider.check(olds, news, request.getUrn()));
    }),

    diff: unary(async (request: pb.DiffRequest) => {
      const [olds, news] = [propertiesOf(request.getOlds()), propertiesOf(request.getNews())];
      return diffResponse(await provider.diff(olds, news));
    }),

    create: unary(async (request: pb.CreateRequest) => {
      assertKnownType(request.getUrn());
      const { id, outs } = await provider.create(propertiesOf(request.getProperties()));
      const response = new pb.CreateResponse();
      response.setId(id);
      response.setProperties(structOf(outs));
      return response;
    }),

    read: unary(async (request: pb.ReadRequest) => {
      assertKnownType(request.getUrn());
      const id = request.getId();
      const { props, inputs } = await provider.read(
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

    update: unary(async (request: pb.UpdateRequest) => {
      const [olds, news] = [propertiesOf(request.getOlds()), propertiesOf(request.getNews())];
      const response = new pb.UpdateResponse();
      response.setProperties(structOf(await provider.update(olds, news)));
      return response;
    }),

    // nothing to delete: the resource only looks
    delete: unary(() => new Empty()),
    cancel: unary(() => {
      provider.cancel();
      return new Empty();
    }),
    // how a plugin that was started by hand is told where the engine is, which this one never calls
    attach: unary(() => new Empty()),
  };
}

/** A method as gRPC calls it. What is thrown becomes a message, never a stack trace. */
function unary<Request, Response>(handle: (request: Request) => Response | Promise<Response>) {
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
  if (type !== PLUGIN_TYPE) throw new Error(`There is no resource type ${type}; there is ${PLUGIN_TYPE}.`);
}

function propertiesOf(struct: Struct | undefined): Properties {
  return (struct?.toJavaScript() ?? {}) as Properties;
}

function structOf(properties: Properties): Struct {
  return Struct.fromJavaScript(onlyDefined(properties));
}

function checkResponse({
  inputs,
  failures,
}: {
  readonly inputs: Properties;
  readonly failures: readonly CheckFailure[];
}): pb.CheckResponse {
  const response = new pb.CheckResponse();
  response.setInputs(structOf(inputs));
  response.setFailuresList(failures.map(checkFailure));
  return response;
}

function checkFailure({ property, reason }: CheckFailure): pb.CheckFailure {
  const failure = new pb.CheckFailure();
  failure.setProperty(property);
  failure.setReason(reason);
  return failure;
}

function diffResponse(changes: ReadonlyMap<string, Change>): pb.DiffResponse {
  const { DiffChanges } = pb.DiffResponse;
  const { Kind } = pb.PropertyDiff;
  const kinds = { added: Kind.ADD, deleted: Kind.DELETE, updated: Kind.UPDATE };
  const response = new pb.DiffResponse();
  response.setChanges(changes.size > 0 ? DiffChanges.DIFF_SOME : DiffChanges.DIFF_NONE);
  response.setDiffsList([...new Set([...changes.keys()].map((path) => path.replace(/\..*$/, "")))]);
  response.setHasdetaileddiff(true);
  for (const [path, change] of changes) {
    const diff = new pb.PropertyDiff();
    diff.setKind(kinds[change]);
    response.getDetaileddiffMap().set(path, diff);
  }
  return response;
}
