import type { Policies } from "@pulumi/policy";
import {
  type AssessSettings,
  configurationError,
  type EnforcementLevel,
  GATE_SCHEMA,
  type GateSettingsArgs,
  levelsAndSettings,
  loadGateSettings,
  onlyDefined,
  problemsOfGateSettings,
  problemsOfRuleSettings,
  problemsOfRulesConfig,
  type RulesConfig,
  rules,
  unavailableNotice,
  type ValidationIssue,
  visible,
  withUnavailableLevel,
} from "pulumi-tcss/core";
import { type EngineListener, listenToEngine, type PolicySettings } from "./engine";
import { Gate } from "./gate";
import { policiesOf } from "./policies";

/**
 * Levels and settings of the rules by policy name, `all` for a level of all others, and the gate's own settings.
 * What is given here counts more than the engine's configuration (`--policy-pack-config`), and that more than a
 * file; waivers add up.
 */
export type GuardArgs = RulesConfig & GateSettingsArgs;

/** Where the gate looks for its file, and whose policies stand beside it. */
export interface GuardSurroundings {
  /** Folder of the policy pack. */
  readonly packFolder: string;
  /** Folder of the program that is deployed, where it is known. */
  readonly programFolder?: string | undefined;
  /** Names of the policies that share the pack. */
  readonly otherPolicies?: readonly string[];
}

/**
 * The gate's policies, listening to the engine. Call it before `new PolicyPack`, which takes them.
 * @throws TcssError of kind `configuration` for arguments that are not allowed, by their names.
 */
export function guardedPolicies(args: GuardArgs, surroundings: GuardSurroundings): Policies {
  const { rulesConfig, gateSettings } = checked(args);
  const taken = (surroundings.otherPolicies ?? []).filter((name) => rules.some((rule) => rule.name === name));
  refuse(
    taken.map((name) => ({ property: name, problem: "is the name of a policy of the gate's" })),
    "TcssGuard's policies",
  );
  const { env } = process;
  const gate = new Gate({
    settings: () => loadGateSettings({ ...surroundings, env }, gateSettings),
    env,
    now: () => new Date(),
    note,
  });
  listenToEngine(listenerFor(gate, rulesConfig, surroundings.otherPolicies ?? []));
  return policiesOf(gate, levelsAndSettings(rulesConfig, { merged: false }));
}

/** Standard output is the engine's; what is written to standard error it shows to the user. */
function note(text: string): void {
  // it may hold names and reasons that somebody else wrote
  console.error(visible(text));
}

function checked(args: GuardArgs): { rulesConfig: RulesConfig; gateSettings: GateSettingsArgs } {
  const names = new Set(["all", ...rules.map(({ name }) => name)]);
  const entries = Object.entries(onlyDefined(args));
  const rulesConfig = Object.fromEntries(entries.filter(([name]) => names.has(name)));
  const gateSettings = Object.fromEntries(entries.filter(([name]) => !names.has(name)));
  const problems = [
    ...unknownNames(gateSettings, names),
    ...problemsOfRulesConfig(rulesConfig),
    // the schemas are read where there is something to check
    ...(Object.keys(gateSettings).length > 0 ? problemsOfGateSettings(gateSettings) : []),
  ];
  refuse(problems, "TcssGuard");
  return { rulesConfig, gateSettings };
}

/** Told apart from wrong settings of the gate, since it may as well be a policy whose name is misspelt. */
function unknownNames(gateSettings: object, policies: ReadonlySet<string>): ValidationIssue[] {
  const known = [...policies, ...Object.keys(GATE_SCHEMA.properties), "policies"];
  return Object.keys(gateSettings)
    .filter((name) => !known.includes(name))
    .map((property) => ({ property, problem: `is not known here; known are ${known.join(", ")}` }));
}

function refuse([problem]: readonly ValidationIssue[], whose: string): void {
  if (problem === undefined) return;
  throw configurationError(
    problem.property,
    `${whose}: ${[problem.property, problem.problem].join(" ")}`,
    "Correct it; a setting that is not understood might have been meant to be stricter.",
  );
}

