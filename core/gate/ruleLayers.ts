// Who decides a rule's level and settings. Each place may name a rule's own level, a level for `all`, and settings;
// what a place leaves out, the next one says:
//   the pack's code > the configuration given to the engine > the pack's file > the program's file > the rule itself.
// With `programSettings: stricter` the program's file stands outside that row: it raises what the others say, and
// never lowers it.
import { type AssessSettings, withUnavailableLevel } from "../assess";
import { onlyDefined } from "../base/defined";
import { purchaseStateAvailable, rules } from "../rules";
import type { RuleScope } from "../rules/evidence";
import { type EnforcementLevel, LEVELS, type Rule, type SettingSchema } from "../rules/rule";
import type { RulesConfig } from "../rules/rulesConfig";

/** What one file says of the rules. */
export interface FileLayer {
  readonly file: string;
  readonly rules: RulesConfig;
}

/** What the places other than the engine say of the rules. */
export interface RuleLayers {
  readonly code: RulesConfig;
  /** In the order of their authority. */
  readonly files: readonly FileLayer[];
  /** The program's file, where it may only be stricter. */
  readonly stricter?: FileLayer | undefined;
  /** The other settings on which it depends whether a rule has anything to judge. Absent: their defaults. */
  readonly scope?: RuleScope | undefined;
}

