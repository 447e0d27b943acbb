import type { Fault } from "../faults";
import * as states from "./purchaseStates";

export type { Fields } from "./purchaseStates";

/** One situation that the emulator can play. */
export interface Scenario {
  readonly name: string;
  /** One line for people. */
  readonly description: string;
  /** The reply's fields for a license seen at `now`. */
  build(now: Date): states.Fields;
  /** How every API request (TCSS and STS) misbehaves. Absent: answers are as they should be. */
  readonly fault?: Fault;
}

function state(name: string, description: string, build: Scenario["build"]): Scenario {
  return { name, description, build };
}

function misbehaving(name: string, description: string, fault: Fault): Scenario {
  return { name, description, build: states.healthy, fault };
}

const ALL: Scenario[] = [
  state(
    "example",
    "the API document's reply, dates moved: 154 cores, 86 undefended, 79 idle",
    states.example,
  ),
  state("healthy", "Pro Edition, everything protected and licensed, renews automatically", states.healthy),
  state(
    "undefended",
    "32 undefended cores and no idle one: elastic billing or a purchase",
    states.undefended,
  ),
  state("expiring", "five whole days left, renewal explicitly off, otherwise healthy", states.expiring),
  state(
    "expired-isolated",
    "State 4, ISOLATE: expired three days ago, renewing restores",
    states.expiredIsolated,
  ),
  state("expired-terminated", "State 4, TERMINATED: expired 30 days ago", states.expiredTerminated),
  state("trial", "State 2: everything protected by a trial with 20 days left", states.trial),
  state("not-purchased", "State 0: 128 cores, none protected, no dates", states.notPurchased),
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
