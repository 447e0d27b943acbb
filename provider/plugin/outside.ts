import { createRequire } from "node:module";

/** The part of gRPC that the server uses. */
interface Grpc {
  readonly Server: new () => GrpcServer;
  readonly ServerCredentials: { createInsecure(): object };
  readonly status: { readonly UNKNOWN: number; readonly INVALID_ARGUMENT: number };
}

export interface GrpcServer {
  addService(service: object, implementation: object): void;
  bindAsync(address: string, credentials: object, done: (error: Error | null, port: number) => void): void;
  forceShutdown(): void;
}

/** A message of Google's own that carries any properties. */
export interface Struct {
  toJavaScript(): Record<string, unknown>;
}

/**
 * What comes with `@pulumi/pulumi`, in the copies that it uses itself, whatever others there are.
 * scripts/bundle.mjs puts another module in the place of this one: a bundle has one copy.
 */
const requireAsPulumiDoes = createRequire(require.resolve("@pulumi/pulumi"));

export const grpc = requireAsPulumiDoes("@grpc/grpc-js") as Grpc;
export const { Struct } = requireAsPulumiDoes("google-protobuf/google/protobuf/struct_pb.js") as {
  Struct: { fromJavaScript(properties: object): never };
};
export const { Empty } = requireAsPulumiDoes("google-protobuf/google/protobuf/empty_pb.js") as {
  Empty: new () => object;
};

/** Version of the package that this is part of. */
export const { version } = createRequire(__filename)("pulumi-tcss/package.json") as { version: string };
