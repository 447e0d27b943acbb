import { RESOURCE_ARGS_SCHEMA, type ResourceArgs, type StoredResource } from "pulumi-tcss/internal";

/** What a policy sees of a resource. */
export interface PolicyResource {
  readonly type: string;
  readonly name: string;
  readonly props: Readonly<Record<string, unknown>>;
}

/** Stands for a resource whose values are not known yet. */
export const NOT_YET_KNOWN = Symbol("not yet known");

/** What a `PurchaseState` holds. */
export function storedResource({ name, props }: PolicyResource): StoredResource | typeof NOT_YET_KNOWN {
  try {
    const { purchaseState, timeZone, fromStack } = props as Omit<StoredResource, "name">;
    // copied here, so that an unknown value throws here and not in a rule
    return {
      name,
      timeZone,
      purchaseState: purchaseState === undefined ? undefined : { ...purchaseState },
      fromStack: fromStack === undefined ? undefined : { ...fromStack },
    };
  } catch (error) {
    // @pulumi/policy does not export the class
    if ((error as Error).constructor.name === "UnknownValueError") return NOT_YET_KNOWN;
    throw error;
  }
}

/** What selects the account that a `PurchaseState` reads. */
export function selectorsIn({ props }: PolicyResource): ResourceArgs {
  const given = Object.keys(RESOURCE_ARGS_SCHEMA.properties).filter((name) => props[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, props[name]]));
}
