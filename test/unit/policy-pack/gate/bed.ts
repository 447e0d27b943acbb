import assert from "node:assert/strict";
import {
  type AssessSettings,
  type GateSettingsArgs,
  parsePurchaseState,
  type Rule,
  rules,
  withoutAdditionalFields,
} from "pulumi-tcss/internal";
import { Gate, type GateOptions } from "../../../../policy-pack/src/gate";
import type { PolicyResource } from "../../../../policy-pack/src/resource";
import { type ApiServer, startApiServer } from "../../support/apiServer";
import { refuseAssets } from "../../support/coverages";
import { gateSettings } from "../../support/gateSettings";
import { DURING_LICENCE, EXAMPLE } from "../../support/replies";

/** The action that reads the purchase state. */
export const ASK = "DescribePurchaseStateInfo";
export const STACK: PolicyResource = { type: "pulumi:pulumi:Stack", name: "p-dev", props: {} };
export const TYPES = ["pulumi-nodejs:dynamic/tcss:PurchaseState", "tcss:index:PurchaseState"] as const;

export const values = withoutAdditionalFields(parsePurchaseState(EXAMPLE));
/** As they stand in a resource that was read in this run. */
export const example = { ...values, observedAt: "2024-10-01T00:00:00Z" };

/** What reading an unknown value throws in @pulumi/policy: the name of its class is all there is to know it by. */
export class UnknownValueError extends Error {}

/** An object that throws `error` when `property` of it is read, as @pulumi/policy's proxies do. */
export function throwingAt(property: string, error: Error, rest: object = {}): Record<string, unknown> {
  return Object.defineProperty({ ...rest }, property, {
    get: () => {
      throw error;
    },
    enumerable: true,
  });
}

export function resource(props: Record<string, unknown>, type: string = TYPES[0]): PolicyResource {
  return { type, name: "tcss", props };
}

const MANDATORY = rules.filter(({ defaultLevel }) => defaultLevel === "mandatory");

/** What the rules say of a resource, by id; by default the rules that stop a deployment. */
export async function judged(
  by: Gate,
  resource: PolicyResource,
  of: readonly Rule[] = MANDATORY,
): Promise<Record<string, string>> {
  const verdicts = await Promise.all(
    of.map(async (rule) => {
      const defaults = Object.entries(rule.settings as Record<string, { default: unknown }>);
      const settings = Object.fromEntries(defaults.map(([key, schema]) => [key, schema.default]));
      const [message, ...others] = await by.evaluateResource(rule, settings, resource);
      assert.deepEqual(others, []);
      return [rule.id, message] as const;
    }),
  );
  return Object.fromEntries(verdicts.filter(([, message]) => message !== undefined)) as Record<
    string,
    string
  >;
}

/** For each test an API server, which refuses to list assets, gates that ask it, and what they note. */
export function useGate() {
  let server: ApiServer;
  let env: Record<string, string>;
  let notes: string[];
  beforeEach(async () => {
    server = await startApiServer();
    refuseAssets(server);
    env = {
      TENCENTCLOUD_SECRET_ID: "AKIDfromenv",
      TENCENTCLOUD_SECRET_KEY: "key-from-env",
      TENCENTCLOUD_TCSS_ENDPOINT: server.endpoint,
      TENCENTCLOUD_STS_ENDPOINT: server.endpoint,
    };
    notes = [];
  });
  afterEach(() => server.close());

  /** A gate that has not begun. */
  function gate({
    source = "live",
    ...rest
  }: Partial<GateOptions> & Pick<GateSettingsArgs, "source"> = {}): Gate {
    return new Gate({
      settings: () => gateSettings({ source }),
      env,
      now: () => DURING_LICENCE,
      note: (text) => notes.push(text),
      ...rest,
    });
  }

  /** One with these settings and levels, in a preview of the stack acme/shop/dev. */
  function begun(settings: GateSettingsArgs = {}, levels: AssessSettings = {}): Gate {
    const one = gate({ settings: () => gateSettings(settings) });
    one.begin({ preview: true, name: "acme/shop/dev", config: () => undefined });
    one.configure(levels);
    return one;
  }

  return {
    get server() {
      return server;
    },
    get env() {
      return env;
    },
    get notes() {
      return notes;
    },
    gate,
    begun,
  };
}
