import { coerce, gte } from "semver";

/** Oldest engine that runs an executable policy pack. */
export const MINIMUM_PULUMI = "3.255.0";
/** What is installed or built where there is none; toolchain/go/cli/go.mod names the same. */
export const PULUMI = "3.259.0";
/** Last version of the SDK's Go module that still holds the language hosts of Node and Python; toolchain/go/language-host/go.mod names the same. */
export const LANGUAGE_HOST = "3.68.0";

/** The language hosts that generate SDKs for Java and .NET; toolchain/go/sdk-generators/go.mod names the same. */
export const JAVA_HOST = "1.34.0";
export const DOTNET_HOST = "3.110.0";

/** Oldest OpenTofu that calls the functions of providers. */
export const MINIMUM_OPENTOFU = "1.7.0";
/** What is built where there is none; toolchain/go/opentofu/go.mod names the same. */
export const OPENTOFU = "1.12.6";

/**
 * Whether `version` (`v3.259.0`) is at least `minimum`; false if it is not a version. A pre-release counts as its
 * release: engines between two releases call themselves `3.260.0-alpha.1`.
 */
export function isAtLeast(version: string, minimum: string): boolean {
  const release = coerce(version);
  return release !== null && gte(release, minimum);
}
