import { configLookup } from "../../../../core/base/config";
import type { ResourceArgs } from "../../../../core/connection/connectionArgs";
export const ROLES = [
  "qcs::cam::uin/200000000011:roleName/one",
  "qcs::cam::uin/200000000012:roleName/two",
] as const;

export function config(values: Record<string, string>) {
  return configLookup(
    (key) => values[key],
    () => Object.keys(values),
  );
}

export interface Setup {
  readonly args: ResourceArgs;
  readonly values: Record<string, string>;
  readonly variables: Record<string, string>;
}
