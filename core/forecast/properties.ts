// Properties of resources as plans have them: Terraform's names or Pulumi's, blocks as objects or as lists.

/** Stands for a value that is not known before the deployment, in what the sources of plans make. */
export const UNKNOWN = Symbol("unknown until the deployment");

export type Unknown = typeof UNKNOWN;

/** What a plan says of a resource at one time. Values may be {@link UNKNOWN}. */
export type PlannedProperties = Readonly<Record<string, unknown>>;

/** A value that a plan has, does not have, or does not know yet. */
export type Planned<T> = T | Unknown | undefined;

/** Names of a property in Terraform's spelling, from which Pulumi's are made: `worker_config`. */
type Name = string;

/**
 * The property of that name: in Terraform's spelling, in Pulumi's (`workerConfig`), or in Pulumi's plural
 * (`workerConfigs`), which the bridge gives to lists.
 */
export function property(properties: PlannedProperties, name: Name): unknown {
  for (const key of spellingsOf(name)) {
    const value = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (value !== undefined && value !== null) return value;
  }
  return undefined;
}

const SPELLINGS = new Map<Name, readonly string[]>();

/** The names that a property may have. */
export function spellingsOf(name: Name): readonly string[] {
  const known = SPELLINGS.get(name);
  if (known !== undefined) return known;
  const camel = name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  const spellings = [name, camel, `${camel}s`];
  SPELLINGS.set(name, spellings);
  return spellings;
}

/** A block that may stand there any number of times, as objects or as one. */
export function blocks(properties: PlannedProperties, name: Name): readonly PlannedProperties[] | Unknown {
  const value = property(properties, name);
  if (value === undefined) return [];
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.every(isBlock) ? items : UNKNOWN;
}

function isBlock(value: unknown): value is PlannedProperties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** No resource has more machines: a larger number is an error, and its cores would not be exact. */
const MAX_COUNT = 999_999_999;

/** A whole number, 0 or more; Pulumi and Terraform also write numbers as texts. Anything else is not known. */
export function count(properties: PlannedProperties, name: Name): Planned<number> {
  const value = property(properties, name);
  if (value === undefined) return undefined;
  const number = typeof value === "string" && /^\d{1,9}$/.test(value) ? Number(value) : value;
  const isCount = Number.isSafeInteger(number) && (number as number) >= 0 && (number as number) <= MAX_COUNT;
  return isCount ? (number as number) : UNKNOWN;
}

export function text(properties: PlannedProperties, name: Name): Planned<string> {
  const value = property(properties, name);
  if (value === undefined || value === "") return undefined;
  return typeof value === "string" ? value : UNKNOWN;
}

export function texts(properties: PlannedProperties, name: Name): readonly string[] | Unknown {
  const value = property(properties, name);
  if (value === undefined) return [];
  return Array.isArray(value) && value.every((each) => typeof each === "string") ? value : UNKNOWN;
}

/** Texts of a list, some of which may not be known yet. */
export function items(properties: PlannedProperties, name: Name): readonly (string | Unknown)[] | Unknown {
  const value = property(properties, name);
  if (value === undefined) return [];
  if (!Array.isArray(value)) return UNKNOWN;
  return value.map((each: unknown) => (typeof each === "string" ? each : UNKNOWN));
}

/** Whether `value` is unknown, or holds something unknown. */
export function holdsUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(holdsUnknown);
}

export function flag(properties: PlannedProperties, name: Name): Planned<boolean> {
  const value = property(properties, name);
  if (value === undefined) return undefined;
  if (value === "true" || value === "false") return value === "true";
  return typeof value === "boolean" ? value : UNKNOWN;
}
