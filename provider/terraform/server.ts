// The methods of the protocol: those that need nothing, and those that the provider answers.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Answers } from "./answers";
import type { ProviderOptions } from "./TerraformProvider";
import type { Handlers } from "./wire/grpcServer";

/** The schema's bytes, which the build leaves beside the bundle. */
const SCHEMA_FILE = join(__dirname, "schema.bin");
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
    getProviderSchema: (request) =>
      existsSync(SCHEMA_FILE) ? readFileSync(SCHEMA_FILE) : answers().getProviderSchema(request),
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
