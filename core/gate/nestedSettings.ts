// Settings that consist of parts: each part comes from the place of highest authority that gives it.
import { onlyDefined, without } from "../base/defined";
import { configurationError, printable } from "../base/errors";
import type { AssetSettings, ForecastSettings } from "../rules/evidence";
import { DEFAULTS, type GateSettings, type GateSettingsArgs } from "./settings";

type Place = Pick<GateSettingsArgs, "assets" | "forecast"> | undefined;
type Parts = Pick<GateSettings, "assets" | "forecast">;

/** What a place gives besides the settings that consist of parts. */
export function withoutParts(place: GateSettingsArgs = {}): Partial<Omit<GateSettings, keyof Parts>> {
  return onlyDefined(without(place, "assets", "forecast")) as Partial<Omit<GateSettings, keyof Parts>>;
}

/** The settings that consist of parts, as places give them, of the lowest authority first. */
export function joinedParts(places: readonly Place[]): Parts {
  return { assets: joinedAssets(places), forecast: joinedForecast(places) };
}

/**
 * The assets that places name. Those that must be defended add up: a place can only ask for more.
 */
function joinedAssets(places: readonly Place[]): AssetSettings {
  return {
    exempt: places.findLast((place) => place?.assets?.exempt !== undefined)?.assets?.exempt ?? [],
    mustBeDefended: [...new Set(places.flatMap((place) => place?.assets?.mustBeDefended ?? []))],
  };
}

/** How places want cores counted. Instance types add up, each from the highest authority. */
function joinedForecast(places: readonly Place[]): ForecastSettings {
  const given = places.flatMap((place) => (place?.forecast === undefined ? [] : onlyDefined(place.forecast)));
  const instanceTypes = Object.assign({}, ...given.map((each) => each.instanceTypes)) as Record<
    string,
    number
  >;
  return { ...Object.assign({ ...DEFAULTS.forecast }, ...given), instanceTypes };
}

/**
 * Refuses what both lists name in the same words; assets that two patterns name are refused where assets are known.
 * @throws TcssError of kind `configuration`.
 */
export function assertNotInBoth({ exempt, mustBeDefended }: AssetSettings): void {
  const both = exempt.find((pattern) => mustBeDefended.includes(pattern));
  if (both !== undefined)
    throw configurationError(
      "assets",
      ({ property }) =>
        `the gate's settings are wrong: assets.exempt and assets.${property("mustBeDefended")} both name ${printable(both, 100)}`,
      ({ gateSetting }) =>
        `Remove it from one of the lists: ${gateSetting("assets.exempt")}; the gate blocks until then.`,
    );
}

/** What of a program's settings is stricter than those above it, and the names of what is not. */
interface StricterParts extends Parts {
  readonly unused: readonly string[];
}

/** What counts where a program may only be stricter: it may name more that must be defended, and count more cores. */
export function onlyStricterParts(program: Place, above: Parts): StricterParts {
  const { assets: ofAssets, forecast: given = {} } = program ?? {};
  const { forecast } = above;
  const larger = Object.entries(given.instanceTypes ?? {}).filter(([type, cores]) => {
    const counted = Object.hasOwn(forecast.instanceTypes, type) ? forecast.instanceTypes[type] : undefined;
    return counted !== undefined && cores >= counted;
  });
  const stricter: { readonly [K in keyof ForecastSettings]: ForecastSettings[K] } = {
    instances: given.instances === "possible" ? "possible" : forecast.instances,
    instanceTypes: { ...forecast.instanceTypes, ...Object.fromEntries(larger) },
    countElastic: forecast.countElastic && given.countElastic !== false,
    useMaximum: forecast.useMaximum || given.useMaximum === true,
    lookup: forecast.lookup,
  };
  const unused = (["instances", "countElastic", "useMaximum", "lookup"] as const).filter(
    (key) => given[key] !== undefined && given[key] !== stricter[key],
  );
  return {
    assets: joinedAssets([
      { assets: { mustBeDefended: ofAssets?.mustBeDefended } },
      { assets: above.assets },
    ]),
    forecast: stricter,
    unused: [
      ...((ofAssets?.exempt ?? []).some((pattern) => !above.assets.exempt.includes(pattern))
        ? ["assets.exempt"]
        : []),
      ...unused.map((key) => `forecast.${key}`),
      ...(larger.length < Object.keys(given.instanceTypes ?? {}).length ? ["forecast.instanceTypes"] : []),
    ],
  };
}
