// What a policy sees of a deployment at the end of a preview: what there will be, and of what exists the outputs that
// the cloud computes. What is removed is never seen.
import { isOfInterest } from "../hostTypes";
import type { ResourceChange } from "../model";
import { type PlannedProperties, UNKNOWN } from "../properties";
import { terraformTypeOf } from "../resourceTypes";
import { kept, keptName } from "./kept";

/** A resource as a policy of Pulumi's sees it (`PolicyResource`). */
export interface SeenResource {
  /** Pulumi's token. */
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  /** Outputs, or inputs. Reading a value that is not known yet may throw. */
  readonly props: object;
  /** URNs of the resources that a property comes from, by its name in Pulumi. */
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>> | undefined;
}

/** Outputs that only a resource has that exists already, in Pulumi's spelling. */
const COMPUTED: readonly string[] = [
  "id",
  "nodeCount",
  "launchConfigId",
  "autoScalingGroupId",
  "instanceStatus",
  "cpu",
  "createTime",
  "createdAt",
  "clusterNodeNum",
  "clusterExternalEndpoint",
  "workerInstancesLists",
  "workerInstancesList",
  "lifeState",
  "instanceIds",
  "status",
  "state",
];

/**
 * The changes that the resources of a preview stand for. A new one's computed outputs are not known yet; those of one
 * that exists tell its size before. Where they do not, it counts as new, and is marked so.
 */
export function changesSeenByPolicy(resources: readonly SeenResource[]): ResourceChange[] {
  return resources.flatMap((resource) => {
    const terraform = terraformTypeOf(resource.type);
    return terraform !== undefined && isOfInterest(resource.type) ? [changeOf(resource, terraform)] : [];
  });
}

function changeOf(
  { type, name, urn, props, propertyDependencies = {} }: SeenResource,
  terraform: string,
): ResourceChange {
  const after = kept(props);
  const references = Object.fromEntries(
    Object.entries(propertyDependencies).flatMap(([property, urns]) => {
      const known = keptName(property);
      return known === undefined || urns.length === 0 ? [] : [[known, urns]];
    }),
  );
  const change = { type, name, key: urn, after, references };
  if (!COMPUTED.some((property) => isKnown(props, property))) return { ...change, action: "create" };
  const before = sizeBefore(after, terraform);
  return before === undefined
    ? { ...change, action: "create", isAssumedNew: true }
    : { ...change, action: "update", before };
}

/** The properties before, as far as the computed outputs tell. Undefined: they do not tell. */
function sizeBefore(after: PlannedProperties, terraform: string): PlannedProperties | undefined {
  const {
    desired_capacity: _,
    cpu,
    node_count,
    instance_count,
    instance_ids,
    instance_type,
    ...others
  } = after;
  const rest = { ...others, ...(instance_type === undefined ? {} : { instance_type }) };
  switch (terraform) {
    case "kubernetes_node_pool":
      return typeof node_count === "number" ? { ...rest, node_count } : undefined;
    case "as_scaling_group":
      return typeof instance_count === "number" ? { ...rest, instance_count } : undefined;
    case "instance_set":
      return Array.isArray(instance_ids) ? { ...rest, instance_count: instance_ids.length } : undefined;
    case "instance":
      // the type may be about to change: what the machine states is its size before
      return typeof cpu === "number" ? { ...others, cpu } : undefined;
    case "kubernetes_native_node_pool":
      return undefined;
    default:
      // another size means another resource, which is new
      return after;
  }
}

function isKnown(props: object, property: string): boolean {
  try {
    const value = (props as Record<string, unknown>)[property];
    return value !== undefined && value !== null && value !== UNKNOWN && value !== "";
  } catch {
    return false;
  }
}
