import { createRequire } from "node:module";
import type { CheckRequest } from "@pulumi/pulumi/proto/provider_pb";

/** The part of gRPC that the server uses. */
interface Grpc {
  readonly Server: new () => GrpcServer;
  readonly ServerCredentials: { createInsecure(): object };
  readonly status: { readonly UNKNOWN: number };
}

export interface GrpcServer {
  addService(service: object, implementation: object): void;
  bindAsync(address: string, credentials: object, done: (error: Error | null, port: number) => void): void;
  forceShutdown(): void;
}

/** A message that carries any properties. */
export type Struct = NonNullable<ReturnType<CheckRequest["getNews"]>>;

/**
 * What comes with `@pulumi/pulumi`, in the copies that it uses itself, whatever others there are.
 * In a bundle there is one copy: build/bundle puts another module in the place of this one.
 */
const requireAsPulumiDoes = createRequire(require.resolve("@pulumi/pulumi"));

export const grpc = requireAsPulumiDoes("@grpc/grpc-js") as Grpc;
export const { Struct } = requireAsPulumiDoes("google-protobuf/google/protobuf/struct_pb.js") as {
  Struct: { fromJavaScript(properties: object): Struct };
};
export const { Empty } = requireAsPulumiDoes("google-protobuf/google/protobuf/empty_pb.js") as {
  Empty: new () => object;
};

/** Version of the package that this is part of. */
export const { version } = createRequire(__filename)("pulumi-tcss/package.json") as { version: string };
