import { hostIn, type ListedAsset } from "../../model/assets";
import { type ApiAction, defineAction } from "../action";
import { ASSET_LISTS } from "../assetLists";
import { type Page, type PageRequest, pageIn } from "../pages";
import { TCSS } from "../services";

/**
 * A page of the account's hosts. The filter `NonClusterNode` leaves those outside clusters.
 * @see https://www.tencentcloud.com/document/product/1285 (DescribeAssetHostList)
 */
export const describeAssetHostList: ApiAction<PageRequest, Page<ListedAsset>> = defineAction(TCSS, {
  name: "DescribeAssetHostList",
  requestsPerSecond: 20,
  camAction: "tcss:DescribeAssetHostList",
  parse: (fields, access) => pageIn(fields, ASSET_LISTS.host, hostIn, access),
});
