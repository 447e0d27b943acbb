import { createRequire } from "node:module";

/** The part of gRPC's server class that is wrapped. */
export interface GrpcServer {
  prototype: {
    addService(this: unknown, service: unknown, implementation: object): void;
  };
}

/**
 * gRPC's server class of the copy that `@pulumi/policy` uses, whatever copies there are.
 * build/bundle puts another module in the place of this one: a bundle has one copy.
 */
export function grpcServer(): GrpcServer {
  const requireAsPolicyDoes = createRequire(require.resolve("@pulumi/policy"));
  return (requireAsPolicyDoes("@grpc/grpc-js") as { Server: GrpcServer }).Server;
}
