import type { Forecast, ResourceChange } from "../../../../core/forecast";
import type { Properties } from "./spellings";

/** A resource of the Terraform provider that a plan creates. */
export function created(
  type: string,
  name: string,
  after: Properties,
  more: Partial<ResourceChange> = {},
): ResourceChange {
  return { type: `tencentcloud_${type}`, name, action: "create", after, ...more };
}

/** A resource that exists and stays. */
export function there(type: string, name: string, properties: Properties): ResourceChange {
  return created(type, name, properties, { action: "none", before: properties });
}

export function figures({ added, removed, net, unknown }: Forecast) {
  return {
    added: [added.certain, added.possible],
    removed: [removed.certain, removed.possible],
    most: net.maximum,
    unknown: unknown.map(({ name, what }) => [name, what]),
  };
}
