import { type GateSettingsArgs, type LoadedGateSettings, loadGateSettings } from "pulumi-tcss/internal";

/** The gate's settings with these, and defaults for the others. */
export function gateSettings(given: GateSettingsArgs = {}): LoadedGateSettings {
  return loadGateSettings({ packFolder: "/nowhere", env: {} }, given);
}
