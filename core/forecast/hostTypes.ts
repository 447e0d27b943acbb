// Resource types that create container hosts, or make container hosts of machines: what each says of count and type.
import {
  blocks,
  count,
  flag,
  items,
  type Planned,
  type PlannedProperties,
  text,
  texts,
  UNKNOWN,
  type Unknown,
} from "./properties";
import { terraformTypeOf } from "./resourceTypes";

export { terraformTypeOf };

/** Machines of one kind that a resource has at one time. */
export interface HostGroup {
  /** How many are counted. Unknown: the plan does not tell. */
  readonly count: number | Unknown;
  /** The most that automatic scaling may make of them. Equals `count` where nothing scales. */
  readonly maximum: number | Unknown;
  /** Types that the machines may have. Empty or unknown: not in the plan. */
  readonly instanceTypes: readonly string[] | Unknown;
  /** Of several types: `first`, where the others stand in when it is sold out; `any`, where the plan does not tell which. */
  readonly takes: "first" | "any";
  /** Cores of each machine, where the resource itself states them. Unit: cores. */
  readonly statedCores?: number | undefined;
  /** The machines of another resource, by the ids that this one names, or by its reference to them. */
  readonly machines?: { readonly ids: readonly (string | Unknown)[]; readonly property: string };
}

/** What a resource type says about hosts. */
export interface HostType {
  /** Type in Terraform. */
  readonly terraform: string;
  /** `certain`: the machines are container hosts. `possible`: only if they run containers. */
  readonly certainty: "certain" | "possible";
  /** The machines by the resource's properties at one time: figures that the cloud computes tell the time before. */
  hosts(properties: PlannedProperties, time: "before" | "after"): readonly HostGroup[];
  /** True where no plan tells the cores. */
  readonly neverTellsCores?: true;
}

/** The value, or the default where the plan has none. */
function or<T>(value: Planned<T>, otherwise: T): T | Unknown {
  return value === undefined ? otherwise : value;
}

function typesOf(...types: readonly Planned<string>[]): readonly string[] | Unknown {
  if (types.includes(UNKNOWN)) return UNKNOWN;
  return types.filter((type): type is string => typeof type === "string");
}

function fixed(number: number | Unknown, instanceTypes: readonly string[] | Unknown): HostGroup {
  return { count: number, maximum: number, instanceTypes, takes: "any" };
}

/**
 * The number of machines between the limits of automatic scaling: the desired one, else the least. A plan keeps the
 * desired number that the cloud has computed beside a lower limit that goes beyond it; the cloud then raises it.
 */
function scaled(
  time: "before" | "after",
  wanted: Planned<number>,
  least: Planned<number>,
  most: Planned<number>,
  isScaling: boolean | Unknown,
): Pick<HostGroup, "count" | "maximum"> {
  const desired =
    time === "after" && typeof wanted === "number" && typeof least === "number"
      ? Math.max(wanted, least)
      : wanted;
  const counted =
    desired !== undefined ? desired : isScaling === true ? or(least, UNKNOWN as never) : UNKNOWN;
  const maximum = isScaling === false ? counted : or(most, UNKNOWN as never);
  if (typeof counted === "number" && typeof maximum === "number")
    return { count: counted, maximum: Math.max(counted, maximum) };
  return { count: counted, maximum };
}

/** The desired number of machines; of those that are there, the counted one where no number is desired. */
function numberAt(time: "before" | "after", properties: PlannedProperties, counted: string): Planned<number> {
  const desired = count(properties, "desired_capacity");
  return desired === undefined && time === "before" ? count(properties, counted) : desired;
}

/** Machines in blocks, each with its count and type. */
function inBlocks(properties: PlannedProperties, name: string): HostGroup[] {
  const found = blocks(properties, name);
  if (found === UNKNOWN) return [fixed(UNKNOWN, UNKNOWN)];
  return (found as readonly PlannedProperties[]).map((block) =>
    fixed(or(count(block, "count"), 1), typesOf(text(block, "instance_type"))),
  );
}

function firstBlock(properties: PlannedProperties, name: string): PlannedProperties | Unknown {
  const found = blocks(properties, name);
  if (found === UNKNOWN) return UNKNOWN;
  return (found as readonly PlannedProperties[])[0] ?? {};
}

/** Existing machines that join a cluster. */
function joining(properties: PlannedProperties): HostGroup[] {
  const found = blocks(properties, "exist_instance");
  if (found === UNKNOWN) return [fixed(UNKNOWN, UNKNOWN)];
  return (found as readonly PlannedProperties[]).flatMap((block) => {
    const parameters = firstBlock(block, "instances_para");
    const ids = parameters === UNKNOWN ? UNKNOWN : items(parameters as PlannedProperties, "instance_ids");
    if (ids === UNKNOWN) return [fixed(UNKNOWN, UNKNOWN)];
    const known = ids as readonly (string | Unknown)[];
    if (known.length === 0) return [];
    return [{ ...fixed(known.length, []), machines: { ids: known, property: "exist_instance" } }];
  });
}

function attached(properties: PlannedProperties): HostGroup[] {
  const id = text(properties, "instance_id");
  return [
    {
      ...fixed(1, []),
      machines: { ids: typeof id === "string" ? [id] : [], property: "instance_id" },
    },
  ];
}

function statedCores(properties: PlannedProperties): { readonly statedCores?: number } {
  const cpu = count(properties, "cpu");
  return typeof cpu === "number" && cpu > 0 ? { statedCores: cpu } : {};
}

