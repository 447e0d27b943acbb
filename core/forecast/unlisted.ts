// Resource types that the table of host types does not have. The vendor's provider has more than a thousand types and
// adds some every month: what a resource says of machines, or its type's name, tells that it may make container hosts.
import { fixed, type HostType } from "./hostGroups";
import { isOfInterest } from "./hostTypes";
import { coresOfType } from "./instanceTypes";
import type { Certainty } from "./model";
import { readIn } from "./plans/kept";
import { UNKNOWN } from "./properties";
import { terraformTypeOf } from "./resourceTypes";

/** Types of clusters: what makes machines there makes container hosts. */
const OF_CLUSTERS = /^(kubernetes|container|eks|tke)_/;
/** Words that a type's name has where it makes machines of a cluster. */
const MACHINE_WORDS = /(^|_)(nodes?|workers?|machines?|instances?|hosts?|pools?|scaling)(_|$)/;
/** Types that say of machines what they would be, and make none. */
const WITHOUT_MACHINES: ReadonlySet<string> = new Set([
  "cvm_launch_template",
  "cvm_launch_template_version",
  "cvm_resource_pool_pack",
  "reserved_instance",
]);

/** Properties that hold instance types, without `_` and in lower case. */
const TYPE_PROPERTIES = /^(backup)?(instance|machine)types?$/;
/** Properties that name machines. */
const MACHINE_PROPERTIES = /^instanceids?$/;

/** Deeper blocks tell nothing more. */
const MAX_DEPTH = 8;

/**
 * Whether a resource of an unlisted type may make container hosts: `certain` for a type of clusters whose name says so
 * or that names machines or their types; `possible` for any other that holds the name of an instance type.
 * @param properties what the plan says of it, in whatever spelling. A value that is not known yet throws, or `isUnknown`.
 * @returns undefined where nothing says so, for a listed type, and for one of another provider.
 */
export function unlistedHosts(
  type: string,
  properties: readonly unknown[],
  isUnknown: (value: unknown) => boolean = () => false,
): Certainty | undefined {
  const terraform = terraformTypeOf(type);
  if (terraform === undefined || isOfInterest(type) || WITHOUT_MACHINES.has(terraform)) return undefined;
  const isOfClusters = OF_CLUSTERS.test(terraform);
  if (isOfClusters && MACHINE_WORDS.test(terraform)) return "certain";
  const names = properties.some((each) => namesMachines(each, { isOfClusters, isUnknown }, 0));
  if (!names) return undefined;
  return isOfClusters ? "certain" : "possible";
}

interface Looking {
  readonly isOfClusters: boolean;
  readonly isUnknown: (value: unknown) => boolean;
}

function namesMachines(value: unknown, looking: Looking, depth: number): boolean {
  if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return false;
  return Object.keys(value).some((key) => {
    const [name, own] = [key.replaceAll("_", "").toLowerCase(), readIn(value, key)];
    if (TYPE_PROPERTIES.test(name)) return holdsInstanceType(own, looking);
    if (looking.isOfClusters && MACHINE_PROPERTIES.test(name) && isGiven(own)) return true;
    return namesMachines(own, looking, depth + 1);
  });
}

/** Elsewhere the property may hold something else: `instance_type = "basic"`. */
function holdsInstanceType(value: unknown, { isOfClusters, isUnknown }: Looking): boolean {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.some(
    (each) =>
      each === UNKNOWN ||
      isUnknown(each) ||
      (typeof each === "string" && each !== "" && (isOfClusters || coresOfType(each) !== undefined)),
  );
}

function isGiven(value: unknown): boolean {
  return (
    value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0)
  );
}

/** What is said of the machines of an unlisted type: that they are unknown. */
export function unlistedHostType(type: string, certainty: Certainty): HostType {
  return {
    terraform: terraformTypeOf(type) ?? type,
    certainty,
    hosts: () => [fixed(UNKNOWN, UNKNOWN)],
    neverTellsCores: true,
  };
}
