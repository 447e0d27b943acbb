import type { ConnectionArgs } from "../connection/connectionArgs";
import { DEFAULT_TIME_ZONE } from "../model/parse";
import type { AssetSettings, ForecastSettings } from "../rules/evidence";
import type { RulesConfig } from "../rules/rulesConfig";
import type { Waiver } from "../rules/waiver";
import type { RuleLayers } from "./ruleLayers";

/** Name of the file that holds the gate's own settings. */
export const GATE_FILE = "tcss.gate.yaml";

/** An account that the gate asks, named for messages, and how its credentials are found. */
export type GateAccount = ConnectionArgs & { readonly account: string };

/** Says of some stacks whether the live check is for them. */
export interface ProtectsEntry {
  /** Glob over `ORGANIZATION/PROJECT/STACK`; without a slash over the stack's name, with one over `PROJECT/STACK`. */
  readonly stack: string;
  /** Whether the account is asked for these stacks. */
  readonly live: boolean;
  /** Why it is not, for the readers of the run's output. */
  readonly reason?: string | undefined;
}

/** The `PurchaseState` resources that count; those of other accounts and stacks are named, and do not. */
export interface EvidenceSettings {
  /** Ids (uin) of accounts. A resource tells its own with `resolveAccountId`. */
  readonly accounts?: readonly string[] | undefined;
  /** Stacks, `ORGANIZATION/PROJECT/STACK`, whose outputs count when a program reads them by `PurchaseState.fromStack`. */
  readonly stacks?: readonly string[] | undefined;
}

/** How far a `tcss.gate.yaml` in the program's own folder counts: wholly, where it is stricter, or not at all. */
export type ProgramSettings = boolean | "stricter";

/** What `tcss.gate.yaml` holds. */
export interface GateSettings {
  /** Levels and settings of the rules by policy name, as in Pulumi's `--policy-pack-config`. */
  readonly rules: RulesConfig;
  /**
   * What is assessed: `live`, the account itself and every `PurchaseState` of the program; or `resources`, the
   * `PurchaseState` resources alone, for a deployment without the right to ask.
   */
  readonly source: "live" | "resources";
  /** The accounts that are asked. Empty: the one of the stack's configuration and the environment. */
  readonly accounts: readonly GateAccount[];
  /** For which stacks the accounts are asked; the first entry that matches decides. None: for all. */
  readonly protects: readonly ProtectsEntry[];
  /** Which `PurchaseState` resources count. Empty: all. */
  readonly evidence: EvidenceSettings;
  /** Findings that are accepted for a time. */
  readonly waivers: readonly Waiver[];
  /** How old last known values and another stack's outputs may be to still count. Unit: hours. */
  readonly maxStaleHours: number;
  /** IANA zone in which the days of waivers start and end. */
  readonly timeZone: string;
  /** Assets that are exempt, and assets that must be protected. */
  readonly assets: AssetSettings;
  /** How the cores of a deployment are counted. */
  readonly forecast: ForecastSettings;
  /**
   * Whether a `tcss.gate.yaml` in the program's own folder counts: `true`; `"stricter"`, only where it is stricter
   * (higher levels, tighter limits, no waivers, no exemptions); `false`, not at all. Never set there.
   */
  readonly programSettings: ProgramSettings;
}

type PartsOf<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** Settings as one place gives them: what is left out comes from the next place, or has its default. */
export type GateSettingsArgs = PartsOf<Omit<GateSettings, "assets" | "forecast">> & {
  readonly assets?: PartsOf<AssetSettings> | undefined;
  readonly forecast?: PartsOf<ForecastSettings> | undefined;
};

/** The settings that count, and what a user should know about how they came to be. */
export interface LoadedGateSettings extends Omit<GateSettings, "rules"> {
  /** What each place says of the rules; {@link weighRules} puts them together with the engine's configuration. */
  readonly ruleLayers: RuleLayers;
  readonly notices: readonly string[];
  /** The files that were read, in the order of their authority. */
  readonly files: readonly string[];
}

export const DEFAULTS: GateSettings = {
  rules: {},
  source: "live",
  accounts: [],
  protects: [],
  evidence: {},
  waivers: [],
  maxStaleHours: 24,
  timeZone: DEFAULT_TIME_ZONE,
  assets: { exempt: [], mustBeDefended: [] },
  forecast: {
    instances: "certain",
    instanceTypes: {},
    countElastic: false,
    useMaximum: false,
    lookup: false,
  },
  programSettings: true,
};
