/** Oldest engine that runs an executable policy pack. */
export const MINIMUM_PULUMI = "3.255.0";
/** What is installed or built where there is none; toolchain/go/cli/go.mod names the same. */
export const PULUMI = "3.259.0";
/** Last version of the SDK's Go module that still holds the language hosts of Node and Python; toolchain/go/language-host/go.mod names the same. */
export const LANGUAGE_HOST = "3.68.0";

/** The language hosts that generate SDKs for Java and .NET; toolchain/go/sdk-generators/go.mod names the same. */
export const JAVA_HOST = "1.34.0";
export const DOTNET_HOST = "3.110.0";

/** Whether `version` (`v3.259.0`, `3.260.0-alpha.1`) is at least `minimum`; false for what is no version. */
export function isAtLeast(version: string, minimum: string): boolean {
  const [have, want] = [numbers(version), numbers(minimum)];
  if (have === undefined || want === undefined) return false;
  for (const [index, wanted] of want.entries()) {
    const part = have[index] ?? 0;
    if (part !== wanted) return part > wanted;
  }
  return true;
}

function numbers(version: string): number[] | undefined {
  return /^\D{0,2}(\d+)\.(\d+)\.(\d+)/.exec(version.trim())?.slice(1).map(Number);
}
