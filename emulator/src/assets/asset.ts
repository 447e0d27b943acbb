import { MAX_ASSETS, MAX_TEXT } from "../limits";
import type { Fields } from "../scenarios/purchaseStates";
import { kind, OBJECT, read, TEXT } from "../shape";

export type AssetKind = "cluster" | "host" | "superNode";

/** Whether protection can be switched on: `needed` where no agent is installed yet, `trouble` where installing it failed. */
export type AssetAccess = "ok" | "needed" | "trouble";

/** Something that the account has and that can be protected. The purchase state's cores follow from these. */
export interface Asset {
  readonly kind: AssetKind;
  /** `ClusterId`, `HostID` or `NodeUniqueID`. Absent: the list gives none. */
  readonly id?: string;
  readonly name?: string;
  /** For example `ap-singapore`, which is the default. */
  readonly region?: string;
  /** Unit: cores, possibly parts of one. */
  readonly cores: number;
  /** How many of them are protected, which is what is billed. Default 0. */
  readonly protectedCores?: number;
  /** The cluster of a super node, or of a host that is its node. Such a host counts in its cluster only. */
  readonly clusterId?: string;
  /** Nodes of a cluster. Default: one for each eight cores. */
  readonly nodes?: number;
  /** Default `ok`. */
  readonly access?: AssetAccess;
  /** Why access is in trouble. */
  readonly accessReason?: string;
  /** Tags of a host. */
  readonly tags?: Readonly<Record<string, string>>;
  /** False: it is listed, but the license does not count it. Default true. */
  readonly counted?: boolean;
  /** Fields of its item in the list that differ from what follows from all above; null is served as null. */
  readonly fields?: Fields;
}

const CORES = kind(
  "a number that is not negative",
  (value): value is number => typeof value === "number" && Number.isFinite(value) && value >= 0,
);

const BOOLEAN = kind("true or false", (value): value is boolean => typeof value === "boolean");

function oneOf<T extends string>(...values: readonly T[]) {
  return kind(`one of ${values.join(", ")}`, (value): value is T => values.includes(value as T));
}

const TEXTS_BY_NAME = kind(
  `an object of strings of at most ${MAX_TEXT} characters`,
  (value): value is Record<string, string> => OBJECT.is(value) && Object.values(value).every(TEXT.is),
);

const ASSET = {
  kind: oneOf<AssetKind>("cluster", "host", "superNode"),
  id: TEXT,
  name: TEXT,
  region: TEXT,
  cores: CORES,
  protectedCores: CORES,
  clusterId: TEXT,
  nodes: CORES,
  access: oneOf<AssetAccess>("ok", "needed", "trouble"),
  accessReason: TEXT,
  tags: TEXTS_BY_NAME,
  counted: BOOLEAN,
  fields: OBJECT,
};

/** @throws Error that says what is wrong, and with which asset */
export function parseAssets(value: unknown): Asset[] {
  if (!Array.isArray(value)) throw new Error('"assets" must be an array of objects');
  if (value.length > MAX_ASSETS) throw new Error(`at most ${MAX_ASSETS} assets can be given`);
  return value.map((each, index) => {
    const name = `assets[${index}]`;
    try {
      const { cores, ...rest } = read(each, name, ASSET, ["kind"]);
      if (cores === undefined) throw new Error('"cores" is missing');
      if ((rest.protectedCores ?? 0) > cores)
        throw new Error('"protectedCores" must not be more than "cores"');
      return { ...rest, cores };
    } catch (error) {
      const { message } = error as Error;
      throw new Error(message.startsWith(name) ? message : `${name}: ${message}`);
    }
  });
}

/** The cores of a purchase state that follow from the assets. What no license counts is in none of them. */
export function countsOf(assets: readonly Asset[]): Fields {
  const counting = assets.filter(
    ({ kind, clusterId, counted = true }) =>
      counted && (kind === "cluster" || (kind === "host" && !clusterId)),
  );
  const sum = (of: readonly Asset[], key: "cores" | "protectedCores"): number =>
    of.reduce((total, asset) => total + (asset[key] ?? 0), 0);
  const protectedOf = (kind: AssetKind): number =>
    Math.ceil(
      sum(
        counting.filter((asset) => asset.kind === kind),
        "protectedCores",
      ),
    );
  const [clusters, hosts] = [protectedOf("cluster"), protectedOf("host")];
  const all = Math.max(Math.ceil(sum(counting, "cores")), clusters + hosts);
  return {
    AllCoresCnt: all,
    CoresCnt: clusters + hosts,
    DefendClusterCoresCnt: clusters,
    DefendHostCoresCnt: hosts,
    UndefendCoresCnt: all - clusters - hosts,
  };
}

/** The fewest assets that the counts of a reply let expect; what is no count leads to none. */
export function assetsFor(fields: Fields): Asset[] {
  const count = (name: string): number => (CORES.is(fields[name]) ? fields[name] : 0);
  const cluster = (name: string, cores: number, protectedCores: number): Asset[] =>
    cores > 0 ? [{ kind: "cluster", id: `cls-${name}`, name, cores, protectedCores }] : [];
  const [clusters, hosts] = [count("DefendClusterCoresCnt"), count("DefendHostCoresCnt")];
  return [
    ...cluster("defended", clusters, clusters),
    ...cluster("undefended", count("UndefendCoresCnt"), 0),
    ...(hosts > 0
      ? [
          {
            kind: "host",
            id: "host-defended",
            name: "defended",
            cores: hosts,
            protectedCores: hosts,
          } as const,
        ]
      : []),
  ];
}
