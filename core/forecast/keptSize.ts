// Machines that stay: those of which an update does not tell the number, and those of a node pool that keeps them.
import { hostTypeOf } from "./hostTypes";
import type { ResourceChange } from "./model";
import { blocks, count, flag, type Planned, type PlannedProperties, UNKNOWN } from "./properties";
import { terraformTypeOf } from "./resourceTypes";

/** Where the number of machines stands, by the resource's type. */
interface Size {
  /** The desired number. */
  readonly desired: string;
  /** What the cloud has counted. Absent: it counts none. */
  readonly counted?: string;
}

const SIZES: ReadonlyMap<string | undefined, Size> = new Map([
  ["kubernetes_node_pool", { desired: "desired_capacity", counted: "node_count" }],
  ["as_scaling_group", { desired: "desired_capacity", counted: "instance_count" }],
]);

/**
 * The change with the number of machines that there are, where the plan says nothing of their number after it. A plan
 * leaves out what the program does not give and the provider does not plan; nothing removes machines then.
 */
export function withKeptSize(change: ResourceChange): ResourceChange {
  const { action, before, after, type } = change;
  if (before === undefined || after === undefined || (action !== "update" && action !== "none"))
    return change;
  const terraform = hostTypeOf(type)?.terraform;
  if (terraform === "kubernetes_native_node_pool") {
    const [was, native] = [blockOf(before, "native"), blockOf(after, "native")];
    if (was === undefined || native === undefined || count(native, "replicas") !== undefined) return change;
    const replicas = count(was, "replicas");
    return replicas === undefined
      ? change
      : { ...change, after: { ...after, native: { ...native, replicas } } };
  }
  const size = SIZES.get(terraform);
  if (size === undefined || count(after, size.desired) !== undefined) return change;
  const kept = sizeOf(before, size);
  return kept === undefined ? change : { ...change, after: { ...after, [size.desired]: kept } };
}

function sizeOf(properties: PlannedProperties, { desired, counted }: Size): Planned<number> {
  const number = count(properties, desired);
  return number === undefined && counted !== undefined ? count(properties, counted) : number;
}

function blockOf(properties: PlannedProperties, name: string): PlannedProperties | undefined {
  const found = blocks(properties, name);
  return found === UNKNOWN ? undefined : (found as readonly PlannedProperties[])[0];
}

/** Whether a node pool is deleted without its machines: it keeps them unless it is told not to. */
export function keepsInstances({ type, before }: Pick<ResourceChange, "type" | "before">): boolean {
  if (before === undefined || terraformTypeOf(type) !== "kubernetes_node_pool") return false;
  return flag(before, "delete_keep_instance") !== false;
}