/** What the gate does with what the engine says, before it asks about any resource. */
export function listenerFor(
  gate: Gate,
  rulesConfig: RulesConfig,
  otherPolicies: readonly string[],
): EngineListener {
  const known = new Set(["all", ...rules.map(({ name }) => name), ...otherPolicies]);
  return {
    stack: (stack) => gate.begin(stack),
    policies(given) {
      // where there is no stack (pulumi policy analyze), nothing else has asked for them
      gate.requireSettings();
      for (const [name, { settings }] of given) {
        if (!known.has(name))
          refuse(
            [{ property: name, problem: `is no policy of this pack; known are ${[...known].join(", ")}` }],
            "the policy pack's configuration",
          );
        refuse(problemsOfRuleSettings({ name }, settings), "the policy pack's configuration");
      }
      const fixed = new Map(
        [...given].flatMap(([name, settings]) => {
          const counts = fixedByCode(name, settings, rulesConfig);
          return counts === undefined ? [] : [[name, counts] as const];
        }),
      );
      const settings = effectiveSettings(given, fixed, rulesConfig);
      const available = given.get(AVAILABLE);
      const level = settings[AVAILABLE]?.enforcementLevel;
      if (available !== undefined && level !== undefined && level !== available.enforcementLevel)
        fixed.set(AVAILABLE, { ...available, enforcementLevel: level });
      gate.configure(settings);
      const lowered = unavailableNotice(settings);
      if (lowered !== undefined) note(lowered);
      if (rules.some(({ name }) => settings[name]?.enforcementLevel !== "disabled")) gate.readAhead();
      return fixed;
    },
  };
}

const AVAILABLE = "purchase-state-available" satisfies keyof RulesConfig;

/**
 * Levels and settings of all rules as they count, with the level at which TCSS000 speaks for the others. The
 * engine has joined the levels with the one for all, which it hands on as well: a level of TCSS000's own is known
 * where it differs from that, or, without one, from the pack's.
 */
function effectiveSettings(
  given: ReadonlyMap<string, PolicySettings>,
  fixed: ReadonlyMap<string, PolicySettings>,
  rulesConfig: RulesConfig,
): AssessSettings {
  const ofCode = levelsAndSettings(rulesConfig, { merged: false });
  const settings = Object.fromEntries(
    rules.map(({ name }) => {
      const counts = fixed.get(name) ?? given.get(name);
      if (counts === undefined) return [name, ofCode[name]];
      return [name, { ...counts.settings, enforcementLevel: levelIn(counts) }];
    }),
  );
  const { all } = rulesConfig;
  const own = rulesConfig[AVAILABLE];
  const inCode = typeof own === "string" ? own : own?.enforcementLevel;
  const enforcementLevel = inCode ?? all;
  if (enforcementLevel !== undefined)
    return withUnavailableLevel({ ...settings, [AVAILABLE]: { enforcementLevel } }, inCode !== undefined);
  const engines = given.get(AVAILABLE);
  const ofAll = given.get("all");
  const isNamed =
    engines !== undefined &&
    levelIn(engines) !== (ofAll === undefined ? ofCode[AVAILABLE]?.enforcementLevel : levelIn(ofAll));
  return withUnavailableLevel(settings, isNamed);
}

/** A level of the engine's; one that no rule has (`remediate`) weighs as much as any. */
function levelIn({ enforcementLevel }: PolicySettings): EnforcementLevel {
  return enforcementLevel === "disabled" || enforcementLevel === "advisory" ? enforcementLevel : "mandatory";
}

/** `given` with what the pack's code says; undefined where that changes nothing. */
function fixedByCode(
  name: string,
  given: PolicySettings,
  { all, ...config }: RulesConfig,
): PolicySettings | undefined {
  const rule = rules.find((each) => each.name === name);
  // the level of TCSS000 depends on the others'
  if (rule === undefined || name === AVAILABLE) return undefined;
  const ofCode = config[name as keyof typeof config];
  const own = typeof ofCode === "string" ? { enforcementLevel: ofCode } : onlyDefined(ofCode ?? {});
  const { enforcementLevel = all ?? given.enforcementLevel, ...settings } = own as Partial<PolicySettings>;
  const fixed = { enforcementLevel, settings: { ...given.settings, ...settings } };
  const changed = Object.entries({ ...fixed.settings, enforcementLevel }).filter(
    ([key, value]) => value !== { ...given.settings, enforcementLevel: given.enforcementLevel }[key],
  );
  if (changed.length === 0) return undefined;
  for (const [key, value] of changed)
    note(
      `${name}.${key} is ${value}: the policy pack's code says so, which the configuration given to the engine cannot change.`,
    );
  return fixed;
}
