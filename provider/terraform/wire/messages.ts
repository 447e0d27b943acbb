// The part of Terraform's plugin protocol 6 that a provider of data sources and functions speaks: messages by their fields'
// numbers and types. From terraform-plugin-go v0.31.0 (protocol 6.11), tfprotov6/internal/tfplugin6/tfplugin6.proto, and
// go-plugin's own services. A test compares them with what protobufjs makes of the same definitions.
import type { Messages } from "./protobuf";

const SCHEMA: Messages = {
  Schema: { version: [1, "int64"], block: [2, "Block"] },
  Block: {
    version: [1, "int64"],
    attributes: [2, "Attribute", "repeated"],
    block_types: [3, "NestedBlock", "repeated"],
    description: [4, "string"],
    description_kind: [5, "int64"],
    deprecated: [6, "bool"],
  },
  Attribute: {
    name: [1, "string"],
    type: [2, "bytes"],
    description: [3, "string"],
    required: [4, "bool"],
    optional: [5, "bool"],
    computed: [6, "bool"],
    sensitive: [7, "bool"],
    description_kind: [8, "int64"],
    deprecated: [9, "bool"],
    nested_type: [10, "NestedObject"],
  },
  NestedObject: { attributes: [1, "Attribute", "repeated"], nesting: [3, "int64"] },
  NestedBlock: { type_name: [1, "string"], block: [2, "Block"], nesting: [3, "int64"] },
  Function: {
    parameters: [1, "Parameter", "repeated"],
    return: [3, "Return"],
    summary: [4, "string"],
    description: [5, "string"],
    description_kind: [6, "int64"],
  },
  Parameter: {
    name: [1, "string"],
    type: [2, "bytes"],
    allow_null_value: [3, "bool"],
    allow_unknown_values: [4, "bool"],
    description: [5, "string"],
    description_kind: [6, "int64"],
  },
  Return: { type: [1, "bytes"] },
};

const VALUES: Messages = {
  DynamicValue: { msgpack: [1, "bytes"], json: [2, "bytes"] },
  Diagnostic: {
    severity: [1, "int64"],
    summary: [2, "string"],
    detail: [3, "string"],
    attribute: [4, "AttributePath"],
  },
  AttributePath: { steps: [1, "Step", "repeated"] },
  Step: {
    attribute_name: [1, "string"],
    element_key_string: [2, "string"],
    element_key_int: [3, "int64"],
  },
  FunctionError: { text: [1, "string"], function_argument: [2, "int64"] },
  ClientCapabilities: { deferral_allowed: [1, "bool"], write_only_attributes_allowed: [2, "bool"] },
  ServerCapabilities: { get_provider_schema_optional: [2, "bool"] },
  Named: { name: [1, "string"] },
  TypeNamed: { type_name: [1, "string"] },
};

/** A reply that holds diagnostics alone; which number they have differs from message to message. */
const diagnostics = (number: 1 | 2): Messages[string] => ({
  diagnostics: [number, "Diagnostic", "repeated"],
});

export const MESSAGES: Messages = {
  ...SCHEMA,
  ...VALUES,
  Empty: {},
  "GetMetadata.Response": {
    server_capabilities: [1, "ServerCapabilities"],
    diagnostics: [2, "Diagnostic", "repeated"],
    data_sources: [3, "TypeNamed", "repeated"],
    functions: [5, "Named", "repeated"],
  },
  "GetProviderSchema.Response": {
    provider: [1, "Schema"],
    data_source_schemas: [3, "Schema", "map"],
    diagnostics: [4, "Diagnostic", "repeated"],
    provider_meta: [5, "Schema"],
    server_capabilities: [6, "ServerCapabilities"],
    functions: [7, "Function", "map"],
  },
  "ValidateProviderConfig.Request": { config: [1, "DynamicValue"] },
  "ValidateProviderConfig.Response": diagnostics(2),
  "ValidateDataResourceConfig.Request": { type_name: [1, "string"], config: [2, "DynamicValue"] },
  "ValidateDataResourceConfig.Response": diagnostics(1),
  "ConfigureProvider.Request": {
    terraform_version: [1, "string"],
    config: [2, "DynamicValue"],
    client_capabilities: [3, "ClientCapabilities"],
  },
  "ConfigureProvider.Response": diagnostics(1),
  "ReadDataSource.Request": {
    type_name: [1, "string"],
    config: [2, "DynamicValue"],
    provider_meta: [3, "DynamicValue"],
    client_capabilities: [4, "ClientCapabilities"],
  },
  "ReadDataSource.Response": { state: [1, "DynamicValue"], diagnostics: [2, "Diagnostic", "repeated"] },
  "GetFunctions.Response": {
    functions: [1, "Function", "map"],
    diagnostics: [2, "Diagnostic", "repeated"],
  },
  "CallFunction.Request": { name: [1, "string"], arguments: [2, "DynamicValue", "repeated"] },
  "CallFunction.Response": { result: [1, "DynamicValue"], error: [2, "FunctionError"] },
  "StopProvider.Response": { Error: [1, "string"] },
  // grpc.health.v1: the status SERVING is 1
  "HealthCheck.Response": { status: [1, "int64"] },
};

/** A method of a service: the path of its requests, and its messages. */
export interface Method {
  readonly path: string;
  readonly request: string;
  readonly response: string;
}

const ofProvider = (name: string, request = `${name}.Request`, response = `${name}.Response`): Method => ({
  path: `/tfplugin6.Provider/${name}`,
  request,
  response,
});

/** The methods that are served, by the names of what handles them. */
export const METHODS = {
  getMetadata: ofProvider("GetMetadata", "Empty"),
  getProviderSchema: ofProvider("GetProviderSchema", "Empty"),
  validateProviderConfig: ofProvider("ValidateProviderConfig"),
  validateDataResourceConfig: ofProvider("ValidateDataResourceConfig"),
  configureProvider: ofProvider("ConfigureProvider"),
  readDataSource: ofProvider("ReadDataSource"),
  getFunctions: ofProvider("GetFunctions", "Empty"),
  callFunction: ofProvider("CallFunction"),
  stopProvider: ofProvider("StopProvider", "Empty"),
  shutdown: { path: "/plugin.GRPCController/Shutdown", request: "Empty", response: "Empty" },
  checkHealth: { path: "/grpc.health.v1.Health/Check", request: "Empty", response: "HealthCheck.Response" },
} as const satisfies Readonly<Record<string, Method>>;

export type MethodName = keyof typeof METHODS;
