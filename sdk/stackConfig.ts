import { Config } from "@pulumi/pulumi/config";
import { allConfig } from "@pulumi/pulumi/runtime/config";
import { configLookup } from "../core/internal";

/** The configuration of the stack whose program this is: the namespace `tcss`, then `tencentcloud`. */
export const stackConfig = configLookup(
  (fullKey) => {
    const [namespace, key] = fullKey.split(":") as [string, string];
    return new Config(namespace).get(key);
  },
  () => Object.keys(allConfig()),
);
