import {
  configurationError,
  didYouMean,
  GATE_SCHEMA,
  type GateSettingsArgs,
  onlyDefined,
  problemsOfGateSettings,
  problemsOfRulesConfig,
  type RulesConfig,
  rules,
  type ValidationIssue,
} from "pulumi-tcss/internal";

/**
 * Levels and settings of the rules by policy name, `all` for a level of all others, and the gate's own settings.
 * What is given here counts more than the engine's configuration (`--policy-pack-config`), and that more than a
 * file; waivers add up.
 */
export type GuardArgs = RulesConfig & GateSettingsArgs;

/** The arguments as settings of the gate: what they say of the rules stands under `rules`, as in a file. */
export function checkedArgs({ rules: ofRules, ...args }: GuardArgs): GateSettingsArgs {
  const names = new Set(["all", ...rules.map(({ name }) => name)]);
  const entries = Object.entries(onlyDefined(args));
  const rulesConfig = Object.fromEntries(entries.filter(([name]) => names.has(name)));
  const gateSettings = Object.fromEntries(entries.filter(([name]) => !names.has(name)));
  const settings = { ...gateSettings, ...(ofRules === undefined ? {} : { rules: ofRules }) };
  const problems = [
    // the schemas are loaded where there is something to check
    ...(isEmpty(gateSettings) ? [] : unknownNames(gateSettings, names)),
    ...(isEmpty(rulesConfig) ? [] : problemsOfRulesConfig(rulesConfig)),
    ...(isEmpty(settings) ? [] : problemsOfGateSettings(settings)),
  ];
  refuse(problems, "TcssGuard");
  refuse(
    Object.keys(ofRules ?? {})
      .filter((name) => Object.hasOwn(rulesConfig, name))
      .map((name) => ({ property: name, problem: `is given twice: by itself and in rules.${name}` })),
    "TcssGuard",
  );
  return { ...gateSettings, rules: { ...ofRules, ...rulesConfig } };
}

function isEmpty(object: object): boolean {
  return Object.keys(object).length === 0;
}

/** Apart from wrong settings of the gate, since it may be the misspelt name of a policy. */
function unknownNames(gateSettings: object, policies: ReadonlySet<string>): ValidationIssue[] {
  const known = [...policies, ...Object.keys(GATE_SCHEMA.properties), "policies"];
  return Object.keys(gateSettings)
    .filter((name) => !known.includes(name))
    .map((property) => ({
      property,
      problem: `is unknown. Valid names: ${known.join(", ")}${didYouMean(property, known)}`,
    }));
}

/** @throws TcssError of kind `configuration` for the first of the issues. */
export function refuse([problem]: readonly ValidationIssue[], whose: string): void {
  if (problem === undefined) return;
  throw configurationError(
    problem.property,
    `${whose}: ${[problem.property, problem.problem].join(" ")}`,
    "Correct it; a setting that is not understood might have been meant to be stricter.",
  );
}
