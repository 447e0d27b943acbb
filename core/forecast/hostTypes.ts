// Resource types that create container hosts, or make container hosts of machines, and those that tell more of them.
import { CLUSTER_HOSTS } from "./clusterHosts";
import { type HostType, typesOf } from "./hostGroups";
import { MACHINE_HOSTS } from "./machineHosts";
import { flag, type PlannedProperties, text, texts, UNKNOWN, type Unknown } from "./properties";
import { terraformTypeOf } from "./resourceTypes";

const BY_TYPE = new Map(
  [...CLUSTER_HOSTS, ...MACHINE_HOSTS].map((hostType) => [hostType.terraform, hostType]),
);

/** What a resource type says about hosts. Undefined: the table does not have it. */
export function hostTypeOf(type: string): HostType | undefined {
  const terraform = terraformTypeOf(type);
  return terraform === undefined ? undefined : BY_TYPE.get(terraform);
}

/** Types that create no hosts themselves, but tell something of those that do. */
const RELATED: ReadonlySet<string | undefined> = new Set(["as_scaling_config", "tcss_cluster_access"]);

/** Whether a forecast needs the resources of a type, whatever they hold. */
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
