import type { PolicyConfigSchema, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import {
  type AssessSettings,
  documentationUrl,
  purchaseStateAvailable,
  type Rule,
  rules,
  visible,
} from "pulumi-tcss/internal";
import type { Gate } from "./gate";
import type { StackResource } from "./plan";

/**
 * A policy of Pulumi's for every rule, evaluated by `gate`.
 * @param settings levels and settings by policy name; what is left out has the rule's default.
 */
export function policiesOf(
  gate: Gate,
  settings: AssessSettings = {},
): (ResourceValidationPolicy | StackValidationPolicy)[] {
  return rules.map((rule) => policyOf(rule, gate, settings[rule.name] ?? {}));
}

function policyOf(
  rule: Rule,
  gate: Gate,
  { enforcementLevel = rule.defaultLevel, ...settings }: NonNullable<AssessSettings[string]>,
): ResourceValidationPolicy | StackValidationPolicy {
  const policy: ResourceValidationPolicy = {
    name: rule.name,
    displayName: `${rule.id} ${rule.title}`,
    description: `${rule.title} (${rule.id}).`,
    enforcementLevel,
    severity: rule.severity,
    remediationSteps: rule.remediation.map((step, index) => `${index + 1}. ${step}`).join("\n"),
    url: documentationUrl(rule),
    tags: ["tencentcloud", "tcss"],
    configSchema: configSchemaOf(rule, settings),
    async validateResource({ type, name, urn, props, getConfig }, reportViolation) {
      if (rule.needs === "forecast") gate.plan.see(rule, { type, name, urn, props });
      else
        for (const message of await gate.evaluateResource(rule, getConfig<object>(), { type, name, props }))
          reportViolation(visible(message));
    },
  };
  const evaluateStack = stackEvaluation(rule, gate);
  if (evaluateStack === undefined) return policy;
  const validateStack: StackValidationPolicy["validateStack"] = async ({ resources }, reportViolation) => {
    for (const message of await evaluateStack(resources)) reportViolation(visible(message));
  };
  return { ...policy, validateStack };
}

/** What shows in the stack as a whole: that there is nothing to assess, and what the deployment adds. */
function stackEvaluation(
  rule: Rule,
  gate: Gate,
): ((resources: readonly StackResource[]) => Promise<string[]>) | undefined {
  if (rule.id === purchaseStateAvailable.id)
    return async (resources) => {
      await gate.plan.evaluateAll(resources);
      return gate.evaluateStack(resources);
    };
  return rule.needs === "forecast" ? (resources) => gate.plan.evaluate(rule, resources) : undefined;
}

/** The rule's schema, with other defaults where settings are given. */
function configSchemaOf(rule: Rule, settings: Readonly<Record<string, unknown>>): PolicyConfigSchema {
  const properties = Object.entries(rule.settings).map(([key, schema]) => [
    key,
    settings[key] === undefined ? schema : { ...(schema as object), default: settings[key] },
  ]);
  return {
    properties: Object.fromEntries(properties) as PolicyConfigSchema["properties"],
    additionalProperties: false,
  } as PolicyConfigSchema;
}
