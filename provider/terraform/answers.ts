// What the provider answers, between messages and values. A file of its own in the bundle, loaded when a method needs it:
// a host starts the provider several times a run, and asks some starts for the schema alone.
import { type Diagnostic, messageOf } from "./diagnostics";
import { FUNCTIONS, FunctionError } from "./functions";
import { functionMessages, schemaBytes } from "./schemaMessage";
import { DATA_SOURCES } from "./shapes";
import { type ProviderOptions, TerraformProvider } from "./TerraformProvider";
import { configIn } from "./values";
import { dynamicValue, plain, rawValueIn } from "./wire/dynamicValue";
import type { Handlers } from "./wire/grpcServer";
import type { Message } from "./wire/protobuf";

export type Answers = Omit<Handlers, "shutdown" | "checkHealth">;

let isRead = false;

/** Whether a data source has been read in this process: its code is compiled then, and worth keeping (build/bundle). */
export function hasRead(): boolean {
  return isRead;
}

/** Answers by one provider, which is configured once. */
export function answersOf(options: ProviderOptions): Answers {
  const provider = new TerraformProvider(options);
  return {
    getMetadata: metadata,
    getProviderSchema: schemaBytes,
    getFunctions: () => ({ functions: functionMessages() }),
    validateProviderConfig: ({ config }) => withDiagnostics(provider.validateProvider(configIn(config))),
    configureProvider: ({ config }) => withDiagnostics(provider.configure(configIn(config))),
    validateDataResourceConfig: ({ type_name: name = "", config }) =>
      withDiagnostics(provider.validateDataSource(String(name), configIn(config))),
    readDataSource: async ({ type_name: name = "", config }) => {
      const { state, diagnostics } = await provider.read(String(name), configIn(config));
      isRead = true;
      return {
        ...withDiagnostics(diagnostics),
        ...(state === undefined ? {} : { state: dynamicValue(state) }),
      };
    },
    callFunction: ({ name = "", arguments: given = [] }) => call(String(name), given as readonly unknown[]),
    stopProvider: () => {
      provider.stop();
      return {};
    },
  };
}

function withDiagnostics(found: readonly Diagnostic[]): Message {
  return { diagnostics: found.map(messageOf) };
}

function metadata(): Message {
  return {
    server_capabilities: { get_provider_schema_optional: true },
    data_sources: Object.keys(DATA_SOURCES).map((name) => ({ type_name: name })),
    functions: Object.keys(FUNCTIONS).map((name) => ({ name })),
  };
}

function call(name: string, given: readonly unknown[]): Message {
  const implementation = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (implementation === undefined) {
    const valid = Object.keys(FUNCTIONS).join(", ");
    return { error: { text: `unknown function ${name}. Valid functions: ${valid}` } };
  }
  try {
    return { result: dynamicValue(implementation(given.map((each) => plain(rawValueIn(each))))) };
  } catch (thrown) {
    if (!(thrown instanceof FunctionError)) throw thrown;
    return { error: { text: thrown.message, function_argument: thrown.argument } };
  }
}
