import assert from "node:assert/strict";
import { rules } from "pulumi-tcss/internal";
import { configLookup } from "../../../core/base/config";
import type { Fault } from "../../../emulator/src";
import { Gate } from "../../../policy-pack/src/gate";
import { CheckedResource } from "../../support/CheckedResource";
import { gateSettings } from "../../unit/support/gateSettings";

type Settings = Readonly<Record<string, number>>;

/** One way for a user to have an account read, from settings to what he is told. */
export interface Asker {
  readonly name: string;
  /** @returns why there is no purchase state; undefined when there is one. */
  ask(env: Record<string, string>, settings: Settings): Promise<string | undefined>;
}

export const provider: Asker = {
  name: "the provider's check",
  async ask(env, settings) {
    const asked = new CheckedResource(env);
    asked.configure(configLookup(textsOf(settings)));
    const { inputs, failures } = await asked.check({}, {});
    if (failures.length === 0) {
      assert.equal((inputs["purchaseState"] as { state: number }).state, 3);
      return undefined;
    }
    assert.deepEqual(inputs, {});
    assert.deepEqual(
      failures.map(({ property }) => property),
      [""],
    );
    return failures[0]?.reason;
  },
};

const policyPack: Asker = {
  name: "the policy pack's TCSS000",
  async ask(env, settings) {
    const asked = new Gate({
      settings: () => gateSettings(),
      env,
      now: () => new Date(),
      // a pass says whom it asked, and nothing else is noted
      note: (text) =>
        assert.match(text, /^TCSS: asked the account, with credentials from environment, at http:/),
    });
    asked.begin({ preview: false, name: "acme/p/dev", config: textsOf(settings) });
    const rule = rules.find(({ id }) => id === "TCSS000");
    assert.ok(rule !== undefined);
    const stack = { type: "pulumi:pulumi:Stack", name: "p-dev", props: {} };
    const [verdict, ...others] = await asked.evaluateResource(rule, {}, stack);
    assert.deepEqual(others, []);
    if (verdict === undefined) return undefined;
    const [, message] = /^Protection cannot be verified: (.*)$/.exec(verdict) ?? [];
    assert.ok(message !== undefined, verdict);
    return message;
  },
};

function textsOf(settings: Settings): (key: string) => string | undefined {
  return (key) => settings[key]?.toString();
}

export const ASKERS = [provider, policyPack];

/** How a fault ends: unnoticed, with one try only, or with another try. */
export type Ending = "harmless" | "final" | "retried";

interface Case {
  readonly name: string;
  readonly fault: Fault;
  readonly ending: Ending;
  /** What a user reads before and after the place. */
  readonly says?: readonly [what: RegExp, nextStep: RegExp];
  readonly settings?: Settings;
}

/** Enough for a right answer even on a busy machine, and short enough to wait for. */
const SHORT = { "tcss:requestTimeoutSeconds": 0.3 };

const TOO_LATE = [/^no complete answer came within 0\.3 s$/, /raise tcss:requestTimeoutSeconds\.$/] as const;

const CUT = [
  /^the request failed: the connection was cut \(ECONNRESET\)$/,
  /^Try again; check proxies/,
] as const;

const NOT_THE_API = /^Check that the endpoint is Tencent Cloud's API or a gateway to it/;

export const TRANSPORT_CASES: readonly Case[] = [
  { name: "latency", fault: { fault: "latency", delayMs: 20 }, ending: "harmless" },
  { name: "wrong-content-type", fault: { fault: "wrong-content-type" }, ending: "harmless" },
  {
    name: "latency beyond the time for one try",
    fault: { fault: "latency" },
    ending: "retried",
    says: TOO_LATE,
    settings: SHORT,
  },
  { name: "hang", fault: { fault: "hang" }, ending: "retried", says: TOO_LATE, settings: SHORT },
  {
    name: "trickle (hang-body)",
    fault: { fault: "trickle", intervalMs: 20 },
    ending: "retried",
    says: TOO_LATE,
    settings: SHORT,
  },
  { name: "reset", fault: { fault: "reset" }, ending: "retried", says: CUT },
  { name: "truncated", fault: { fault: "truncated" }, ending: "retried", says: CUT },
  ...[500, 502, 503, 504].map(
    (status): Case => ({
      name: `5xx (${status})`,
      fault: { fault: "5xx", status },
      ending: "retried",
      says: [
        new RegExp(`^the endpoint failed \\(HTTP ${status}, body begins: upstream failed\\)$`),
        NOT_THE_API,
      ],
    }),
  ),
  {
    name: "an HTTP status below 500 (403)",
    fault: { fault: "5xx", status: 403 },
    ending: "final",
    says: [/^the endpoint failed \(HTTP 403, body begins: upstream failed\)$/, NOT_THE_API],
  },
  {
    name: "html",
    fault: { fault: "html" },
    ending: "final",
    says: [/^the reply is not JSON \(HTTP 200, body begins: <!DOCTYPE html> .*Sign in/, NOT_THE_API],
  },
  {
    name: "empty",
    fault: { fault: "empty" },
    ending: "final",
    says: [/^the reply is empty \(HTTP 200\)$/, NOT_THE_API],
  },
  {
    name: "redirect",
    fault: { fault: "redirect" },
    ending: "final",
    says: [
      /^the endpoint redirects elsewhere, and a signed request must not follow \(HTTP 302\)$/,
      NOT_THE_API,
    ],
  },
];

export const API_CASES: readonly Case[] = (
  [
    ["AuthFailure.SignatureFailure", "final", /^Check the SecretKey/],
    ["AuthFailure.SecretIdNotFound", "final", /^Check the SecretId\. .*tcss:site/],
    ["AuthFailure.TokenFailure", "final", /^Get new temporary credentials/],
    ["AuthFailure.SignatureExpire", "final", /^Set this machine's clock/],
    ["AuthFailure.UnauthorizedOperation", "final", /^Allow the action tcss:DescribePurchaseStateInfo/],
    ["UnauthorizedOperation", "final", /^Allow the action tcss:DescribePurchaseStateInfo/],
    ["InternalError", "retried", /^Try again; .*give the request id/],
    ["InternalError.MainDBFail", "retried", /^Try again; .*give the request id/],
    ["InternalError.ErrRoleNotExist", "final", /^Open the TCSS console once/],
    ["ServiceUnavailable", "retried", /^Try again; .*give the request id/],
    ["ResourceUnavailable", "retried", /^Try again; .*give the request id/],
    ["RequestLimitExceeded", "retried", /^Try again in a moment/],
    ["RequestLimitExceeded.UinLimitExceeded", "retried", /^Try again in a moment/],
    ["InvalidParameter", "final", /^Check tcss:region/],
    ["InvalidParameter.ParamError", "final", /^Check tcss:region/],
    ["UnsupportedRegion", "final", /^Check tcss:region/],
    ["IpNotInWhitelist", "final", /^Add this machine's address/],
  ] as const
).map(([code, ending, nextStep]) => ({
  name: code,
  fault: { fault: "error", code, message: "as scripted" },
  ending,
  says: [new RegExp(`^Tencent Cloud answered ${code.replace(".", "\\.")}: as scripted$`), nextStep],
}));

export const RATE_LIMITED: Case = {
  name: "rate-limited",
  fault: { fault: "rate-limited" },
  ending: "retried",
  says: [
    /^Tencent Cloud answered RequestLimitExceeded: Your current request times/,
    /^Try again in a moment/,
  ],
};

/** Two more tries than the first: the least that tells "once more" from "up to the limit". */
export const RETRIES = { "tcss:maxRetries": 2 };

export const TRIES = 3;
