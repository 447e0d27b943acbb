// Resource types whose machines are nodes of clusters.
import {
  firstBlock,
  fixed,
  type HostGroup,
  type HostType,
  inBlocks,
  listed,
  machinesOfId,
  numberAt,
  or,
  scaled,
  typesOf,
} from "./hostGroups";
import {
  blocks,
  count,
  flag,
  type Planned,
  type PlannedProperties,
  text,
  texts,
  UNKNOWN,
} from "./properties";

/** Existing machines that join a cluster. */
function joining(properties: PlannedProperties): HostGroup[] {
  const found = blocks(properties, "exist_instance");
  if (found === UNKNOWN) return [fixed(UNKNOWN, UNKNOWN)];
  return (found as readonly PlannedProperties[]).flatMap((block) => {
    const parameters = firstBlock(block, "instances_para");
    if (parameters === UNKNOWN) return [fixed(UNKNOWN, UNKNOWN)];
    return listed(parameters as PlannedProperties, "instance_ids", "exist_instance");
  });
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

/** The predecessor of node pools: a scaling group of a cluster, with its configuration. */
const CLUSTER_SCALING_GROUP: HostType = {
  terraform: "kubernetes_as_scaling_group",
  certainty: "certain",
  hosts: (properties, time) => {
    const [group, config] = ["auto_scaling_group", "auto_scaling_config"].map((name) =>
      firstBlock(properties, name),
    );
    if (group === UNKNOWN || config === UNKNOWN) return [fixed(UNKNOWN, UNKNOWN)];
    const limits = group as PlannedProperties;
    const of = (name: string): Planned<number> => count(limits, name);
    return [
      {
        ...scaled(time, of("desired_capacity"), of("min_size"), of("max_size"), true),
        instanceTypes: typesOf(text(config as PlannedProperties, "instance_type")),
        takes: "any",
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
  hosts: (properties) => [{ ...fixed(1, []), ...machinesOfId(properties, "instance_id") }],
};

const MASTER_ATTACHMENT: HostType = { ...ATTACHMENT, terraform: "kubernetes_cluster_master_attachment" };

/** Machines of clusters of the first generation, which state their cores by `cpu` or have a type. */
function ofOldCluster(properties: PlannedProperties, number: Planned<number>): HostGroup[] {
  const type = text(properties, "instance_type");
  const cores = count(properties, "cpu");
  const isGiven = type === undefined && typeof cores === "number" && cores > 0;
  return [{ ...fixed(or(number, UNKNOWN), typesOf(type)), ...(isGiven && { givenCores: cores }) }];
}

const OLD_CLUSTER: HostType = {
  terraform: "container_cluster",
  certainty: "certain",
  hosts: (properties) => ofOldCluster(properties, count(properties, "goods_num")),
};

const OLD_CLUSTER_INSTANCE: HostType = {
  terraform: "container_cluster_instance",
  certainty: "certain",
  hosts: (properties) => ofOldCluster(properties, 1),
};

/** Pods without hosts: what their CPU requests come to is not in a plan. */
function ofPods(terraform: string): HostType {
  return { terraform, certainty: "certain", hosts: () => [fixed(UNKNOWN, UNKNOWN)], neverTellsCores: true };
}

/** Types whose machines are nodes of clusters. */
export const CLUSTER_HOSTS: readonly HostType[] = [
  CLUSTER,
  SCALE_WORKER,
  NODE_POOL,
  NATIVE_NODE_POOL,
  CLUSTER_SCALING_GROUP,
  ATTACHMENT,
  MASTER_ATTACHMENT,
  OLD_CLUSTER,
  OLD_CLUSTER_INSTANCE,
  ofPods("kubernetes_serverless_node_pool"),
  ofPods("eks_cluster"),
  ofPods("eks_container_instance"),
];
