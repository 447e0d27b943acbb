import { type Asset, countsOf } from "../assets/asset";
import type { Fault } from "../faults";
import * as assets from "./assets";
import * as states from "./purchaseStates";

export type { Fields } from "./purchaseStates";

/** One situation that the emulator can play. */
export interface Scenario {
  readonly name: string;
  /** One line for people. */
  readonly description: string;
  /** What the account has. */
  readonly assets: readonly Asset[];
  /** The fields of the purchase state for a license seen at `now`: its cores follow from the assets. */
  build(now: Date): states.Fields;
  /** How every API request misbehaves, or every one for some actions. Absent: answers are as they should be. */
  readonly fault?: ScenarioFault;
}

/** A fault that lasts as long as its scenario. */
export interface ScenarioFault extends Fault {
  /** Default: every action. */
  readonly actions?: readonly string[];
}

function state(
  name: string,
  description: string,
  license: (now: Date) => states.Fields,
  of: readonly Asset[] = assets.PROTECTED,
  fault?: ScenarioFault,
): Scenario {
  const counts = countsOf(of);
  return {
    name,
    description,
    assets: of,
    build: (now) => ({ ...license(now), ...counts }),
    ...(fault && { fault }),
  };
}

function misbehaving(name: string, description: string, fault: ScenarioFault): Scenario {
  return state(name, description, states.healthy, assets.PROTECTED, fault);
}

/** The actions that list assets. */
const LISTS = ["DescribeUserCluster", "DescribeAssetHostList", "DescribeAssetSuperNodeList"];

const ALL: Scenario[] = [
  state(
    "example",
    "the API document's reply, dates moved: 154 cores, 86 undefended, 79 idle",
    states.example,
    assets.EXAMPLE,
  ),
  state("healthy", "Pro Edition, everything protected and licensed, renews automatically", states.healthy),
  state(
    "undefended",
    "32 undefended cores and no idle one: elastic billing or a purchase",
    states.healthy,
    assets.NEW_NODES,
  ),
  state("expiring", "five whole days left, renewal explicitly off, otherwise healthy", states.expiring),
  state(
    "expired-isolated",
    "State 4, ISOLATE: expired three days ago, renewing restores",
    states.expiredIsolated,
    assets.UNPROTECTED,
  ),
  state(
    "expired-terminated",
    "State 4, TERMINATED: expired 30 days ago",
    states.expiredTerminated,
    assets.UNPROTECTED,
  ),
  state("trial", "State 2: everything protected by a trial with 20 days left", states.trial),
  state(
    "not-purchased",
    "State 0: 128 cores, none protected, no dates",
    states.notPurchased,
    assets.NEVER_ACCESSED,
  ),
  state(
    "tricky-assets",
    "as example, but ids, names and states of the assets mislead",
    states.example,
    assets.TRICKY,
  ),
  state(
    "many-assets",
    "ten thousand assets, every third undefended, 5,000 idle cores",
    states.manyCores,
    assets.MANY,
  ),
  state(
    "no-asset-permission",
    "as example, but CAM refuses the lists of assets",
    states.example,
    assets.EXAMPLE,
    { fault: "no-permission", actions: LISTS },
  ),
  misbehaving("latency", "answers after 2 seconds", { fault: "latency" }),
  misbehaving("hang", "accepts the request and never answers", { fault: "hang" }),
  misbehaving("trickle", "headers, then one byte a second, for ever", { fault: "trickle" }),
  misbehaving("hang-body", "the same as trickle", { fault: "trickle" }),
  misbehaving("reset", "the connection is reset", { fault: "reset" }),
  misbehaving("5xx", "HTTP 503 with a short body", { fault: "5xx" }),
  misbehaving("html", "HTTP 200 with an HTML login page", { fault: "html" }),
  misbehaving("truncated", "half of the body, then the connection ends", { fault: "truncated" }),
  misbehaving("empty", "HTTP 200 without a body", { fault: "empty" }),
  misbehaving("redirect", "HTTP 302 to a login page on the same port", { fault: "redirect" }),
  misbehaving("wrong-content-type", "the right JSON as text/plain", { fault: "wrong-content-type" }),
  misbehaving("rate-limited", "RequestLimitExceeded to every call", { fault: "rate-limited" }),
];

/** Every scenario by its name, in the order of the documentation. */
export const scenarios: ReadonlyMap<string, Scenario> = new Map(ALL.map((each) => [each.name, each]));

/** @throws Error that names the scenarios there are, when there is none called `name` */
export function scenarioNamed(name: string): Scenario {
  const found = scenarios.get(name);
  if (!found) throw new Error(`unknown scenario "${name}" (there are: ${[...scenarios.keys()].join(", ")})`);
  return found;
}
