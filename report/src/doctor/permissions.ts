import {
  type ApiAction,
  describeAssetHostList,
  describeAssetSuperNodeList,
  describePurchaseStateInfo,
  describeUserCluster,
  describeZoneInstanceConfigInfos,
  getCallerIdentity,
  type Site,
} from "pulumi-tcss/internal";
import { type Check, type CheckStatus, check, type PermissionAnswer, type Purpose } from "./checks";
import type { Probe } from "./probe";

/** The action that each purpose needs. */
const ACTIONS: Readonly<Record<Purpose, ApiAction>> = {
  purchaseState: describePurchaseStateInfo,
  clusters: describeUserCluster,
  hosts: describeAssetHostList,
  superNodes: describeAssetSuperNodeList,
  accountId: getCallerIdentity,
  instanceTypes: describeZoneInstanceConfigInfos,
};

/** What an identity may be allowed, in the order of the output. */
export const PURPOSES = Object.keys(ACTIONS) as readonly Purpose[];

/**
 * Whether the identity may ask for something.
 * @param probe what the action has answered; `notAsked` where its service has no endpoint; undefined: it could not be asked.
 */
export function permissionCheck(
  purpose: Purpose,
  probe: Probe | "notAsked" | undefined,
  site: Site | undefined,
): Check {
  const { service, name } = ACTIONS[purpose];
  const answer = probe === "notAsked" ? probe : (probe?.answer ?? "unknown");
  const error = probe === "notAsked" ? undefined : probe?.error;
  return check("permission", statusOf(purpose, answer, site), {
    purpose,
    action: `${service.product}:${name}`,
    answer,
    site: site ?? null,
    error: error?.facts ?? null,
  });
}

/** Without the purchase state nothing works; everything else is a feature that is missing. */
function statusOf(purpose: Purpose, answer: PermissionAnswer, site: Site | undefined): CheckStatus {
  switch (answer) {
    case "granted":
      return "ok";
    case "denied":
      return purpose === "purchaseState" ? "problem" : "attention";
    case "notOffered":
      if (purpose === "purchaseState") return "problem";
      return purpose === "superNodes" && site !== "mainland" ? "ok" : "attention";
    case "notAsked":
      return "attention";
    case "unknown":
      return "unknown";
  }
}
