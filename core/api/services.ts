import type { Client as CvmClient } from "tencentcloud-sdk-nodejs/tencentcloud/services/cvm/v20170312/cvm_client";
import type { Client as StsClient } from "tencentcloud-sdk-nodejs/tencentcloud/services/sts/v20180813/sts_client";
import type { Client as TcssClient } from "tencentcloud-sdk-nodejs/tencentcloud/services/tcss/v20201101/tcss_client";
import type { ApiService } from "./action";

/** Container security. */
export const TCSS: ApiService<TcssClient> = {
  product: "tcss",
  sdkClient: () =>
    (
      require("tencentcloud-sdk-nodejs/tencentcloud/services/tcss/v20201101/tcss_client") as typeof import("tencentcloud-sdk-nodejs/tencentcloud/services/tcss/v20201101/tcss_client")
    ).Client,
  returnsSecrets: false,
};

/** Temporary credentials. */
export const STS: ApiService<StsClient> = {
  product: "sts",
  sdkClient: () =>
    (
      require("tencentcloud-sdk-nodejs/tencentcloud/services/sts/v20180813/sts_client") as typeof import("tencentcloud-sdk-nodejs/tencentcloud/services/sts/v20180813/sts_client")
    ).Client,
  // the reply is the same in all regions
  defaultRegion: "ap-guangzhou",
  returnsSecrets: true,
};

/** Virtual machines: asked for the cores of instance types only. */
export const CVM: ApiService<CvmClient> = {
  product: "cvm",
  sdkClient: () =>
    (
      require("tencentcloud-sdk-nodejs/tencentcloud/services/cvm/v20170312/cvm_client") as typeof import("tencentcloud-sdk-nodejs/tencentcloud/services/cvm/v20170312/cvm_client")
    ).Client,
  // a region that both sites have
  defaultRegion: "ap-singapore",
  returnsSecrets: false,
};
