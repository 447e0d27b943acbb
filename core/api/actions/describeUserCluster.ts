import { clusterIn, type ListedAsset } from "../../model/assets";
import { type ApiAction, defineAction } from "../action";
import { ASSET_LISTS } from "../assetLists";
import { type Page, type PageRequest, pageIn } from "../pages";
import { TCSS } from "../services";

/**
 * A page of the account's clusters, with their cores and how far they are protected. The most that `Limit` may be is not
 * documented.
 * @see https://www.tencentcloud.com/document/product/1285 (DescribeUserCluster)
 */
export const describeUserCluster: ApiAction<PageRequest, Page<ListedAsset>> = defineAction(TCSS, {
  name: "DescribeUserCluster",
  requestsPerSecond: 20,
  camAction: "tcss:DescribeUserCluster",
  parse: (fields, access) => pageIn(fields, ASSET_LISTS.cluster, clusterIn, access),
});
