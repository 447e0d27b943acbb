// Cores (vCPUs) of CVM instance types: https://www.tencentcloud.com/document/product/213/11518

/**
 * Where a number of cores comes from, in the order of trust: the resource or plan states it; the API was asked
 * (`DescribeZoneInstanceConfigInfos`); the user's settings; a documented exception from the naming rule; the rule.
 */
export type CoresOrigin = "stated" | "looked up" | "yours" | "exception" | "name";

/** A number of cores and where it comes from. */
export interface CoresOfType {
  /** Unit: cores. */
  readonly cores: number;
  readonly origin: CoresOrigin;
}

/** What is known of instance types besides their names. */
export interface InstanceTypeCatalog {
  /** Cores by type that the plan states. */
  readonly stated?: Readonly<Record<string, number>>;
  /** Cores by type that the API has answered. */
  readonly lookedUp?: Readonly<Record<string, number>>;
  /** Cores by type from the user's settings. */
  readonly yours?: Readonly<Record<string, number>>;
}

/** Types whose cores are not what their names say, and bare metal, whose names say nothing. */
const EXCEPTIONS: Readonly<Record<string, number>> = {
  "GN10X.4XLARGE80": 18,
  "GN10Xp.2XLARGE40": 10,
  "GN8.LARGE56": 6,
  "GN8.3XLARGE112": 14,
  "GT4.20XLARGE474": 82,
  "GI3X.22XLARGE226": 90,
  "GI1.10XLARGE160": 42,
  "GN7.2XLARGE40": 10,
};

/** Bare metal by family: the part of the type before the first dot. */
const BARE_METAL: Readonly<Record<string, number>> = {
  BMS6: 152,
  BMSA3: 256,
  BMSA3m: 256,
  BMSA2: 192,
  BMS5: 208,
  BMIA2: 192,
  BMIA2m: 192,
  BMDA2: 192,
  BMM5c: 208,
  BMGNV4: 208,
  BMI5: 96,
  BMI5c: 96,
  BMD3: 96,
  BMD3c: 96,
  BMG5t: 96,
  BMM5r: 96,
  BMM5: 96,
  BMS5c: 96,
  BMG5ec: 48,
  BMD3w: 48,
};

/** Cores of a size without a number in front of it. */
const SIZES: Readonly<Record<string, number>> = { SMALL: 1, MEDIUM: 2, LARGE: 4 };
/** Cores that each of the number in front of a size stands for. */
const MULTIPLES: Readonly<Record<string, number>> = { MEDIUM: 2, XLARGE: 4 };

/**
 * Cores of an instance type such as `S5.2XLARGE16`.
 * @returns undefined for a type that nothing is known of: it is unknown, never 0.
 */
export function coresOfType(
  type: string,
  { stated = {}, lookedUp = {}, yours = {} }: InstanceTypeCatalog = {},
): CoresOfType | undefined {
  const own = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
    Object.hasOwn(table, key) ? table[key] : undefined;
  const found: readonly [CoresOrigin, number | undefined][] = [
    ["stated", own(stated, type)],
    ["looked up", own(lookedUp, type)],
    ["yours", own(yours, type)],
    ["exception", own(EXCEPTIONS, type) ?? own(BARE_METAL, type.split(".", 1)[0] as string)],
    ["name", coresByName(type)],
  ];
  for (const [origin, cores] of found) if (cores !== undefined) return { cores, origin };
  return undefined;
}

function coresByName(type: string): number | undefined {
  const dedicated = /^CDH_([1-9]\d*)C[1-9]\d*G$/.exec(type);
  if (dedicated !== null) return Number(dedicated[1]);
  const [, family, count, size] =
    /^([A-Z][A-Za-z0-9]*)\.([1-9]\d{0,2})?(SMALL|MEDIUM|LARGE|XLARGE)[1-9]\d*$/.exec(type) ?? [];
  // bare metal that is not in the table: its name has no size by the rule
  if (family === undefined || size === undefined || /^BM/.test(family)) return undefined;
  if (count === undefined) return SIZES[size];
  const each = MULTIPLES[size];
  return each === undefined ? undefined : each * Number(count);
}
