// What is taken from a plan: the few properties that tell count, type and relations. Plans hold passwords in clear
// text, so nothing else is ever kept.
import { type PlannedProperties, spellingsOf, UNKNOWN } from "../properties";

/** Blocks, in Terraform's spelling. */
const BLOCKS: readonly string[] = [
  "worker_config",
  "master_config",
  "exist_instance",
  "instances_para",
  "auto_scaling_config",
  "auto_scaling_group",
  "native",
  "scaling",
];

/** Everything that is kept, in Terraform's spelling. */
const KEPT: readonly string[] = [
  ...BLOCKS,
  "id",
  "cluster_id",
  "instance_id",
  "configuration_id",
  "scaling_group_id",
  "auto_scaling_group_id",
  "switch_on",
  // counts
  "count",
  "instance_count",
  "goods_num",
  "scale_out_number",
  "desired_capacity",
  "node_count",
  "min_size",
  "max_size",
  "enable_auto_scale",
  "replicas",
  "min_replicas",
  "max_replicas",
  "enable_autoscaling",
  "delete_keep_instance",
  // types
  "instance_type",
  "instance_types",
  "backup_instance_types",
  "cpu",
  "instance_ids",
];

/** Terraform's name of a property, by each of its spellings: its own, else what others become in the plural. */
const TERRAFORM_NAMES: ReadonlyMap<string, string> = new Map([
  ...KEPT.flatMap((name) => spellingsOf(name).map((spelling) => [spelling, name] as const)),
  ...KEPT.flatMap((name) =>
    spellingsOf(name)
      .slice(0, 2)
      .map((spelling) => [spelling, name] as const),
  ),
]);

export function isBlockName(name: string): boolean {
  return BLOCKS.includes(name);
}

/** Deeper values hold nothing of interest, and a plan may be nested without end. */
const MAX_DEPTH = 8;

/** Terraform's name of a property that is kept. Undefined: it is not. */
export function keptName(spelling: string): string | undefined {
  return TERRAFORM_NAMES.get(spelling);
}

/**
 * A copy with the kept properties alone, under Terraform's names.
 * @param isUnknown whether a value stands for one that is not known yet.
 */
export function kept(
  properties: object,
  isUnknown: (value: unknown) => boolean = () => false,
): PlannedProperties {
  return recordOf(properties, isUnknown, 0);
}

function recordOf(properties: object, isUnknown: (value: unknown) => boolean, depth: number) {
  const copy: Record<string, unknown> = {};
  for (const spelling of keysOf(properties)) {
    const name = keptName(spelling);
    if (name === undefined) continue;
    const value = copyOf(readIn(properties, spelling), isUnknown, depth + 1);
    if (value !== undefined && value !== null) copy[name] = value;
  }
  return copy;
}

function copyOf(value: unknown, isUnknown: (value: unknown) => boolean, depth: number): unknown {
  if (value === UNKNOWN || isUnknown(value) || depth > MAX_DEPTH) return UNKNOWN;
  if (typeof value !== "object" || value === null) return value;
  if (!Array.isArray(value)) return recordOf(value, isUnknown, depth);
  try {
    return Array.from({ length: value.length }, (_, index) => copyOf(readIn(value, index), isUnknown, depth));
  } catch {
    return UNKNOWN;
  }
}

function keysOf(value: object): string[] {
  try {
    return Object.keys(value);
  } catch {
    return [];
  }
}

/** A value, or {@link UNKNOWN}: in a policy, reading one that is not known yet throws. */
export function readIn(value: object, key: string | number): unknown {
  try {
    return (value as Record<string | number, unknown>)[key];
  } catch {
    return UNKNOWN;
  }
}
