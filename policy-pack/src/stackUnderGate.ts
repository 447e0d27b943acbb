import { createRequire } from "node:module";
import type { AnalyzerStackConfigureRequest } from "@pulumi/pulumi/proto/analyzer_pb";

/** What the engine tells about the stack that is deployed. */
export interface StackUnderGate {
  /** Whether this is a preview. */
  readonly preview: boolean;
  /** Reads the stack's configuration by full key (`tcss:endpoint`); secrets are decrypted. */
  config(fullKey: string): string | undefined;
}

type Handler = (call: { readonly request: AnalyzerStackConfigureRequest }, callback: unknown) => void;
type Implementation = Record<string, unknown> & { configureStack?: Handler };
interface GrpcServer {
  prototype: {
    addService(this: unknown, service: Record<string, unknown>, implementation: Implementation): void;
  };
}

/**
 * Calls `listener` with each stack that the engine announces to this process, before it asks about any
 * resource. `@pulumi/policy` does not hand the stack's configuration on, and an executable pack gets none by
 * its environment, so the handler is wrapped as the service is added to the server. Call it before `new PolicyPack`.
 */
export function onStack(listener: (stack: StackUnderGate) => void): void {
  // the server's class must be the one that @pulumi/policy uses, whatever copies there are
  const { Server } = createRequire(require.resolve("@pulumi/policy"))("@grpc/grpc-js") as {
    Server: GrpcServer;
  };
  const { prototype } = Server;
  const addService = prototype.addService;
  prototype.addService = function (service, implementation) {
    const { configureStack } = implementation;
    if (configureStack === undefined) return addService.call(this, service, implementation);
    prototype.addService = addService;
    const heard: Handler = (call, callback) => {
      const { request } = call;
      listener({ preview: request.getDryRun(), config: (fullKey) => request.getConfigMap().get(fullKey) });
      configureStack(call, callback);
    };
    return addService.call(this, service, { ...implementation, configureStack: heard });
  };
}
