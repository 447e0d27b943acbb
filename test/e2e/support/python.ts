import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { executableIn, executableOnPath, PYTHON_HOST } from "../../../toolchain/src/files";
import type { Emulator } from "./emulators";
import { shared } from "./hooks";
import { copyOut, install } from "./installation";
import { Project } from "./project";
import { mustRun } from "./run";
import { machineEnvironment, pulumiWithGenerators } from "./sdks";

const EXAMPLE = "examples/python";
/** One that the Python host of the tool chain runs; the example itself takes newer ones too. */
const PULUMI_WHEEL = "pulumi==3.248.0";
const PLUGIN = "node_modules/pulumi-tcss/dist/plugin/pulumi-resource-tcss";

/** Why Python programs cannot be run here; undefined where they can. */
export function whyNoPython(): string | undefined {
  if (executableOnPath(process.env["PATH"], "python3") === undefined) return "there is no python3 on PATH";
  if (executableIn(shared().toolchain, PYTHON_HOST) === undefined)
    return `there is no ${PYTHON_HOST} beside pulumi`;
  return undefined;
}

let example: Promise<string> | undefined;

/** The example, copied out and made ready by the steps of its README; once in a run, since pip takes its time. */
export function installedPythonExample(): Promise<string> {
  example ??= installExample(join(shared().folder, "python", "example"));
  return example;
}

async function installExample(folder: string): Promise<string> {
  copyOut(EXAMPLE, folder);
  await install("npm", folder, shared().tarballs);
  const generated = await pulumiWithGenerators(
    folder,
    "package",
    "gen-sdk",
    PLUGIN,
    "--language",
    "python",
    "--out",
    "sdks",
  );
  if (generated.code !== 0) throw new Error(generated.output);
  const options = { cwd: folder, env: machineEnvironment() };
  await mustRun("python3", ["-m", "venv", "venv"], options);
  const quiet = ["--quiet", "--disable-pip-version-check"];
  await mustRun("venv/bin/pip", ["install", ...quiet, "-r", "requirements.txt", PULUMI_WHEEL], options);
  return folder;
}

/** A copy of the example with a stack of its own, and what is installed beside the first one. */
export async function pythonProject(emulator: Emulator | undefined): Promise<Project> {
  const installed = await installedPythonExample();
  const env = await pythonEnvironment();
  const project = await Project.create({ program: EXAMPLE, emulator, env });
  for (const name of ["node_modules", "sdks", "venv"])
    symlinkSync(join(installed, name), join(project.folder, name));
  return project;
}

/** What makes the Python of the example run a program. */
export async function pythonEnvironment(): Promise<NodeJS.ProcessEnv> {
  // the Python host that is built is older than the engine, and not told of Pulumi.yaml's virtualenv
  return { PULUMI_PYTHON_CMD: join(await installedPythonExample(), "venv/bin/python") };
}
