import { mkdirSync, mkdtempSync } from "node:fs";
import { delimiter, join } from "node:path";
import { shared } from "./hooks";
import { baseEnvironment } from "./project";
import { mustRun, type Run, run } from "./run";
import { ROOT } from "./toolchain";

export const SDK_LANGUAGES = ["dotnet", "go", "java", "nodejs", "python"] as const;
export type SdkLanguage = (typeof SDK_LANGUAGES)[number];

/** The machine's own environment, which a compiler or a package manager needs, with the run's tool chain first. */
export function machineEnvironment(): NodeJS.ProcessEnv {
  const { toolchain } = shared();
  const PATH = `${toolchain}${delimiter}${process.env["PATH"] ?? ""}`;
  return { ...process.env, PATH, TCSS_TOOLCHAIN: toolchain };
}

/** `npm run sdks -- ARGS`. */
export function sdksCommand(...args: string[]): Promise<Run> {
  return run(process.execPath, ["--import", "tsx", "build/release/sdks.ts", ...args], {
    cwd: ROOT,
    env: machineEnvironment(),
  });
}

let found: Promise<string> | undefined;

/** The folder with `pulumi` and the language hosts that generate SDKs; they are built first where they must be. */
export function sdkGenerators(): Promise<string> {
  found ??= mustRun(process.execPath, ["toolchain/dist/cli.js", "--sdk-generators"], {
    cwd: ROOT,
    env: machineEnvironment(),
  }).then(({ stdout }) => stdout.trim());
  return found;
}

/** `pulumi ARGS` in `cwd`, with Pulumi's own generators. */
export async function pulumiWithGenerators(cwd: string, ...args: string[]): Promise<Run> {
  const generators = await sdkGenerators();
  const env = baseEnvironment(mkdtempSync(join(shared().folder, "home-")), generators);
  mkdirSync(cwd, { recursive: true });
  return run(join(generators, "pulumi"), [...args, "--non-interactive", "--color=never"], { cwd, env });
}
