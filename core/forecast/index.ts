/** What a deployment adds to the cores of container hosts: plans, and the forecast that they give. */

export { addedForecasts, type ForecastOptions, forecast } from "./forecast";
export type { CoresOrigin, InstanceTypeCatalog } from "./instanceTypes";
export type {
  Certainty,
  Cores,
  Forecast,
  ForecastAction,
  PlannedHosts,
  ResourceChange,
  ResourceForecast,
  UnknownHosts,
} from "./model";
export {
  addsHosts,
  changesInPlan,
  changesSeenByPolicy,
  MAX_PLAN_BYTES,
  type PlannedChanges,
  type SeenResource,
} from "./plans";
