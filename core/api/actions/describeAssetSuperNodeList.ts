import { type ListedAsset, superNodeIn } from "../../model/assets";
import { type ApiAction, defineAction } from "../action";
import { ASSET_LISTS } from "../assetLists";
import { type Page, type PageRequest, pageIn } from "../pages";
import { TCSS } from "../services";

/**
 * A page of the account's super nodes. The mainland site alone has this action.
 * @see https://cloud.tencent.com/document/product/1285 (DescribeAssetSuperNodeList)
 */
export const describeAssetSuperNodeList: ApiAction<PageRequest, Page<ListedAsset>> = defineAction(TCSS, {
  name: "DescribeAssetSuperNodeList",
  requestsPerSecond: 20,
  camAction: "tcss:DescribeAssetSuperNodeList",
  parse: (fields, access) => pageIn(fields, ASSET_LISTS.superNode, superNodeIn, access),
});
