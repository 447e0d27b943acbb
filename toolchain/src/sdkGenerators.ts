import { constants, copyFile, link, mkdir, rename } from "node:fs/promises";
import { basename, join } from "node:path";
import { executableIn, isComplete } from "./files";
import { goCommand, type InstallContext } from "./installers";
import { findToolchain, noToolchain, publish, reasonOf, type ToolchainOptions } from "./toolchain";
import { DOTNET_HOST, JAVA_HOST, PULUMI } from "./versions";

/** The language hosts that `pulumi package gen-sdk` asks; an official installation holds them all. */
export const GENERATORS: readonly string[] = ["dotnet", "go", "java", "nodejs", "python"].map(
  (language) => `pulumi-language-${language}`,
);
const NEEDED: readonly string[] = ["pulumi", ...GENERATORS];

/** Names the generators in the cache. */
export const GENERATORS_KEY = `sdk-generators-${PULUMI}-${JAVA_HOST}-${DOTNET_HOST}-${process.platform}-${process.arch}`;

export interface GeneratorOptions extends ToolchainOptions {
  /** Builds the generators into a folder, where the tool chain has none. */
  readonly buildGenerators?: (bin: string, context: InstallContext) => Promise<void>;
}

/**
 * A folder with `pulumi` and the hosts that generate SDKs: the tool chain's where it is an installation, else one
 * in the cache. Programs do not run with what is in the latter.
 * @throws NoToolchain when neither can be had.
 */
export async function findSdkGenerators(options: GeneratorOptions): Promise<string> {
  const toolchain = await findToolchain(options);
  if (isComplete(toolchain, NEEDED)) return toolchain;
  const cached = join(options.cache, GENERATORS_KEY, "bin");
  if (isComplete(cached, NEEDED)) return cached;
  const build = options.buildGenerators ?? goBuildGenerators;
  try {
    return await publish({ cache: options.cache, key: GENERATORS_KEY, needed: NEEDED }, async (bin) => {
      await build(bin, options);
      await putBeside(bin, executableIn(toolchain, "pulumi") ?? "");
    });
  } catch (error) {
    const reasons = [
      "PATH: beside pulumi there are not the language hosts of dotnet, go, java, nodejs and python",
      reasonOf("a build with Go", error),
    ];
    throw noToolchain("Pulumi's SDK generators are needed and could not be had:", reasons);
  }
}

/** `pulumi` warns of language hosts that are not at its side, and follows links before it looks. */
async function putBeside(bin: string, pulumi: string): Promise<void> {
  await copyFile(pulumi, join(bin, basename(pulumi)), constants.COPYFILE_FICLONE);
}

const JAVA = "github.com/pulumi/pulumi-java/pkg/cmd/pulumi-language-java";
const DOTNET = "github.com/pulumi/pulumi-dotnet/pulumi-language-dotnet/v3";

async function goBuildGenerators(bin: string, context: InstallContext): Promise<void> {
  const go = await goCommand("sdk-generators", context);
  await mkdir(bin, { recursive: true });
  context.stage("building Pulumi's SDK generators (about a minute)");
  const build = (...what: string[]): Promise<string> =>
    go("sdk-generators", "build", "-trimpath", "-ldflags", "-s -w", "-o", `${bin}/`, ...what);
  await build(".", JAVA, DOTNET);
  const suffix = process.platform === "win32" ? ".exe" : "";
  const ours = join(bin, `sdk-generators${suffix}`);
  // one program, which goes by its name
  for (const language of ["go", "nodejs"])
    await link(ours, join(bin, `pulumi-language-${language}${suffix}`));
  await rename(ours, join(bin, `pulumi-language-python${suffix}`));
}
