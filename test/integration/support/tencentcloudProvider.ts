// A provider that plays the vendor's for Terraform and OpenTofu: resource types with the same names and blocks, as far as
// container hosts are concerned, and nothing behind them. It serves in this process, by `TF_REATTACH_PROVIDERS`.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData, status } from "@grpc/grpc-js";
import { ExtData } from "@msgpack/msgpack";
import { dynamicValue, rawValueIn } from "../../../provider/terraform/wire/dynamicValue";
import { MESSAGES } from "../../../provider/terraform/wire/messages";
import { decode, encode, type Message, type Messages } from "../../../provider/terraform/wire/protobuf";
import type { InProcess } from "./terraform";

type Values = Record<string, unknown>;
type Use = "given" | "computed" | "either";

interface Block {
  readonly [name: string]: readonly [type: unknown, use: Use, isSensitive?: true] | Block;
}

const TEXT = ["string", "given"] as const;
const NUMBER = ["number", "given"] as const;
const FLAG = ["bool", "given"] as const;
const TEXTS = [["list", "string"], "given"] as const;
const SECRET = ["string", "given", true] as const;
const ID = ["string", "computed"] as const;
const DESIRED = ["number", "either"] as const;

const TYPES: Readonly<Record<string, Block>> = {
  kubernetes_cluster: { id: ID, worker_config: { count: NUMBER, instance_type: TEXT, password: SECRET } },
  kubernetes_scale_worker: {
    id: ID,
    cluster_id: TEXT,
    worker_config: { count: NUMBER, instance_type: TEXT, password: SECRET },
  },
  kubernetes_node_pool: {
    id: ID,
    cluster_id: TEXT,
    desired_capacity: DESIRED,
    min_size: NUMBER,
    max_size: NUMBER,
    enable_auto_scale: FLAG,
    delete_keep_instance: FLAG,
    node_count: ["number", "computed"],
    auto_scaling_config: { instance_type: TEXT, backup_instance_types: TEXTS, password: SECRET },
  },
  kubernetes_cluster_attachment: { id: ID, cluster_id: TEXT, instance_id: TEXT },
  as_scaling_config: { id: ID, instance_types: TEXTS },
  as_scaling_group: {
    id: ID,
    configuration_id: TEXT,
    desired_capacity: DESIRED,
    min_size: NUMBER,
    max_size: NUMBER,
  },
  instance: { id: ID, instance_type: TEXT, cpu: ["number", "computed"] },
  tcss_cluster_access: { id: ID, cluster_id: TEXT, switch_on: FLAG },
};

const LIST = 2;
/** Terraform's mark of a value that is not known yet. */
const NOT_YET = new ExtData(0, Uint8Array.from([0]));

const SCHEMAS: Messages = {
  ...MESSAGES,
  "GetProviderSchema.Response": {
    provider: [1, "Schema"],
    resource_schemas: [2, "Schema", "map"],
    server_capabilities: [6, "ServerCapabilities"],
  },
  RawState: { json: [1, "bytes"] },
  "ValidateResourceConfig.Request": {},
  "ValidateResourceConfig.Response": {},
  "UpgradeResourceState.Request": { type_name: [1, "string"], raw_state: [3, "RawState"] },
  "UpgradeResourceState.Response": { upgraded_state: [1, "DynamicValue"] },
  "ReadResource.Request": { type_name: [1, "string"], current_state: [2, "DynamicValue"] },
  "ReadResource.Response": { new_state: [1, "DynamicValue"] },
  "PlanResourceChange.Request": {
    type_name: [1, "string"],
    prior_state: [2, "DynamicValue"],
    proposed_new_state: [3, "DynamicValue"],
  },
  "PlanResourceChange.Response": {
    planned_state: [1, "DynamicValue"],
    requires_replace: [2, "AttributePath", "repeated"],
  },
  "ApplyResourceChange.Request": { type_name: [1, "string"], planned_state: [3, "DynamicValue"] },
  "ApplyResourceChange.Response": { new_state: [1, "DynamicValue"] },
};

let made = 0;

