export type Properties = Record<string, unknown>;

/** The names of a resource's type in the Terraform provider and in Pulumi's bridged package. */
export interface TypeNames {
  readonly terraform: string;
  readonly bridged: string;
}

/** How one source writes a resource: its type, and its properties from Terraform's. */
export interface Spelling {
  readonly title: string;
  typeOf(resource: TypeNames): string;
  propertiesOf(properties: Properties): Properties;
}

/** A name of Terraform as Pulumi writes it. */
export const camel = (key: string): string =>
  key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

function camelized(value: unknown, ofBlock: (items: Properties[]) => unknown): unknown {
  if (Array.isArray(value))
    return value.every((item) => typeof item === "object" && item !== null)
      ? ofBlock(value.map((item) => camelized(item, ofBlock) as Properties))
      : value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [camel(key), camelized(each, ofBlock)]),
  );
}

export const SPELLINGS: readonly Spelling[] = [
  {
    title: "Terraform",
    typeOf: ({ terraform }) => `tencentcloud_${terraform}`,
    propertiesOf: (properties) => properties,
  },
  {
    title: "Pulumi's bridged package",
    typeOf: ({ bridged }) => `tencentcloud:${bridged}`,
    // blocks of at most one are objects, and others have names in the plural
    propertiesOf: (properties) => {
      const found = camelized(properties, (items) => items[0]) as Properties;
      const { workerConfig, ...rest } = found;
      return workerConfig === undefined || "clusterId" in rest
        ? found
        : { ...rest, workerConfigs: [workerConfig] };
    },
  },
  {
    title: "a Terraform provider added to Pulumi",
    typeOf: ({ terraform }) => {
      const name = camel(terraform);
      return `tencentcloud:index/${name}:${name[0]?.toUpperCase()}${name.slice(1)}`;
    },
    propertiesOf: (properties) => camelized(properties, (items) => items) as Properties,
  },
];

/** A type of instances with 4 cores. */
export const SMALL = "S5.LARGE8";
/** A type of instances with 8 cores. */
export const LARGE = "S5.2XLARGE16";
