import { Client as SdkClient } from "tencentcloud-sdk-nodejs/tencentcloud/services/tcss/v20201101/tcss_client";
import type { Connection } from "../connection";
import type { FoundCredential } from "../credentials/chain";
import { findCredential } from "../credentials/chain";
import { TcssError } from "../errors";
import { holdsPurchaseState, type PurchaseState, parsePurchaseState } from "../purchaseState";
import { sendSigned } from "./transport";

/**
 * The SDK's TCSS client with its own actions, versions and models, sending through `transport.ts` and
 * always signing for the service `tcss`.
 */
class SigningClient extends SdkClient {
  readonly #connection: Connection;
  readonly #found: FoundCredential;

  constructor(connection: Connection, found: FoundCredential) {
    super({ credential: { ...found.credential, token: found.credential.token ?? "" } });
    this.#connection = connection;
    this.#found = found;
  }

  override async request(action: string, payload: unknown): Promise<Record<string, unknown>> {
    const { endpoint, region, account, requestTimeoutSeconds } = this.#connection;
    return sendSigned({
      action,
      version: this.apiVersion,
      service: "tcss",
      endpoint,
      region,
      account,
      credential: this.#found.credential,
      payload: payload ?? {},
      timeoutSeconds: requestTimeoutSeconds,
      sdkVersion: this.sdkVersion,
    });
  }
}

/** Asks one account. */
export class TcssClient {
  readonly #connection: Connection;

  /** @param connection the account and the way to it, from `resolveConnection`. */
  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * Reads the account's purchase state once.
   * @throws TcssError: `credentials` when none are found or a source is broken; `network` when no whole answer
   * came in time; `reply` when the answer is not one of this API; `api` with Tencent's code, message and request id.
   * @see https://www.tencentcloud.com/document/product/1285 (DescribePurchaseStateInfo)
   */
  async describePurchaseState(): Promise<PurchaseState> {
    const { credentialSources, endpoint, account, timeZone } = this.#connection;
    const client = new SigningClient(
      this.#connection,
      await findCredential(credentialSources, { endpoint, account }),
    );
    const response = { ...(await client.DescribePurchaseStateInfo(null)) } as Record<string, unknown>;
    if (!holdsPurchaseState(response)) {
      const requestId = response["RequestId"];
      throw new TcssError("the reply holds no field of a purchase state", {
        kind: "reply",
        endpoint,
        account,
        requestId: typeof requestId === "string" ? requestId : undefined,
        nextStep: "Check that the endpoint is Tencent Cloud's API or a gateway to it.",
      });
    }
    return parsePurchaseState(response, timeZone);
  }
}
