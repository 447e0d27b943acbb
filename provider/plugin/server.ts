import type * as plugins from "@pulumi/pulumi/proto/plugin_pb";
import type * as messages from "@pulumi/pulumi/proto/provider_pb";
import { asTcssError, RESOURCE_ARGS_SCHEMA } from "../../core";
import { Empty, type GrpcServer, grpc, Struct, version } from "./outside";
import { PluginProvider } from "./PluginProvider";
import { FUNCTION_TOKEN, packageSchema, RESOURCE_TOKEN } from "./schema";
import { type Change, changesBetween, type Properties, revealedIn } from "./wire";

const { ResourceProviderService } = require("@pulumi/pulumi/proto/provider_grpc_pb") as {
  ResourceProviderService: object;
};
const pb = require("@pulumi/pulumi/proto/provider_pb") as typeof messages;
const { PluginInfo } = require("@pulumi/pulumi/proto/plugin_pb") as typeof plugins;
