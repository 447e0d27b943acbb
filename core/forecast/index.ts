/** What a deployment adds to the cores of container hosts: plans, and the forecast that they give. */

export { addedForecasts, forecast } from "./forecast";
export type {
  Certainty,
  Cores,
  Forecast,
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
  regionsSeenByPolicy,
  type SeenResource,
} from "./plans";
