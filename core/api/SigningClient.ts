import { Client as SdkClient } from "tencentcloud-sdk-nodejs/tencentcloud/services/tcss/v20201101/tcss_client";
import type { Connection } from "../connection/connection";
import type { Credential } from "../credentials/credential";
import { callApi } from "./api";

/** The SDK's TCSS client with its own actions and versions, always signing for the service `tcss`. */
export class SigningClient extends SdkClient {
  readonly #connection: Connection;
  readonly #credential: Credential;
  readonly #signal: AbortSignal;

  constructor(connection: Connection, credential: Credential, signal: AbortSignal) {
    super({ credential: {} });
    this.#connection = connection;
    this.#credential = credential;
    this.#signal = signal;
  }

  override request(action: string, payload: unknown): Promise<Record<string, unknown>> {
    const { apiVersion: version, sdkVersion } = this;
    const call = {
      service: "tcss",
      action,
      version,
      payload: payload ?? {},
      credential: this.#credential,
      sdkVersion,
    };
    return callApi(this.#connection, call, this.#signal);
  }
}
