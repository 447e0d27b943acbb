// The methods of the protocol: those that need nothing, and those that the provider answers.
import type { Answers } from "./answers";
import { keptSchema } from "./schemaFile";
import type { ProviderOptions } from "./TerraformProvider";
import type { Handlers } from "./wire/grpcServer";

const SERVING = 1;

/** What answers a host. @param onShutdown is told that the host needs this process no more. */
export function handlersFor(options: ProviderOptions, onShutdown: () => void): Handlers {
  let loaded: Answers | undefined;
  const answers = (): Answers => {
    loaded ??= (require("./answers") as typeof import("./answers")).answersOf(options);
    return loaded;
  };
  return {
    getMetadata: (request) => answers().getMetadata(request),
    getProviderSchema: (request) => keptSchema() ?? answers().getProviderSchema(request),
    getFunctions: (request) => answers().getFunctions(request),
    validateProviderConfig: (request) => answers().validateProviderConfig(request),
    validateDataResourceConfig: (request) => answers().validateDataResourceConfig(request),
    configureProvider: (request) => answers().configureProvider(request),
    readDataSource: (request) => answers().readDataSource(request),
    callFunction: (request) => answers().callFunction(request),
    // where nothing is loaded, nothing runs
    stopProvider: (request) => loaded?.stopProvider(request) ?? {},
    shutdown: () => {
      loaded?.stopProvider({});
      onShutdown();
      return {};
    },
    checkHealth: () => ({ status: SERVING }),
  };
}