const HANDLERS: Readonly<Record<string, (request: Message) => Message>> = {
  GetProviderSchema: () => ({
    provider: { version: 0, block: { version: 0 } },
    resource_schemas: Object.fromEntries(
      Object.entries(TYPES).map(([type, block]) => [
        `tencentcloud_${type}`,
        { version: 0, block: blockOf(block) },
      ]),
    ),
    server_capabilities: { get_provider_schema_optional: true },
  }),
  ValidateProviderConfig: () => ({}),
  ConfigureProvider: () => ({}),
  StopProvider: () => ({}),
  ValidateResourceConfig: () => ({}),
  UpgradeResourceState: ({ raw_state }) => ({ upgraded_state: dynamicValue(rawValueIn(raw_state)) }),
  ReadResource: ({ current_state }) => ({ new_state: current_state }),
  PlanResourceChange: ({ type_name, prior_state, proposed_new_state }) => {
    const [prior, proposed] = [prior_state, proposed_new_state].map(
      (value) => rawValueIn(value) as Values | null,
    );
    if (!proposed) return { planned_state: proposed_new_state };
    const planned = prior ? proposed : { ...proposed, ...computedOf(String(type_name), proposed) };
    const isReplaced =
      Boolean(prior) &&
      JSON.stringify(prior?.["worker_config"]) !== JSON.stringify(proposed["worker_config"]);
    return {
      planned_state: dynamicValue(planned),
      requires_replace: isReplaced ? [{ steps: [{ attribute_name: "worker_config" }] }] : [],
    };
  },
  ApplyResourceChange: ({ planned_state }) => {
    const planned = rawValueIn(planned_state) as Values | null;
    if (!planned) return { new_state: planned_state };
    made += 1;
    const values = { id: `made-${made}`, node_count: 1, cpu: 4, desired_capacity: 1 };
    const known = Object.entries(planned).map(([name, value]) => [
      name,
      value instanceof ExtData ? (values as Values)[name] : value,
    ]);
    return { new_state: dynamicValue(Object.fromEntries(known)) };
  },
};

/** What is not known before the creation. */
function computedOf(type: string, proposed: Values): Values {
  const block = TYPES[type.replace("tencentcloud_", "")] ?? {};
  const names = Object.entries(block).flatMap(([name, part]) =>
    Array.isArray(part) && part[1] !== "given" && (proposed[name] ?? null) === null ? [name] : [],
  );
  return Object.fromEntries(names.map((name) => [name, NOT_YET]));
}

function blockOf(block: Block): Message {
  const parts = Object.entries(block);
  return {
    version: 0,
    attributes: parts.flatMap(([name, part]) =>
      Array.isArray(part)
        ? [
            {
              name,
              type: new TextEncoder().encode(JSON.stringify(part[0])),
              optional: part[1] !== "computed",
              computed: part[1] !== "given",
              sensitive: part[2] === true,
            },
          ]
        : [],
    ),
    block_types: parts.flatMap(([typeName, part]) =>
      Array.isArray(part) ? [] : [{ type_name: typeName, nesting: LIST, block: blockOf(part as Block) }],
    ),
  };
}

/** Serves the provider; what an engine is told stands in `reattach`. */
export async function serveTencentCloud(): Promise<InProcess> {
  const folder = mkdtempSync(join(tmpdir(), "tencentcloud-in-process-"));
  const path = join(folder, "s");
  const server = new Server();
  for (const [name, handle] of Object.entries(HANDLERS))
    server.register<Message, Message>(
      `/tfplugin6.Provider/${name}`,
      ({ request }: ServerUnaryCall<Message, Message>, done: sendUnaryData<Message>) => {
        try {
          done(null, handle(request));
        } catch (error) {
          done({ code: status.INTERNAL, details: String(error) });
        }
      },
      (message) => Buffer.from(encode(SCHEMAS, responseOf(name), message)),
      (bytes) => decode(SCHEMAS, requestOf(name), bytes),
      "unary",
    );
  await new Promise<void>((resolve, reject) =>
    server.bindAsync(`unix:${path}`, ServerCredentials.createInsecure(), (error) =>
      error ? reject(error) : resolve(),
    ),
  );
  const provider = {
    Protocol: "grpc",
    ProtocolVersion: 6,
    Pid: process.pid,
    Test: true,
    Addr: { Network: "unix", String: path },
  };
  return {
    reattach: JSON.stringify({
      "registry.terraform.io/hashicorp/tencentcloud": provider,
      "registry.opentofu.org/hashicorp/tencentcloud": provider,
    }),
    close: () => {
      server.forceShutdown();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const WITHOUT_REQUEST: readonly string[] = ["GetProviderSchema", "StopProvider"];

function requestOf(name: string): string {
  return WITHOUT_REQUEST.includes(name) ? "Empty" : `${name}.Request`;
}

function responseOf(name: string): string {
  return `${name}.Response`;
}
