import type { InvokeOptions } from "@pulumi/pulumi/invoke";
import type { Inputs } from "@pulumi/pulumi/output";
import type { ProviderResource } from "@pulumi/pulumi/resource";
import { getMonitor } from "@pulumi/pulumi/runtime/settings";
import { configurationError } from "../core/internal";

/**
 * Whether a call goes to the engine, as that of any provider's function, instead of the account itself: in a unit test
 * with `pulumi.runtime.setMocks`, and where the options choose a provider, which only the plugin has.
 * @param token of the function.
 * @throws TcssError where the options choose a provider of another package.
 */
export function isProvided(
  token: string,
  { provider, parent, version, pluginDownloadURL }: InvokeOptions,
): boolean {
  if (isMockMonitor(getMonitor())) return true;
  const ofPackage = packageOf(provider);
  if (ofPackage !== undefined && ofPackage !== "tcss")
    throw configurationError(
      "provider",
      `the option provider must be a provider of the package tcss, and this one is of ${ofPackage}`,
    );
  return [provider ?? parent?.getProvider(token), version, pluginDownloadURL].some(
    (option) => option !== undefined,
  );
}

/** The package of a provider; undefined without a provider. */
export function packageOf(provider: ProviderResource | undefined): string | undefined {
  // Pulumi's declarations omit the method
  return (provider as { getPackage?(): string } | undefined)?.getPackage?.();
}

/** Only the monitor that `setMocks` installs holds mocks; its class is not among Pulumi's public names. */
export function isMockMonitor(monitor: object | undefined): boolean {
  const { mocks } = (monitor ?? {}) as { readonly mocks?: { readonly call?: unknown } };
  return typeof mocks?.call === "function";
}

// loaded on demand: most programs read the account without the plugin
function runtime(): typeof import("@pulumi/pulumi/runtime/invoke") {
  return require("@pulumi/pulumi/runtime/invoke");
}

export function invoke<Result>(token: string, args: Inputs, opts: InvokeOptions): Promise<Result> {
  return runtime().invoke(token, args, opts);
}

export const invokeOutput: typeof import("@pulumi/pulumi/runtime/invoke").invokeOutput = (...args) =>
  runtime().invokeOutput(...args);
