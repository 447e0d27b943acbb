import { describeAssetHostList } from "../api/actions/describeAssetHostList";
import { describeAssetSuperNodeList } from "../api/actions/describeAssetSuperNodeList";
import { describeUserCluster } from "../api/actions/describeUserCluster";
import { type CallOptions, callAction } from "../api/callAction";
import { type PagedList, readAllPages, SMALLER_PAGES } from "../api/pages";
import type { Site } from "../connection/connectionArgs";
import type { AssetKind, ListedAsset } from "../model/assets";

/** What the lists of an account hold. */
export interface ListedAssets {
  readonly assets: readonly ListedAsset[];
  /** How many the API said that each list has, by kind. Absent for a list that is not read, or has no count. */
  readonly announced: Readonly<Partial<Record<AssetKind, number>>>;
}

/** The filter that leaves hosts outside clusters. Without `ExactMatch`, which is documented as its opposite. */
const OUTSIDE_CLUSTERS = [{ Name: "NonClusterNode", Values: ["true"] }];

/**
 * Reads the lists of an account, all at the same time: clusters, hosts outside clusters, and super nodes where the site
 * lists them. The first list that fails fails the whole: the caller then ends the others by the signal.
 * @param onPage called after each page.
 */
export async function readAssets(
  options: CallOptions,
  { site, onPage }: { site: Site | undefined; onPage: () => void },
): Promise<ListedAssets> {
  const { endpoint, account } = options.access;
  const place = { endpoint, account };
  const seen = <Page>(page: Page): Page => {
    onPage();
    return page;
  };
  const clusters = readAllPages(
    async (Offset, Limit) => seen(await callAction(describeUserCluster, { Offset, Limit }, options)),
    { ...place, subject: "clusters", smallerPages: SMALLER_PAGES },
  );
  const hosts = readAllPages(
    async (Offset, Limit) =>
      seen(await callAction(describeAssetHostList, { Offset, Limit, Filters: OUTSIDE_CLUSTERS }, options)),
    { ...place, subject: "hosts" },
  );
  const superNodes =
    site === "mainland"
      ? readAllPages(
          async (Offset, Limit) =>
            seen(await callAction(describeAssetSuperNodeList, { Offset, Limit }, options)),
          { ...place, subject: "super nodes" },
        )
      : undefined;
  const [cluster, host, superNode] = await Promise.all([clusters, hosts, superNodes]);
  return joined({ cluster, host, superNode });
}

function joined(lists: Readonly<Record<AssetKind, PagedList<ListedAsset> | undefined>>): ListedAssets {
  const read = Object.entries(lists).flatMap(([kind, list]) => (list === undefined ? [] : [{ kind, list }]));
  return {
    assets: read.flatMap(({ list }) => list.items),
    announced: Object.fromEntries(
      read.flatMap(({ kind, list }) => (list.total === undefined ? [] : [[kind, list.total]])),
    ),
  };
}
