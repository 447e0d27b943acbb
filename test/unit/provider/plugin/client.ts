import * as services from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { PLUGIN_TYPE, PURCHASE_STATE_FUNCTION } from "../../../../core/internal";
import { grpc, Struct, type Struct as StructMessage } from "../../../../provider/plugin/grpc";
import type { Properties } from "../../../../provider/resource/properties";

export const URN = `urn:pulumi:dev::project::${PLUGIN_TYPE}::tcss`;

type Done = (error: Error | null, response: never) => void;
type Methods = Record<string, (this: unknown, request: object, done: Done) => void>;
type ClientClass = new (address: string, credentials: object) => Methods & { close(): void };

const { ResourceProviderClient } = services as unknown as { ResourceProviderClient: ClientClass };
const { credentials } = grpc as unknown as { credentials: { createInsecure(): object } };

/** Asks a plugin as the engine does. */
export class PluginClient {
  readonly #client: InstanceType<ClientClass>;

  constructor(port: number) {
    this.#client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
  }

  close(): void {
    this.#client.close();
  }

  call<Response>(method: string, request: object): Promise<Response> {
    return new Promise((resolve, reject) => {
      const done: Done = (error, response) => (error ? reject(error) : resolve(response));
      this.#client[method]?.call(this.#client, request, done);
    });
  }

  configure(args: Properties): Promise<pb.ConfigureResponse> {
    const request = new pb.ConfigureRequest();
    request.setArgs(struct(args));
    return this.call("configure", request);
  }

  async checkConfig(news: Properties): Promise<Checked> {
    const request = new pb.CheckRequest();
    request.setNews(struct(news));
    return checked(await this.call("checkConfig", request));
  }

  async diffConfig(olds: Properties, news: Properties): Promise<Diff> {
    return this.#diff("diffConfig", olds, news);
  }

  async check(news: Properties, olds: Properties = {}, urn = URN): Promise<Checked> {
    const request = new pb.CheckRequest();
    request.setUrn(urn);
    request.setOlds(struct(olds));
    request.setNews(struct(news));
    return checked(await this.call("check", request));
  }

  diff(olds: Properties, news: Properties): Promise<Diff> {
    return this.#diff("diff", olds, news);
  }

  async create(properties: Properties, { preview = false } = {}): Promise<{ id: string; outs: Properties }> {
    const request = new pb.CreateRequest();
    request.setUrn(URN);
    request.setProperties(struct(properties));
    request.setPreview(preview);
    const response = await this.call<pb.CreateResponse>("create", request);
    return { id: response.getId(), outs: plain(response.getProperties()) };
  }

  async read(
    id: string,
    properties: Properties = {},
  ): Promise<{ id: string; props: Properties; inputs: Properties }> {
    const request = new pb.ReadRequest();
    request.setId(id);
    request.setUrn(URN);
    request.setProperties(struct(properties));
    const response = await this.call<pb.ReadResponse>("read", request);
    return {
      id: response.getId(),
      props: plain(response.getProperties()),
      inputs: plain(response.getInputs()),
    };
  }

  async update(olds: Properties, news: Properties): Promise<Properties> {
    const request = new pb.UpdateRequest();
    request.setUrn(URN);
    request.setOlds(struct(olds));
    request.setNews(struct(news));
    return plain((await this.call<pb.UpdateResponse>("update", request)).getProperties());
  }

  async invoke(
    args: Properties,
    token = PURCHASE_STATE_FUNCTION,
  ): Promise<{ result: Properties; failures: pb.CheckFailure.AsObject[] }> {
    const request = new pb.InvokeRequest();
    request.setTok(token);
    request.setArgs(struct(args));
    const response = await this.call<pb.InvokeResponse>("invoke", request);
    return { result: plain(response.getReturn()), failures: failuresOf(response) };
  }

  async #diff(method: string, olds: Properties, news: Properties): Promise<Diff> {
    const request = new pb.DiffRequest();
    request.setUrn(URN);
    request.setOlds(struct(olds));
    request.setNews(struct(news));
    const response = await this.call<pb.DiffResponse>(method, request);
    const detailed: Record<string, string | undefined> = {};
    response.getDetaileddiffMap().forEach((diff: pb.PropertyDiff, path: string) => {
      detailed[path] = KINDS[diff.getKind()];
    });
    return {
      changes: response.getChanges() === pb.DiffResponse.DiffChanges.DIFF_SOME,
      replaces: response.getReplacesList(),
      diffs: response.getDiffsList(),
      detailed,
    };
  }
}

const KINDS: Readonly<Record<number, string>> = {
  [pb.PropertyDiff.Kind.ADD]: "add",
  [pb.PropertyDiff.Kind.DELETE]: "delete",
  [pb.PropertyDiff.Kind.UPDATE]: "update",
};

export interface Checked {
  readonly inputs: Properties;
  readonly failures: pb.CheckFailure.AsObject[];
}

export interface Diff {
  readonly changes: boolean;
  readonly replaces: string[];
  readonly diffs: string[];
  readonly detailed: Readonly<Record<string, string | undefined>>;
}

function struct(properties: Properties): StructMessage {
  return Struct.fromJavaScript(properties);
}

function plain(message: StructMessage | undefined): Properties {
  return (message?.toJavaScript() ?? {}) as Properties;
}

function checked(response: pb.CheckResponse): Checked {
  return { inputs: plain(response.getInputs()), failures: failuresOf(response) };
}

function failuresOf(response: pb.CheckResponse | pb.InvokeResponse): pb.CheckFailure.AsObject[] {
  return response.getFailuresList().map((failure) => failure.toObject());
}

/** Why the plugin has refused a call, in words. */
export function refusalOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => {
      throw new Error("it was not refused");
    },
    ({ details }: { readonly details: string }) => details,
  );
}