/** Level and settings of one policy, as the engine passes them on: with its defaults where no others were given. */
export interface EngineRule {
  readonly enforcementLevel: EnforcementLevel;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** The configuration given to the engine, joined by it with what the policies declare. */
export interface EngineRules {
  /** Its level for `all`. Absent: it has none. */
  readonly all?: EnforcementLevel | undefined;
  readonly policies: ReadonlyMap<string, EngineRule>;
}

/** Who decided a level: the pack's code, the engine's configuration, a file by its path, or the rule's default. */
export type DecidedBy = "code" | "engine" | "default" | { readonly file: string };

/** Level and settings of a rule as they count. */
export interface WeighedRule {
  readonly enforcementLevel: EnforcementLevel;
  readonly levelBy: DecidedBy;
  /** Whether the level was given to this rule by its name, as far as that differs from a level for `all`. */
  readonly levelIsNamed: boolean;
  /** Settings that were given; the others have the rule's defaults. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** The rules as they count, by policy name. */
export interface WeighedRules {
  readonly rules: Readonly<Record<string, WeighedRule>>;
  /** What was given and does not count. */
  readonly notices: readonly string[];
  /** As {@link RuleLayers} have it. */
  readonly scope?: RuleScope | undefined;
}

/** Puts together what the places say; without `engine`, what the policies declare to it. */
export function weighRules(layers: RuleLayers, engine?: EngineRules): WeighedRules {
  const notices: string[] = [];
  const declared = engine === undefined ? {} : assessSettingsOf(weighRules(layers));
  const weighed = rules.map((rule) => {
    const ofFiles = belowEngine(rule, layers);
    const ofEngine =
      engine === undefined ? ofFiles : overByEngine(ofFiles, rule, engine, declared[rule.name]);
    const ofCode = over(ofEngine, rule, layers.code, "code");
    noteOverruled(rule, ofEngine, ofFiles, ofCode, notices);
    const { stricter } = layers;
    return [rule.name, stricter === undefined ? ofCode : raised(ofCode, rule, stricter, notices)] as const;
  });
  const { stricter } = layers;
  if (stricter?.rules.all !== undefined && !weighed.some(([, { levelBy }]) => isFile(levelBy, stricter.file)))
    noteLooser(stricter, "all", notices);
  return { rules: Object.fromEntries(weighed), notices, scope: layers.scope };
}

/** Settings for `assess`, with the level at which TCSS000 speaks for the other rules. */
export function assessSettingsOf({ rules: weighed, scope }: WeighedRules): AssessSettings {
  const settings = Object.entries(weighed).map(([name, { enforcementLevel, settings: own }]) => [
    name,
    { ...own, enforcementLevel },
  ]);
  return withUnavailableLevel(Object.fromEntries(settings), {
    isNamed: weighed[purchaseStateAvailable.name]?.levelIsNamed === true,
    scope,
  });
}

/**
 * What the engine makes of a configuration: its levels and settings over those that the policies declare.
 * @param declared levels and settings of the policies.
 */
function mergedByEngine(declared: AssessSettings, config: RulesConfig): EngineRules {
  const policies = rules.map((rule): [string, EngineRule] => {
    const { enforcementLevel, ...settings } = ownOf(config, rule.name);
    const { enforcementLevel: level = rule.defaultLevel, ...others } = declared[rule.name] ?? {};
    return [
      rule.name,
      {
        enforcementLevel: enforcementLevel ?? config.all ?? level,
        settings: { ...defaultsOf(rule), ...others, ...settings },
      },
    ];
  });
  return { all: config.all, policies: new Map(policies) };
}

/** What every place says of the rules, with the engine's configuration among them as the engine joins it. */
export function weighedByEngine(layers: RuleLayers, config: RulesConfig): WeighedRules {
  return weighRules(layers, mergedByEngine(assessSettingsOf(weighRules(layers)), config));
}

/** The rule's own defaults. */
function defaultsOf({ settings }: Rule): Record<string, unknown> {
  const schemas = Object.entries(settings as Record<string, SettingSchema<unknown>>);
  return Object.fromEntries(schemas.map(([key, schema]) => [key, schema.default]));
}

interface OwnConfig {
  readonly enforcementLevel?: EnforcementLevel | undefined;
  readonly [setting: string]: unknown;
}

function ownOf(config: RulesConfig, name: string): OwnConfig {
  const given = config[name as keyof RulesConfig];
  return typeof given === "string" ? { enforcementLevel: given } : (onlyDefined(given ?? {}) as OwnConfig);
}

/** What files and the rule itself say. */
function belowEngine(rule: Rule, { files }: RuleLayers): WeighedRule {
  const fallback: WeighedRule = {
    enforcementLevel: rule.defaultLevel,
    levelBy: "default",
    levelIsNamed: false,
    settings: {},
  };
  return files.reduceRight((below, { file, rules: config }) => over(below, rule, config, { file }), fallback);
}

/** `below` with what a place says. */
function over(below: WeighedRule, { name }: Rule, config: RulesConfig, by: DecidedBy): WeighedRule {
  const { enforcementLevel: own, ...settings } = ownOf(config, name);
  const level = own ?? config.all;
  return {
    ...below,
    ...(level === undefined ? {} : { enforcementLevel: level, levelBy: by, levelIsNamed: own !== undefined }),
    settings: { ...below.settings, ...settings },
  };
}

/**
 * `below` with what the engine says, which hands on levels and settings joined with those that the policies declare:
 * it has said what differs from that. A level for `all` counts for each rule, so that what differs from it was given
 * to the rule by its name.
 */
function overByEngine(
  below: WeighedRule,
  rule: Rule,
  { all, policies }: EngineRules,
  declared: AssessSettings[string],
): WeighedRule {
  const given = policies.get(rule.name);
  if (given === undefined) return below;
  const { enforcementLevel } = given;
  const declaredSettings: Record<string, unknown> = { ...defaultsOf(rule), ...declared };
  const settings = Object.entries(given.settings).filter(
    ([key, value]) => !isSame(value, declaredSettings[key]),
  );
  const levelIsNamed = enforcementLevel !== (all ?? declared?.enforcementLevel);
  const hasLevel = levelIsNamed || all !== undefined;
  return {
    ...below,
    ...(hasLevel ? { enforcementLevel, levelBy: "engine" as const, levelIsNamed } : {}),
    settings: { ...below.settings, ...Object.fromEntries(settings) },
  };
}

/** Notes each setting that the pack's code overrides in the engine's configuration. */
function noteOverruled(
  { name }: Rule,
  ofEngine: WeighedRule,
  ofFiles: WeighedRule,
  counts: WeighedRule,
  notices: string[],
): void {
  const changed = Object.entries(counts.settings).filter(
    ([key, value]) =>
      !isSame(value, ofEngine.settings[key]) && !isSame(ofEngine.settings[key], ofFiles.settings[key]),
  );
  // the level of TCSS000 depends on the others'
  if (
    name !== purchaseStateAvailable.name &&
    ofEngine.levelBy === "engine" &&
    counts.enforcementLevel !== ofEngine.enforcementLevel
  )
    changed.push(["enforcementLevel", counts.enforcementLevel]);
  for (const [key, value] of changed)
    notices.push(
      `${name}.${key} is ${value}: the policy pack's code sets it, and the engine's configuration cannot override the code.`,
    );
}

/** `above`, raised where a file says so. */
function raised(above: WeighedRule, rule: Rule, layer: FileLayer, notices: string[]): WeighedRule {
  const { enforcementLevel: own, ...settings } = ownOf(layer.rules, rule.name);
  const level = own ?? layer.rules.all;
  const isHigher = level !== undefined && LEVELS.indexOf(level) > LEVELS.indexOf(above.enforcementLevel);
  if (own !== undefined && LEVELS.indexOf(own) < LEVELS.indexOf(above.enforcementLevel))
    noteLooser(layer, `${rule.name}.enforcementLevel`, notices);
  const counted = { ...defaultsOf(rule), ...above.settings };
  const tighter = Object.entries(settings).filter(([key, value]) => {
    if (isSame(value, counted[key])) return false;
    const counts = isStricter(key, value, counted[key]);
    if (!counts) noteLooser(layer, `${rule.name}.${key}`, notices);
    return counts;
  });
  return {
    ...above,
    // to name a level of TCSS000's own can lower it: the highest of the others' counts otherwise
    ...(isHigher ? { enforcementLevel: level, levelBy: { file: layer.file } } : {}),
    settings: { ...above.settings, ...Object.fromEntries(tighter) },
  };
}

function noteLooser({ file }: FileLayer, key: string, notices: string[]): void {
  notices.push(
    `rules.${key} in ${file} is not used: it is less strict than what counts without it (programSettings: stricter).`,
  );
}

/**
 * Whether `value` is stricter than `other`, by the name of the setting: of what is accepted less (`max…`,
 * `accepted…`), of what is asked for more (`min…`). What has no order is never stricter.
 */
export function isStricter(setting: string, value: unknown, other: unknown): boolean {
  if (setting.startsWith("accepted")) {
    const accepted = namesIn(other);
    const names = namesIn(value);
    return names.size < accepted.size && [...names].every((name) => accepted.has(name));
  }
  if (typeof value !== "number" || typeof other !== "number") return false;
  if (setting.startsWith("max")) return value < other;
  return setting.startsWith("min") && value > other;
}

/** Names that are separated by commas. */
function namesIn(value: unknown): ReadonlySet<string> {
  const names = String(value).split(",");
  return new Set(names.map((name) => name.trim().toLowerCase()).filter((name) => name !== ""));
}

function isFile(by: DecidedBy, file: string): boolean {
  return typeof by === "object" && by.file === file;
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** Where else levels and settings can come from that stand alone. */
export interface LevelsOptions {
  /** Whether the engine has joined them (`--policy-pack-config`); else they are the code's. Default: true. */
  readonly merged?: boolean;
}

/** Settings for `assess` from levels and settings that are right, where no other place says anything. */
export function levelsAndSettings(
  config: RulesConfig,
  { merged = true }: LevelsOptions = {},
): AssessSettings {
  const layers: RuleLayers = { code: merged ? {} : config, files: [] };
  return assessSettingsOf(merged ? weighedByEngine(layers, config) : weighRules(layers));
}
