import fc from "fast-check";
import { type RulesConfig, rules } from "pulumi-tcss/internal";

const level = fc.constantFrom("disabled" as const, "advisory" as const, "mandatory" as const);
const SETTINGS: Readonly<Record<string, fc.Arbitrary<object>>> = {
  "no-undefended-cores": fc.record({ maxUndefendedCores: fc.nat(9) }, { requiredKeys: [] }),
  "expiring-soon": fc.record({ minDaysLeft: fc.nat(30) }, { requiredKeys: [] }),
  "elastic-headroom": fc.record({ maxElasticUse: fc.constantFrom(0, 0.5, 0.8, 1) }, { requiredKeys: [] }),
};

/** Levels and settings of the rules, as `--policy-pack-config` or a file gives them. */
export const rulesConfigs = fc.record(
  {
    all: level,
    ...Object.fromEntries(
      rules.map(({ name }) => [
        name,
        fc.oneof(
          level,
          fc
            .tuple(
              fc.record({ enforcementLevel: level }, { requiredKeys: [] }),
              SETTINGS[name] ?? fc.constant({}),
            )
            .map(([own, settings]) => ({ ...own, ...settings })),
        ),
      ]),
    ),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<RulesConfig>;
