import { didYouMean } from "../base/likely";
import { changedIssue, type ValidationIssue, validator } from "../schema/schema";
import { rules, type SettingsByPolicy } from ".";
import { type EnforcementLevel, LEVELS, type Rule } from "./rule";

type LevelOf = {
  /**
   * How much a finding of the rule weighs: `mandatory` stops the deployment, `advisory` warns, `disabled` says nothing.
   * Absent: as it is without these settings.
   */
  readonly enforcementLevel?: EnforcementLevel | undefined;
};

/** A rule's level alone, or its level and settings; what is left out has the rule's default. */
export type RuleConfig<Settings extends object = object> =
  | EnforcementLevel
  | (keyof Settings extends never
      ? LevelOf
      : LevelOf & { readonly [K in keyof Settings]?: Settings[K] | undefined });

/** Levels and settings by policy name, as in Pulumi's `--policy-pack-config`. */
export type RulesConfig = {
  readonly [Name in keyof SettingsByPolicy]?: RuleConfig<SettingsByPolicy[Name]> | undefined;
} & {
  /** The default level: it applies to every rule without a level here. */
  readonly all?: EnforcementLevel | undefined;
};

const LEVEL_SCHEMA = { type: "string", enum: LEVELS } as const;

const validateLevel = validator({ type: "object", properties: { all: LEVEL_SCHEMA } });

const ofRules = new Map(
  rules.map((rule) => {
    const properties = { enforcementLevel: LEVEL_SCHEMA, ...rule.settings };
    return [rule.name, validator({ type: "object", additionalProperties: false, properties })] as const;
  }),
);

/** What is wrong with the settings of one rule, its level among them; an empty list means that they are right. */
export function problemsOfRuleSettings({ name }: Pick<Rule, "name">, settings: unknown): ValidationIssue[] {
  return (ofRules.get(name)?.(settings) ?? []).map((issue) =>
    changedIssue(issue, { property: issue.property === "" ? name : `${name}.${issue.property}` }),
  );
}

/**
 * What is wrong with levels and settings by policy name. A name that no rule has is wrong as well: it might
 * have been meant to make one stricter.
 */
export function problemsOfRulesConfig(config: unknown): ValidationIssue[] {
  if (typeof config !== "object" || config === null || Array.isArray(config))
    return [{ property: "", problem: "must be an object of policy names" }];
  return Object.entries(config).flatMap(([name, value]): ValidationIssue[] => {
    if (name === "all") return validateLevel({ all: value });
    if (!ofRules.has(name)) {
      const known = ["all", ...ofRules.keys()];
      const likely = rules.find(({ id }) => id.toLowerCase() === name.toLowerCase())?.name;
      return [
        {
          property: name,
          problem: `is not a policy. Valid policies: ${known.join(", ")}${didYouMean(likely ?? name, known)}`,
        },
      ];
    }
    return problemsOfRuleSettings({ name }, typeof value === "string" ? { enforcementLevel: value } : value);
  });
}
