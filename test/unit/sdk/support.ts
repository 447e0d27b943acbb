import * as pulumi from "@pulumi/pulumi";

/** The environment of a program with an account's key, and nothing of this machine's user. */
export function programEnvironment(saved: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    ...Object.fromEntries(
      Object.entries(saved).filter(([name]) => !/^(TENCENTCLOUD|TCCLI|TKE)_|_proxy$/i.test(name)),
    ),
    TENCENTCLOUD_SECRET_ID: "AKIDfromenv",
    TENCENTCLOUD_SECRET_KEY: "key-from-env",
  };
}

/** A program that mocks nothing, without configuration. */
export function withoutMocks(): void {
  pulumi.runtime.resetOptions("project", "stack", -1, "", "", false, "");
  pulumi.runtime.setAllConfig({});
}
