import type { Policies } from "@pulumi/policy";
import {
  type AssessSettings,
  assessSettingsOf,
  configurationError,
  didYouMean,
  type EngineRule,
  type EngineRules,
  GATE_SCHEMA,
  type GateSettingsArgs,
  type LoadedGateSettings,
  loadGateSettings,
  onlyDefined,
  problemsOfGateSettings,
  problemsOfRuleSettings,
  problemsOfRulesConfig,
  type RuleLayers,
  type RulesConfig,
  rules,
  unavailableNotice,
  type ValidationIssue,
  visible,
  weighRules,
} from "pulumi-tcss/internal";
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
  const code = checked(args);
  const taken = (surroundings.otherPolicies ?? []).filter((name) => rules.some((rule) => rule.name === name));
  refuse(
    taken.map((name) => ({ property: name, problem: "is the name of a policy of the gate's" })),
    "TcssGuard's policies",
  );
  const { env } = process;
  const settings = loaded(() => loadGateSettings({ ...surroundings, env }, code));
  const gate = new Gate({ settings: settings.get, env, now: () => new Date(), note });
  const { layers = { code: code.rules ?? {}, files: [] } } = settings;
  listenToEngine(listenerFor(gate, layers, surroundings.otherPolicies ?? []));
  return policiesOf(gate, assessSettingsOf(weighRules(layers)));
}

/**
 * The gate's settings, which the policies' levels depend on. What is wrong with them is said when the engine begins:
 * then it reaches the user.
 */
function loaded(load: () => LoadedGateSettings): { get: () => LoadedGateSettings; layers?: RuleLayers } {
  try {
    const settings = load();
    return { get: () => settings, layers: settings.ruleLayers };
  } catch (error) {
    return {
      get: () => {
        throw error;
      },
    };
  }
}

/** Standard output is the engine's; what is written to standard error it shows to the user. */
function note(text: string): void {
  // it may hold names and reasons that somebody else wrote
  console.error(visible(text));
}

/** The arguments as settings of the gate: what they say of the rules stands under `rules`, as in a file. */
function checked({ rules: ofRules, ...args }: GuardArgs): GateSettingsArgs {
  const names = new Set(["all", ...rules.map(({ name }) => name)]);
  const entries = Object.entries(onlyDefined(args));
  const rulesConfig = Object.fromEntries(entries.filter(([name]) => names.has(name)));
  const gateSettings = Object.fromEntries(entries.filter(([name]) => !names.has(name)));
  const settings = { ...gateSettings, ...(ofRules === undefined ? {} : { rules: ofRules }) };
  const problems = [
    // the schemas are read where there is something to check
    ...(Object.keys(gateSettings).length > 0 ? unknownNames(gateSettings, names) : []),
    ...problemsOfRulesConfig(rulesConfig),
    ...(Object.keys(settings).length > 0 ? problemsOfGateSettings(settings) : []),
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

/** Told apart from wrong settings of the gate, since it may as well be a policy whose name is misspelt. */
function unknownNames(gateSettings: object, policies: ReadonlySet<string>): ValidationIssue[] {
  const known = [...policies, ...Object.keys(GATE_SCHEMA.properties), "policies"];
  return Object.keys(gateSettings)
    .filter((name) => !known.includes(name))
    .map((property) => ({
      property,
      problem: `is unknown. Valid names: ${known.join(", ")}${didYouMean(property, known)}`,
    }));
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
  layers: RuleLayers,
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
            [
              {
                property: name,
                problem: `is not a policy of this pack. Valid policies: ${[...known].join(", ")}${didYouMean(name, known)}`,
              },
            ],
            "the policy pack's configuration",
          );
        refuse(problemsOfRuleSettings({ name }, settings), "the policy pack's configuration");
      }
      const weighed = weighRules(layers, engineRules(given));
      for (const notice of weighed.notices) note(notice);
      const settings = assessSettingsOf(weighed);
      gate.configure(settings);
      const lowered = unavailableNotice(settings);
      if (lowered !== undefined) note(lowered);
      if (rules.some(({ name }) => settings[name]?.enforcementLevel !== "disabled")) gate.readAhead();
      return overruled(given, settings);
    },
  };
}

/** What the engine hands on, with levels that rules have: one that none has (`remediate`) weighs as much as any. */
function engineRules(given: ReadonlyMap<string, PolicySettings>): EngineRules {
  const ofRule = ({ enforcementLevel: level, settings }: PolicySettings): EngineRule => ({
    enforcementLevel: level === "disabled" || level === "advisory" ? level : "mandatory",
    settings,
  });
  const policies = new Map([...given].map(([name, settings]) => [name, ofRule(settings)]));
  return { all: policies.get("all")?.enforcementLevel, policies };
}

/** What counts instead of what the engine hands on, where that is something else. */
function overruled(
  given: ReadonlyMap<string, PolicySettings>,
  counts: AssessSettings,
): ReadonlyMap<string, PolicySettings> {
  return new Map(
    [...given].flatMap(([name, { enforcementLevel: level, settings }]): [string, PolicySettings][] => {
      const { enforcementLevel = level, ...own } = counts[name] ?? {};
      const isSame =
        enforcementLevel === level && Object.entries(own).every(([key, value]) => settings[key] === value);
      return isSame ? [] : [[name, { enforcementLevel, settings: { ...settings, ...own } }]];
    }),
  );
}
