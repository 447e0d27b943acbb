import assert from "node:assert/strict";
import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { parsePurchaseState, rules, withoutAdditionalFields } from "pulumi-tcss/internal";
import { Gate } from "../../../policy-pack/src/gate";
import { policiesOf } from "../../../policy-pack/src/policies";
import { gateSettings } from "../support/gateSettings";
import { DURING_LICENCE, EXAMPLE } from "../support/replies";

type Policy = ResourceValidationPolicy & Partial<Pick<StackValidationPolicy, "validateStack">>;

function policies(source: "live" | "resources" = "resources"): Policy[] {
  const gate = new Gate({
    settings: () => gateSettings({ source }),
    env: {},
    now: () => DURING_LICENCE,
    note: assert.fail,
  });
  return policiesOf(gate) as Policy[];
}

function policyNamed(name: string, source?: "live" | "resources"): Policy {
  return policies(source).find((policy) => policy.name === name) ?? assert.fail(`no policy ${name}`);
}

/** What `policy` reports about a PurchaseState with the example's values. */
async function reported(policy: Policy, config: object): Promise<string[]> {
  const messages: string[] = [];
  const resource = {
    type: "pulumi-nodejs:dynamic/tcss:PurchaseState",
    name: "tcss",
    props: {
      purchaseState: {
        ...withoutAdditionalFields(parsePurchaseState(EXAMPLE)),
        observedAt: DURING_LICENCE.toISOString(),
      },
    },
    getConfig: () => config,
  };
  const validate = policy.validateResource as (args: unknown, report: (message: string) => void) => unknown;
  await validate(resource, (message) => messages.push(message));
  return messages;
}

describe("policiesOf", () => {
  it("makes one policy of each rule, in the rules' order", () => {
    assert.deepEqual(
      policies().map(({ name }) => name),
      rules.map(({ name }) => name),
    );
  });

  for (const rule of rules)
    it(`gives ${rule.name} its level, severity, steps, page and id`, () => {
      const policy = policyNamed(rule.name);
      assert.equal(policy.enforcementLevel, rule.defaultLevel);
      assert.equal(policy.severity, rule.severity);
      assert.equal(policy.displayName, `${rule.id} ${rule.title}`);
      assert.equal(policy.description, `${rule.title} (${rule.id}).`);
      assert.equal(policy.url?.split("/").at(-1), `${rule.id}.md`);
      assert.deepEqual(policy.tags, ["tencentcloud", "tcss"]);
      const steps = policy.remediationSteps?.split("\n") ?? [];
      assert.deepEqual(
        steps,
        rule.remediation.map((step, index) => `${index + 1}. ${step}`),
      );
    });

  for (const rule of rules)
    it(`gives ${rule.name} a schema of its settings that refuses unknown ones`, () => {
      const { configSchema } = policyNamed(rule.name);
      assert.deepEqual(configSchema, { properties: rule.settings, additionalProperties: false });
    });

  it("gives no-undefended-cores its threshold", () => {
    assert.deepEqual(policyNamed("no-undefended-cores").configSchema?.properties, {
      maxUndefendedCores: {
        type: "integer",
        default: 0,
        minimum: 0,
        description: "Undefended cores that are accepted. Unit: cores.",
      },
    });
  });

  it("reports the rule's message", async () => {
    const policy = policyNamed("no-undefended-cores");
    assert.deepEqual(await reported(policy, { maxUndefendedCores: 0 }), [
      "86 of 154 cores are undefended. Up to 79 bought cores are idle and could cover them at no cost; the other 7 need elastic billing (limit 5,000, none in use) or a purchase.",
    ]);
  });

  it("reports hidden characters of a name, a reply or an error as escapes", async () => {
    const gate = {
      evaluateResource: async () => ["State of acc\u202etnuoc \u009b31m"],
      evaluateStack: () => ["no\u200bne"],
      plan: { evaluateAll: async () => {} },
    } as unknown as Gate;
    const [policy] = policiesOf(gate) as [Policy];
    assert.deepEqual(await reported(policy, {}), ["State of acc\\u202etnuoc \\u009b31m"]);
    const messages: string[] = [];
    const report = (message: string): void => void messages.push(message);
    const validateStack = policy.validateStack as unknown as (args: unknown, report: unknown) => unknown;
    await validateStack({ resources: [] }, report);
    assert.deepEqual(messages, ["no\\u200bne"]);
  });

  it("reports nothing when the rule has nothing to say with these settings", async () => {
    assert.deepEqual(await reported(policyNamed("no-undefended-cores"), { maxUndefendedCores: 86 }), []);
    assert.deepEqual(await reported(policyNamed("protection-active"), {}), []);
  });

  it("lets purchase-state-available, and what needs a forecast, look at the stack as a whole", () => {
    const names = policies()
      .filter(({ validateStack }) => validateStack !== undefined)
      .map(({ name }) => name);
    const ofPlan = rules.filter(({ needs }) => needs === "forecast");
    assert.deepEqual(names, ["purchase-state-available", ...ofPlan.map(({ name }) => name)]);
  });

  it("reports that nothing is there to judge, and only then", async () => {
    const run = async (source: "live" | "resources", types: string[]): Promise<string[]> => {
      const messages: string[] = [];
      const { validateStack } = policyNamed("purchase-state-available", source);
      const validate = validateStack as (args: unknown, report: (message: string) => void) => unknown;
      await validate({ resources: types.map((type) => ({ type, name: "x", props: {} })) }, (message) =>
        messages.push(message),
      );
      return messages;
    };
    assert.equal((await run("resources", ["pulumi:pulumi:Stack"])).length, 1);
    assert.deepEqual(await run("resources", ["pulumi-nodejs:dynamic/tcss:PurchaseState"]), []);
    assert.deepEqual(await run("live", ["pulumi:pulumi:Stack"]), []);
  });
});
