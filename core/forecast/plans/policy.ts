// What a policy sees of a deployment at the end of a preview: what there will be, and of what exists the outputs that
// the cloud computes. What is removed is never seen.
import { isRecord } from "../../base/record";
import { hostTypeOf, isOfInterest } from "../hostTypes";
import type { Certainty, ResourceChange } from "../model";
import { type PlannedProperties, UNKNOWN } from "../properties";
import { terraformTypeOf } from "../resourceTypes";
import { unlistedHosts } from "../unlisted";
import { kept, keptName, readIn } from "./kept";
import { isRegion } from "./region";

/** A resource as a policy of Pulumi's sees it (`PolicyResource`). */
export interface SeenResource {
  /** Pulumi's token. */
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  /** Outputs. Reading a value that is not known yet may throw. */
  readonly props: object;
  /** What the program gives it, likewise. Absent: the policy has not seen them, and takes the outputs. */
  readonly inputs?: object | undefined;
  /** URNs of the resources that a property comes from, by its name in Pulumi. */
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>> | undefined;
}

/** Whether resources of the type have machines that count. */
export function addsHosts(type: string, instances: Certainty): boolean {
  const certainty = hostTypeOf(type)?.certainty;
  return certainty === "certain" || (certainty === "possible" && instances === "possible");
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
    if (terraform === undefined) return [];
    const unlisted = unlistedHosts(resource.type, [resource.inputs, resource.props]);
    if (!isOfInterest(resource.type) && unlisted === undefined) return [];
    // a new one that the run leaves out (--target, --exclude) has no properties
    if (Object.keys(resource.props).length === 0) return [];
    return [{ ...changeOf(resource, terraform), unlisted }];
  });
}

/** Regions of the vendor's provider: that of the stack's configuration, and those that programs give to providers. */
export function regionsSeenByPolicy(
  resources: readonly Pick<SeenResource, "type" | "props">[],
  configured: string | undefined,
): string[] {
  const given = resources
    .filter(({ type }) => type === "pulumi:providers:tencentcloud")
    .map(({ props }) => readIn(props, "region"));
  return [...new Set([configured, ...given])].filter(
    (region): region is string => typeof region === "string" && isRegion(region),
  );
}

function changeOf(
  { type, name, urn, props, inputs = props, propertyDependencies = {} }: SeenResource,
  terraform: string,
): ResourceChange {
  const [outputs, given] = [kept(props), kept(inputs)];
  const references = Object.fromEntries(
    Object.entries(propertyDependencies).flatMap(([property, urns]) => {
      const known = keptName(property);
      return known === undefined || urns.length === 0 ? [] : [[known, urns]];
    }),
  );
  const change = { type, name, key: urn, references };
  if (!COMPUTED.some((property) => isKnown(props, property)))
    return { ...change, action: "create", after: given };
  // another size means another resource, which is new
  if (!GROWING.has(terraform)) return { ...change, action: "none", before: outputs, after: outputs };
  const before = sizeBefore(outputs, given, terraform);
  return before === undefined
    ? { ...change, action: "create", after: given, isAssumedNew: true }
    : { ...change, action: "update", before, after: sizeAfter({ ...outputs, ...given }, given, before) };
}

/** Types of resources that get another size, or machines of another type, in place. */
const GROWING: ReadonlySet<string> = new Set([
  "kubernetes_node_pool",
  "kubernetes_native_node_pool",
  "as_scaling_group",
  "instance_set",
  "instance",
]);

/** The properties before, as far as the computed outputs tell. Undefined: they do not tell. */
function sizeBefore(
  outputs: PlannedProperties,
  given: PlannedProperties,
  terraform: string,
): PlannedProperties | undefined {
  const { desired_capacity: _, cpu, instance_count, instance_type: __, ...others } = outputs;
  switch (terraform) {
    case "kubernetes_node_pool":
      return withSize(outputs, outputs["node_count"]);
    case "as_scaling_group":
      return withSize(outputs, instance_count);
    case "instance_set": {
      const ids = outputs["instance_ids"];
      return Array.isArray(ids) ? { ...outputs, instance_count: ids.length } : undefined;
    }
    case "instance":
      // the type may be about to change: what the machine states is its size before
      return typeof cpu === "number" ? { ...others, cpu } : undefined;
    default:
      // a number that the program gives is the one after it; one that scaling has set is kept
      return nativeIn(given)?.["replicas"] === undefined &&
        typeof nativeIn(outputs)?.["replicas"] === "number"
        ? outputs
        : undefined;
  }
}

function withSize(outputs: PlannedProperties, size: unknown): PlannedProperties | undefined {
  return typeof size === "number" ? { ...outputs, desired_capacity: size } : undefined;
}

/** The properties after. A number that the program leaves to automatic scaling changes with the lower limit alone. */
function sizeAfter(
  after: PlannedProperties,
  given: PlannedProperties,
  before: PlannedProperties,
): PlannedProperties {
  const native = nativeIn(after);
  if (native !== undefined) {
    const least = nativeIn({ native: native["scaling"] })?.["min_replicas"];
    return { ...after, native: { ...native, replicas: raised(nativeIn(before)?.["replicas"], least) } };
  }
  if (before["desired_capacity"] === undefined || given["desired_capacity"] !== undefined) return after;
  return { ...after, desired_capacity: raised(before["desired_capacity"], given["min_size"]) };
}

function raised(size: unknown, least: unknown): unknown {
  if (least === undefined) return size;
  return typeof least === "number" ? Math.max(least, size as number) : UNKNOWN;
}

/** The block `native`, as an object or as a list of one. */
function nativeIn({ native }: PlannedProperties): Readonly<Record<string, unknown>> | undefined {
  const [block] = [native].flat();
  return isRecord(block) ? block : undefined;
}

function isKnown(props: object, property: string): boolean {
  const value = readIn(props, property);
  return value !== undefined && value !== null && value !== UNKNOWN && value !== "";
}
