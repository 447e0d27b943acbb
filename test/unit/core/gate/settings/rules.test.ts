import { rules } from "../../../../../core/rules";
import { itRefuses, useSettingsFolder } from "./support";

describe("the gate's settings must be right:", () => {
  useSettingsFolder();

  itRefuses([
    [{ rules: "mandatory" }, "rules", "must be an object, not a string"],
    [{ rules: [] }, "rules", "must be an object, not a list"],
    [{ rules: null }, "rules", "must be an object, not null"],
    [{ rules: { all: "strict" } }, "rules.all", "must be one of disabled, advisory, mandatory"],
    [
      { rules: { TCSS002: "advisory" } },
      "rules.TCSS002",
      `is not a policy. Valid policies: all, ${rules.map(({ name }) => name).join(", ")}. Did you mean no-undefended-cores?`,
    ],
    [
      { rules: { constructor: "advisory" } },
      "rules.constructor",
      `is not a policy. Valid policies: all, ${rules.map(({ name }) => name).join(", ")}`,
    ],
    [
      { rules: { "no-undefended-cores": { maxUndefendedCore: 8 } } },
      "rules.no-undefended-cores.maxUndefendedCore",
      "is unknown. Valid names: enforcementLevel, maxUndefendedCores. Did you mean maxUndefendedCores?",
    ],
    [
      { rules: { "no-undefended-cores": { maxUndefendedCores: "8" } } },
      "rules.no-undefended-cores.maxUndefendedCores",
      "must be a whole number, not a string",
    ],
    [{ rules: { "no-undefended-cores": null } }, "rules.no-undefended-cores", "must be an object, not null"],
    [
      { assets: { exempts: [] } },
      "assets.exempts",
      "is unknown. Valid names: exempt, mustBeDefended. Did you mean exempt?",
    ],
    [{ assets: { exempt: "dev-*" } }, "assets.exempt", "must be a list, not a string"],
    [
      { assets: { exempt: ["clusters:dev"] } },
      "assets.exempt[0]",
      "begins with an unknown kind. Valid kinds: cluster:, host:, superNode:, tag:; before a name with a colon write its kind, such as host:NAME. Did you mean cluster?",
    ],
    [
      { assets: { mustBeDefended: ["a", "tag:env"] } },
      "assets.mustBeDefended[1]",
      "names a tag without a value: write tag:KEY=VALUE, or tag:KEY=* for any value",
    ],
    [{ assets: { mustBeDefended: [""] } }, "assets.mustBeDefended[0]", "must not be empty"],
    [{ assets: { mustBeDefended: ["host:"] } }, "assets.mustBeDefended[0]", "must not be empty"],
    [{ forecast: { instances: "all" } }, "forecast.instances", "must be one of certain, possible"],
    [{ forecast: { instanceTypes: { "S5.LARGE8": 0 } } }, "forecast.instanceTypes.S5.LARGE8", "must be >= 1"],
    [
      { forecast: { instanceTypes: { "S5.LARGE8": 1.5 } } },
      "forecast.instanceTypes.S5.LARGE8",
      "must be a whole number, not a fraction",
    ],
    [{ forecast: { lookup: "yes" } }, "forecast.lookup", "must be a boolean, not a string"],
  ]);
});
