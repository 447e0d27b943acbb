import { parsePurchaseState } from "../../../core/model/parse";
import type { PurchaseState } from "../../../core/model/purchaseState";

/** The example reply of the API document, as it stands there. */
export const EXAMPLE = {
  AllCoresCnt: 154,
  AuthorizedCoresCnt: 147,
  AuthorizedImageCnt: 287756,
  AutomaticRenewal: 194,
  BeginTime: "2024-09-24 13:01:18",
  CoresCnt: 68,
  CurrentFlexibleCoresCnt: 0,
  DefendClusterCoresCnt: 48,
  DefendHostCoresCnt: 20,
  DefendPolicy: "Part",
  ExpirationTime: "2024-12-24 13:01:18",
  FlexibleCoresLimit: 5000,
  GivenAuthorizedCnt: 0,
  GivenAuthorizedCoresCnt: 0,
  ImageCnt: 291209,
  InquireKey: "sv_yunjing_css_pem",
  PurchasedAuthorizedCnt: 300000,
  RequestId: "e40cad09-f295-42a8-914d-ea84767fb6f1",
  State: 3,
  SubState: "NORMAL",
  UndefendCoresCnt: 86,
  TrialCoresCnt: 0,
} as const;

/** The same with the field that the mainland site alone sends, so that all 22 are there. */
export const FULL = { ...EXAMPLE, NoContainerCoresCnt: 12 } as const;

/** A day on which the example's license was in effect. */
export const DURING_LICENCE = new Date("2024-10-01T00:00:00Z");

/** The example reply with some fields changed; undefined takes a field away. */
function reply(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries({ ...EXAMPLE, ...changes }).filter(([, v]) => v !== undefined));
}

/** What is read from {@link reply}. */
export function parsed(changes?: Record<string, unknown>): PurchaseState {
  return parsePurchaseState(reply(changes));
}
