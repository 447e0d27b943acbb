import { encode } from "@msgpack/msgpack";
import { TerraformProvider } from "../../../../provider/terraform/TerraformProvider";
import { type Config, configIn, type Values } from "../../../../provider/terraform/values";

/** A configuration as the host sends it. */
export function config(values: Values = {}): Config {
  return configIn({ msgpack: encode(values, { useBigInt64: true }) });
}

/** A value of the dynamic type, as the host sends it. */
export function dynamic(value: unknown): unknown {
  return [Buffer.from('"dynamic"'), value];
}

/** A provider that has no credentials but those that a test gives. */
export function providerIn(
  folder: string,
  env: Record<string, string> = {},
  now?: () => Date,
): TerraformProvider {
  return new TerraformProvider({
    env: { HOME: folder, TENCENTCLOUD_METADATA_ENDPOINT: "http://127.0.0.1:9", ...env },
    folder,
    ...(now === undefined ? {} : { now }),
  });
}
