// Resource types of machines that may run containers.
import {
  fixed,
  type HostGroup,
  type HostType,
  listed,
  machinesOfId,
  numberAt,
  or,
  scaled,
  typesOf,
} from "./hostGroups";
import { count, type PlannedProperties, text, UNKNOWN } from "./properties";

function statedCores(properties: PlannedProperties): { readonly statedCores?: number } {
  const cpu = count(properties, "cpu");
  return typeof cpu === "number" && cpu > 0 ? { statedCores: cpu } : {};
}

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
  hosts: (properties, time) => [
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
      ...machinesOfId(properties, "configuration_id"),
    },
  ],
};

/** Grows a scaling group once, when it is created; it has no machines of its own, and its deletion changes nothing. */
const SCALE_OUT: HostType = {
  terraform: "as_scale_out_instances",
  certainty: "possible",
  hosts: (properties, time) =>
    time === "before"
      ? []
      : [
          {
            ...fixed(or(count(properties, "scale_out_number"), UNKNOWN), []),
            ...machinesOfId(properties, "auto_scaling_group_id"),
          },
        ],
};

/** Sets another size of a scaling group later: nothing at the deployment, and up to its limit afterwards. */
const SCHEDULE: HostType = {
  terraform: "as_schedule",
  certainty: "possible",
  hosts: (properties, time) =>
    time === "before"
      ? []
      : [
          {
            ...fixed(0, []),
            maximum: or(count(properties, "max_size"), UNKNOWN),
            ...machinesOfId(properties, "scaling_group_id"),
            isLimitOfOther: true,
          },
        ],
};

/** Runs a policy of a scaling group, whose growth no plan tells. */
const SCALING_POLICY_RUN: HostType = {
  terraform: "as_execute_scaling_policy",
  certainty: "possible",
  hosts: () => [fixed(UNKNOWN, UNKNOWN)],
  neverTellsCores: true,
};

/** Machines from elsewhere that a resource puts to use: those of the plan are counted where they are made. */
function fromElsewhere(groups: readonly HostGroup[]): HostGroup[] {
  return groups.map((group) => ({ ...group, isOnlyOutside: true }));
}

const SCALING_ATTACHMENT: HostType = {
  terraform: "as_attachment",
  certainty: "possible",
  hosts: (properties) => fromElsewhere(listed(properties, "instance_ids")),
};

/** Starts machines that were stopped, once, when it is created. */
const START: HostType = {
  terraform: "as_start_instances",
  certainty: "possible",
  hosts: (properties, time) => (time === "before" ? [] : fromElsewhere(listed(properties, "instance_ids"))),
};

const TSF_ATTACHMENT: HostType = {
  terraform: "tsf_instances_attachment",
  certainty: "possible",
  hosts: (properties) => fromElsewhere([{ ...fixed(1, []), ...machinesOfId(properties, "instance_id") }]),
};

const LIGHTHOUSE: HostType = {
  terraform: "lighthouse_instance",
  certainty: "possible",
  hosts: () => [fixed(1, UNKNOWN)],
  // a bundle does not tell them
  neverTellsCores: true,
};

/** Types of machines that are container hosts only if they run containers. */
export const MACHINE_HOSTS: readonly HostType[] = [
  INSTANCE,
  INSTANCE_SET,
  SCALING_GROUP,
  SCALE_OUT,
  SCHEDULE,
  SCALING_POLICY_RUN,
  SCALING_ATTACHMENT,
  START,
  TSF_ATTACHMENT,
  LIGHTHOUSE,
];
