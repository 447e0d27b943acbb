import type { Policies } from "@pulumi/policy";
import {
  type AssessSettings,
  assessSettingsOf,
  didYouMean,
  type EngineRule,
  type EngineRules,
  type LoadedGateSettings,
  loadGateSettings,
  problemsOfRuleSettings,
  type RuleLayers,
  rules,
  unavailableNotice,
  visible,
  weighRules,
} from "pulumi-tcss/internal";
import { type EngineListener, listenToEngine, type PolicySettings } from "./engine";
import { Gate } from "./gate";
import { checkedArgs, type GuardArgs, refuse } from "./guardArgs";
import { policiesOf } from "./policies";

/** Where the gate looks for its file, and whose policies stand beside it. */
export interface PackContext {
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
export function assemblePolicies(args: GuardArgs, context: PackContext): Policies {
  const code = checkedArgs(args);
  const taken = (context.otherPolicies ?? []).filter((name) => rules.some((rule) => rule.name === name));
  refuse(
    taken.map((name) => ({ property: name, problem: "is the name of a policy of the gate's" })),
    "TcssGuard's policies",
  );
  const { env } = process;
  const settings = loaded(() => loadGateSettings({ ...context, env }, code));
  const gate = new Gate({ settings: settings.get, env, now: () => new Date(), note });
  const { layers = { code: code.rules ?? {}, files: [] } } = settings;
  listenToEngine(listenerFor(gate, layers, context.otherPolicies ?? []));
  return policiesOf(gate, assessSettingsOf(weighRules(layers)));
}

/**
 * The gate's settings, which the policies' levels depend on. An error in them is thrown when the engine makes its
 * first call: then it reaches the user.
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
  // it may hold names and reasons that others wrote
  console.error(visible(text));
}

/** What the gate does at the engine's first calls, before any policy is evaluated. */
export function listenerFor(
  gate: Gate,
  layers: RuleLayers,
  otherPolicies: readonly string[],
): EngineListener {
  const known = new Set(["all", ...rules.map(({ name }) => name), ...otherPolicies]);
  return {
    stack: (stack) => gate.begin(stack),
    policies(given) {
      // without a stack (pulumi policy analyze) this is the first call
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
      const lowered = unavailableNotice(settings, layers.scope);
      if (lowered !== undefined) note(lowered);
      if (rules.some(({ name }) => settings[name]?.enforcementLevel !== "disabled")) gate.readAhead();
      return changedPolicies(given, settings);
    },
  };
}

/** What the engine passes on, in the levels of rules: any other one (`remediate`) counts as mandatory. */
function engineRules(given: ReadonlyMap<string, PolicySettings>): EngineRules {
  const ofRule = ({ enforcementLevel: level, settings }: PolicySettings): EngineRule => ({
    enforcementLevel: level === "disabled" || level === "advisory" ? level : "mandatory",
    settings,
  });
  const policies = new Map([...given].map(([name, settings]) => [name, ofRule(settings)]));
  return { all: policies.get("all")?.enforcementLevel, policies };
}

/** The policies for which something else counts than what the engine passes on. */
function changedPolicies(
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
