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
