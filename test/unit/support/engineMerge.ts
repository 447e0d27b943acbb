import type { PolicySettings } from "../../../policy-pack/src/engine";
import type { policiesOf } from "../../../policy-pack/src/policies";

/** What Pulumi's engine makes of the policies and a configuration, by its source (resource/analyzer/config.go). */
export function mergedByPulumi(
  policies: Iterable<
    Pick<ReturnType<typeof policiesOf>[number], "name" | "enforcementLevel" | "configSchema">
  >,
  { all, ...config }: Readonly<Record<string, string | Record<string, unknown> | undefined>>,
): Map<string, PolicySettings> {
  const given = new Map<string, PolicySettings>();
  for (const { name, enforcementLevel, configSchema } of policies) {
    const properties = (configSchema?.properties ?? {}) as Record<string, { readonly default?: unknown }>;
    const own = config[name];
    const { enforcementLevel: ownLevel, ...ownSettings } =
      typeof own === "string" ? { enforcementLevel: own } : (own ?? {});
    const defaults = Object.entries(properties).map(([key, schema]) => [key, schema.default]);
    given.set(name, {
      enforcementLevel: String(ownLevel ?? all ?? enforcementLevel),
      settings: { ...Object.fromEntries(defaults), ...ownSettings },
    });
  }
  if (typeof all === "string") given.set("all", { enforcementLevel: all, settings: {} });
  return given;
}
