import { type Forecast, forecast } from "../../../../../core/forecast";
import { changesInPlan, type PlannedChanges } from "../../../../../core/forecast/plans";

export type Json = Record<string, unknown>;

/** An entry of `resource_changes`. */
export function change(type: string, name: string, actions: string[], sides: Json, more: Json = {}): Json {
  return {
    address: `tencentcloud_${type}.${name}`,
    mode: "managed",
    type: `tencentcloud_${type}`,
    name,
    provider_name: "registry.terraform.io/tencentcloudstack/tencentcloud",
    change: { actions, before: null, after: null, after_unknown: {}, ...sides },
    ...more,
  };
}

function planOf(changes: readonly Json[], more: Json = {}): string {
  return JSON.stringify({
    format_version: "1.2",
    terraform_version: "1.11.4",
    planned_values: { root_module: {} },
    resource_changes: changes,
    ...more,
  });
}

export const read = (changes: readonly Json[], more: Json = {}): PlannedChanges =>
  changesInPlan(planOf(changes, more), "plan.json");

export function forecastOf(changes: readonly Json[], more: Json = {}): Forecast {
  const plan = read(changes, more);
  return forecast(plan.changes, { stated: plan.statedCores });
}

export const pool = (desired: unknown, more: Json = {}): Json => ({
  cluster_id: "cls-1",
  min_size: 1,
  max_size: 6,
  auto_scaling_config: [{ instance_type: "S5.2XLARGE16", password: "hush-hush" }],
  ...(desired === undefined ? {} : { desired_capacity: desired }),
  ...more,
});

/** What the configuration of a root module gives. */
export const configured = (resources: Record<string, Json>, more: Json = {}): Json => ({
  configuration: {
    root_module: {
      resources: Object.entries(resources).map(([address, expressions]) => ({ address, expressions })),
      ...more,
    },
  },
});