const CLUSTER: HostType = {
  terraform: "kubernetes_cluster",
  certainty: "certain",
  hosts: (properties) => [
    ...inBlocks(properties, "master_config"),
    ...inBlocks(properties, "worker_config"),
    ...joining(properties),
  ],
};

const SCALE_WORKER: HostType = {
  terraform: "kubernetes_scale_worker",
  certainty: "certain",
  hosts: (properties) => inBlocks(properties, "worker_config"),
};

const NODE_POOL: HostType = {
  terraform: "kubernetes_node_pool",
  certainty: "certain",
  hosts: (properties, time) => {
    const config = firstBlock(properties, "auto_scaling_config");
    const backups =
      config === UNKNOWN ? UNKNOWN : texts(config as PlannedProperties, "backup_instance_types");
    const main = config === UNKNOWN ? UNKNOWN : text(config as PlannedProperties, "instance_type");
    const instanceTypes = backups === UNKNOWN ? UNKNOWN : typesOf(main, ...(backups as readonly string[]));
    const scaling = or(flag(properties, "enable_auto_scale"), true);
    return [
      {
        ...scaled(
          time,
          numberAt(time, properties, "node_count"),
          count(properties, "min_size"),
          count(properties, "max_size"),
          scaling,
        ),
        instanceTypes,
        takes: "first",
      },
    ];
  },
};

const NATIVE_NODE_POOL: HostType = {
  terraform: "kubernetes_native_node_pool",
  certainty: "certain",
  hosts: (properties, time) => {
    const native = firstBlock(properties, "native");
    if (native === UNKNOWN) return [fixed(UNKNOWN, UNKNOWN)];
    const block = native as PlannedProperties;
    const scaling = firstBlock(block, "scaling");
    const limits = scaling === UNKNOWN ? undefined : (scaling as PlannedProperties);
    const least = limits === undefined ? UNKNOWN : count(limits, "min_replicas");
    const most = limits === undefined ? UNKNOWN : count(limits, "max_replicas");
    return [
      {
        ...scaled(time, count(block, "replicas"), least, most, or(flag(block, "enable_autoscaling"), false)),
        instanceTypes: texts(block, "instance_types"),
        takes: "any",
      },
    ];
  },
};

const ATTACHMENT: HostType = {
  terraform: "kubernetes_cluster_attachment",
  certainty: "certain",
  hosts: attached,
};

const MASTER_ATTACHMENT: HostType = { ...ATTACHMENT, terraform: "kubernetes_cluster_master_attachment" };

const INSTANCE: HostType = {
  terraform: "instance",
  certainty: "possible",
  hosts: (properties) => [
    { ...fixed(1, typesOf(text(properties, "instance_type"))), ...statedCores(properties) },
  ],
};

const INSTANCE_SET: HostType = {
  terraform: "instance_set",
  certainty: "possible",
  hosts: (properties) => [
    fixed(or(count(properties, "instance_count"), 1), typesOf(text(properties, "instance_type"))),
  ],
};

const SCALING_GROUP: HostType = {
  terraform: "as_scaling_group",
  certainty: "possible",
  hosts: (properties, time) => {
    const id = text(properties, "configuration_id");
    return [
      {
        ...scaled(
          time,
          numberAt(time, properties, "instance_count"),
          count(properties, "min_size"),
          count(properties, "max_size"),
          true,
        ),
        instanceTypes: [],
        takes: "any",
        machines: { ids: typeof id === "string" ? [id] : [], property: "configuration_id" },
      },
    ];
  },
};

const LIGHTHOUSE: HostType = {
  terraform: "lighthouse_instance",
  certainty: "possible",
  hosts: () => [fixed(1, UNKNOWN)],
  // a bundle does not tell them
  neverTellsCores: true,
};

const SERVERLESS: HostType = {
  terraform: "kubernetes_serverless_node_pool",
  certainty: "certain",
  hosts: () => [fixed(UNKNOWN, UNKNOWN)],
  // the CPU requests of its pods count
  neverTellsCores: true,
};

const HOST_TYPES: readonly HostType[] = [
  CLUSTER,
  SCALE_WORKER,
  NODE_POOL,
  NATIVE_NODE_POOL,
  ATTACHMENT,
  MASTER_ATTACHMENT,
  INSTANCE,
  INSTANCE_SET,
  SCALING_GROUP,
  LIGHTHOUSE,
  SERVERLESS,
];

const BY_TYPE = new Map(HOST_TYPES.map((hostType) => [hostType.terraform, hostType]));

/** What a resource type says about hosts. Undefined: it creates none. */
export function hostTypeOf(type: string): HostType | undefined {
  const terraform = terraformTypeOf(type);
  return terraform === undefined ? undefined : BY_TYPE.get(terraform);
}

/** Types that create no hosts themselves, but tell something of those that do. */
const RELATED: ReadonlySet<string | undefined> = new Set(["as_scaling_config", "tcss_cluster_access"]);

/** Whether a forecast needs the resources of a type. */
export function isOfInterest(type: string): boolean {
  return hostTypeOf(type) !== undefined || RELATED.has(terraformTypeOf(type));
}

/** Types of machines of a scaling group, by the configuration that it names. */
export function instanceTypesOfScalingConfig(properties: PlannedProperties): readonly string[] | Unknown {
  const types = texts(properties, "instance_types");
  if (types === UNKNOWN || (types as readonly string[]).length > 0) return types;
  return typesOf(text(properties, "instance_type"));
}

/** Whether a `tcss_cluster_access` switches protection on. */
export function switchesOn(properties: PlannedProperties): boolean {
  return flag(properties, "switch_on") === true;
}
