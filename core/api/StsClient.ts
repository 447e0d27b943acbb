import { Client as SdkClient } from "tencentcloud-sdk-nodejs/tencentcloud/services/sts/v20180813/sts_client";
import type { Credential } from "../credentials/credential";
import { callApi } from "./api";
import type { ApiAccess } from "./apiCall";

/** STS wants a region; the answer is the same in all. */
const DEFAULT_REGION = "ap-guangzhou";

/** The SDK's STS client, sending as the TCSS client does. */
export class StsClient extends SdkClient {
  readonly #access: ApiAccess;
  readonly #credential: Credential | undefined;
  readonly #signal: AbortSignal;

  constructor(access: ApiAccess, credential: Credential | undefined, signal: AbortSignal) {
    super({ credential: {} });
    this.#access = { ...access, region: access.region ?? DEFAULT_REGION };
    this.#credential = credential;
    this.#signal = signal;
  }

  override request(action: string, payload: unknown): Promise<Record<string, unknown>> {
    const { apiVersion: version, sdkVersion } = this;
    const call = {
      service: "sts",
      action,
      version,
      payload: payload ?? {},
      credential: this.#credential,
      sdkVersion,
    };
    return callApi(this.#access, call, this.#signal);
  }
}
