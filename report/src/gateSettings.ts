import { join } from "node:path";
import {
  configurationError,
  exemptionNote,
  GATE_FILE,
  type LoadedGateSettings,
  loadGateSettings,
  parseJson,
  printable,
  problemsOfRulesConfig,
  type RuleLayers,
  type RulesConfig,
  readRegularFileSync,
  settingAboutStack,
  type WeighedRules,
  weighedByEngine,
} from "pulumi-tcss/internal";
import type { Observation } from "./document";
import type { Messages } from "./messages";
import type { CommonOptions } from "./options";

/** The settings, found and weighed as by the gate of a program that runs in `folder`. */
export function gateSettings(
  { gateConfig }: CommonOptions,
  env: NodeJS.ProcessEnv,
  folder: string,
  { explain, notice }: Pick<Messages, "explain" | "notice">,
): LoadedGateSettings {
  const named = gateConfig === undefined ? undefined : { file: gateConfig, by: "--gate-config" };
  const gate = loadGateSettings({ programFolder: folder, env, named });
  for (const file of gate.files) explain(`settings: ${file}`);
  if (gate.files.length === 0) explain(`settings: the defaults, there is no ${join(folder, GATE_FILE)}`);
  for (const line of gate.notices) notice(line);
  if (gate.files.length > 0 && named === undefined && env["TCSS_GATE_CONFIG"] === undefined)
    notice(
      `${gate.files[0]} counts as the program's own settings. Settings of a policy pack, which would overrule them, are unknown here: name their file with --gate-config.`,
    );
  return gate;
}

/** Levels and settings of the rules, as the engine would put them together from the same files. */
export function weighedRules(layers: RuleLayers, { policyPackConfig: file }: CommonOptions): WeighedRules {
  return weighedByEngine(layers, file === undefined ? {} : rulesConfigIn(file));
}

function rulesConfigIn(file: string): RulesConfig {
  const OPTION = "--policy-pack-config";
  if (file.trim() === "") throw configurationError(OPTION, `${OPTION} is set, but names no file`, NEEDS_JSON);
  const shown = printable(file);
  const text = readRegularFileSync(file, { what: OPTION, nextStep: NEEDS_JSON });
  if (text === undefined) throw configurationError(file, `${OPTION}: ${shown} does not exist`, NEEDS_JSON);
  const parsed = parseJson(text);
  if ("problem" in parsed) throw configurationError(file, `${shown} ${parsed.problem}`, NEEDS_JSON);
  const [problem] = problemsOfRulesConfig(parsed.value);
  if (problem === undefined) return parsed.value as RulesConfig;
  throw configurationError(
    problem.property,
    `${shown} is wrong: ${printable([problem.property, problem.problem].join(" "), 500)}`,
  );
}

const NEEDS_JSON = "Give --policy-pack-config a JSON file, as for pulumi.";

/**
 * Whether the settings exempt the stack from the live check, as the gate would.
 * @throws TcssError of kind `configuration` where that depends on the stack's name, which is unknown.
 */
export function isExempt(
  gate: LoadedGateSettings,
  stack: string | undefined,
  notice: Messages["notice"],
): boolean {
  if (gate.source === "resources")
    notice(
      "The settings say source: resources: the gate asks no account, and judges the program's PurchaseState resources alone. What follows is about the account; use --stack or --file for what the gate judges.",
    );
  const setting = stack === undefined ? settingAboutStack(gate) : undefined;
  if (setting !== undefined) throw needsStackName(setting);
  const exempt = exemptionNote(gate, stack);
  if (exempt !== undefined) notice(exempt);
  return exempt !== undefined;
}

/**
 * `observations`, each with the stack's name that the user gives where its own is unknown.
 * @throws TcssError of kind `configuration` where a waiver depends on a name that is unknown.
 */
export function inStack(
  observations: readonly Observation[],
  { waivers }: LoadedGateSettings,
  given: string | undefined,
): Observation[] {
  const globs = waivers.flatMap(({ scope }) => scope?.stack ?? []);
  return observations.map((observation) => {
    const { place, origin } = observation;
    // a state holds the names of project and stack; the organization's, "organization", is a guess
    const isKnown =
      place.stack !== undefined && (origin.kind === "stack" ? origin.name === place.stack : false);
    if (isKnown) return observation;
    const names = place.stack?.replace(/^organization\//, "").split("/") ?? [];
    if (given?.endsWith(["", ...names].join("/")))
      return { ...observation, place: { ...place, stack: given } };
    if (globs.some((glob) => glob.includes("**") || glob.split("/").length > names.length))
      throw needsStackName("a waiver's scope.stack");
    return observation;
  });
}

function needsStackName(setting: string): Error {
  return configurationError(
    "--stack-name",
    `the settings have ${setting}, and the name of the stack is unknown here`,
    "Give it: --stack-name ORGANIZATION/PROJECT/STACK.",
  );
}
