import type { PolicyConfigSchema, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { documentationUrl, type Rule, rules } from "pulumi-tcss/core";
import type { Gate } from "./gate";

/** A policy of Pulumi's for every rule, judging through `gate`. */
export function policiesOf(gate: Gate): (ResourceValidationPolicy | StackValidationPolicy)[] {
  return rules.map((rule) => policyOf(rule, gate));
}

function policyOf(rule: Rule, gate: Gate): ResourceValidationPolicy | StackValidationPolicy {
  const policy: ResourceValidationPolicy = {
    name: rule.name,
    displayName: `${rule.id} ${rule.title}`,
    description: `${rule.title} (${rule.id}).`,
    enforcementLevel: rule.defaultLevel,
    severity: rule.severity,
    remediationSteps: rule.remediation.map((step, index) => `${index + 1}. ${step}`).join("\n"),
    url: documentationUrl(rule),
    tags: ["tencentcloud", "tcss"],
    configSchema: configSchemaOf(rule),
    async validateResource({ type, name, props, getConfig }, reportViolation) {
      const verdict = await gate.judgeResource(rule, getConfig<object>(), { type, name, props });
      if (verdict !== undefined) reportViolation(verdict.message);
    },
  };
  if (rule.judgeFailure === undefined) return policy;
  // the rule that says when there is nothing to judge by also looks at the stack as a whole
  const validateStack: StackValidationPolicy["validateStack"] = ({ resources }, reportViolation) => {
    const verdict = gate.judgeStack(resources.map(({ type }) => type));
    if (verdict !== undefined) reportViolation(verdict.message);
  };
  return { ...policy, validateStack };
}

function configSchemaOf({ settings }: Rule): PolicyConfigSchema {
  return {
    properties: settings as PolicyConfigSchema["properties"],
    additionalProperties: false,
  } as PolicyConfigSchema;
}
