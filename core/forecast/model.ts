// What a forecast is made from, and what it says. All cores are vCPUs.
import type { CoresOrigin } from "./instanceTypes";
import type { PlannedProperties } from "./properties";

/** What happens to a resource of a plan. `none` also stands for what happens to its record alone, such as an import. */
export type ForecastAction = "create" | "update" | "replace" | "delete" | "none";

/** One resource of a plan. */
export interface ResourceChange {
  /** Terraform's type, or Pulumi's token. */
  readonly type: string;
  /** What people know the resource by: Terraform's address, or Pulumi's name. */
  readonly name: string;
  /** What other resources refer to it by. Absent: its name. */
  readonly key?: string | undefined;
  /** What there is. Absent: nothing, the resource is created. */
  readonly before?: PlannedProperties | undefined;
  /** What there will be. Absent: nothing, the resource is deleted. */
  readonly after?: PlannedProperties | undefined;
  readonly action: ForecastAction;
  /** Keys of the resources that a property refers to, by its name in Terraform; for values that are not known yet. */
  readonly references?: Readonly<Record<string, readonly string[]>> | undefined;
  /** The source cannot tell whether the resource exists already, so that it counts as new. Absent otherwise. */
  readonly isAssumedNew?: true | undefined;
  /**
   * The resource's type is not in the table of host types, but may make container hosts (unlisted.ts). Absent otherwise.
   */
  readonly unlisted?: Certainty | undefined;
  /** The plan leaves the resource for a later run: nothing in it can be relied on. Absent otherwise. */
  readonly isDeferred?: true | undefined;
}

/** A resource's machines at one time. */
export interface PlannedHosts {
  /** Machines. Null where the plan does not tell. */
  readonly count: number | null;
  /** Their type; of several the one that is counted. Null where the plan does not tell, and where there are several. */
  readonly instanceType: string | null;
  /** Unit: cores. Null where count or type is unknown, of a part of them or of all. */
  readonly cores: number | null;
  /** The cores of the part that is known, where another part is not. Unit: cores. Absent otherwise. */
  readonly knownCores?: number;
}

/** `certain`: the machines are container hosts. `possible`: only if they run containers. */
export type Certainty = "certain" | "possible";

/** What a resource adds or removes. */
export interface ResourceForecast {
  readonly name: string;
  readonly type: string;
  readonly action: ForecastAction;
  /** Null where there is nothing. */
  readonly before: PlannedHosts | null;
  readonly after: PlannedHosts | null;
  readonly certainty: Certainty;
  /** Where the cores of a machine come from. Null where they are unknown. */
  readonly origin: CoresOrigin | null;
  /** Cores that it adds: all of a new resource, the growth of an existing one. What is unknown is not in it. */
  readonly added: number;
  /** Cores that it removes, likewise. */
  readonly removed: number;
  /** True for a node pool that is deleted while its machines stay. Absent otherwise. */
  readonly keepsInstances?: true;
  /** True where the machines join a cluster that the same plan switches protection on for. Absent otherwise. */
  readonly joinsDefended?: true;
  /** True where the source cannot tell whether it exists already. Absent otherwise. */
  readonly isAssumedNew?: true;
}

/** Cores. Unit: cores. */
export interface Cores {
  /** Of container hosts. */
  readonly certain: number;
  /** Of machines that may run containers. */
  readonly possible: number;
}

/** Something whose cores are unknown: they are in no sum. */
export interface UnknownHosts {
  /** The resource's name; of an incomplete plan, the plan's. */
  readonly name: string;
  readonly type: string;
  /**
   * `count` or `instanceType`, whichever the plan does not tell; `cores`, where no plan can; `resourceType`, where the
   * type of the resource is not listed and may make container hosts; `deferred`, where the plan leaves the resource for a
   * later run; `plan`, where a later plan has more changes.
   */
  readonly what: "count" | "instanceType" | "cores" | "resourceType" | "deferred" | "plan";
  /** The instance type whose cores are unknown. Absent where the type itself is. */
  readonly instanceType?: string | undefined;
  readonly certainty: Certainty;
  /** What happens to the resource. */
  readonly action: ForecastAction;
}

/** The cores of container hosts that a deployment adds and removes. */
export interface Forecast {
  readonly added: Cores;
  readonly removed: Cores;
  readonly net: Cores & {
    /** The most that it may come to, where everything scales to its maximum and takes its largest type. */
    readonly maximum: number;
  };
  /** {@link net}'s maximum by certainty. */
  readonly maximum: Cores;
  /** Resources that have machines, in the order of the plan. */
  readonly resources: readonly ResourceForecast[];
  readonly unknown: readonly UnknownHosts[];
  /** Resources that are counted, but may scale to a number that the plan does not tell. */
  readonly unknownMaximum: readonly UnknownHosts[];
  /** Clusters that the deployment switches protection on for (`tcss_cluster_access`): ids, and names of resources. */
  readonly switchedOn: readonly string[];
  /** Whether the source tells what is removed. Where it does not, `removed` is 0 and says nothing. */
  readonly seesRemovals: boolean;
}
