// Real Terraform and OpenTofu for tests, with a configuration of their own: whatever this machine is set up for, no
// provider is downloaded.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { Server } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { handlersFor } from "../../../provider/terraform/server";
import { grpcServer } from "../../../provider/terraform/wire/grpcServer";
import { cacheFolder } from "../../../toolchain/src/files";
import { keptOpenTofu } from "../../../toolchain/src/openTofu";
import { CAPTURED } from "../../support/runFolder";

export const ROOT = join(__dirname, "../../..");
/** The provider as it is built. */
export const BUILT = join(ROOT, "sdk/dist/terraform");
const SOURCE = "example.com/acme/tcss";

/** With the OpenTofu that `npm run toolchain -- --opentofu` has built, where there is none before it. */
const PATH = [process.env["PATH"] ?? "", keptOpenTofu(cacheFolder(process.env)) ?? []].flat().join(delimiter);

export interface Engine {
  readonly name: "Terraform" | "OpenTofu";
  readonly command: string;
  readonly version: string;
}

/** The engines that are there. */
export function engines(): Engine[] {
  const names = [
    ["Terraform", "terraform"],
    ["OpenTofu", "tofu"],
  ] as const;
  return names.flatMap(([name, command]): Engine[] => {
    try {
      const env = {
        PATH,
        CHECKPOINT_DISABLE: "1",
        HOME: tmpdir(),
      };
      const output = execFileSync(command, ["version", "-json"], {
        env,
        stdio: ["ignore", "pipe", "ignore"],
      });
      const { terraform_version: version } = JSON.parse(String(output)) as { terraform_version: string };
      return [{ name, command, version }];
    } catch {
      return [];
    }
  });
}

/** Describes what is tested with each engine that is there; where there is none, the output says so. */
export function describeWithEngines(what: string, tests: (engine: Engine) => void): void {
  const found = engines();
  if (found.length === 0) {
    describe(what, () => {
      it.skip("needs terraform or tofu on PATH: npm run toolchain -- --opentofu builds one");
    });
    return;
  }
  for (const engine of found)
    describe(`${what} (${engine.name} ${engine.version})`, function () {
      // each run starts a provider several times
      this.timeout(120_000);
      tests(engine);
    });
}

export interface Outcome {
  readonly code: number | null;
  /** Standard output and error, as a user sees them. */
  readonly output: string;
}

export interface ModuleOptions {
  readonly engine: Engine;
  /** The text of main.tf, without `required_providers`. */
  readonly text: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Where the provider comes from. Default: {@link SOURCE}. */
  readonly source?: string;
  /** What stands in `provider_installation` of the command line's configuration. Default: the provider as it is built. */
  readonly installation?: string;
}

const required = (source: string): string => `terraform {
  required_providers {
    tcss = {
      source = "${source}"
    }
  }
}
`;

/** A root module in a folder of its own. */
export class TerraformModule {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly #engine: Engine;
  readonly #required: string;

  constructor({ engine, text, files = {}, env = {}, source = SOURCE, installation }: ModuleOptions) {
    // searched for secrets at the end of the run
    this.folder = mkdtempSync(join(CAPTURED, "terraform-"));
    this.#engine = engine;
    this.#required = required(source);
    const home = join(this.folder, "home");
    const temporary = join(this.folder, "tmp");
    mkdirSync(home);
    mkdirSync(temporary);
    const configuration = join(home, "cli.tfrc");
    const overrides = `dev_overrides {\n    "${SOURCE}" = "${BUILT}"\n  }\n  direct {}`;
    writeFileSync(configuration, `provider_installation {\n  ${installation ?? overrides}\n}\n`);
    this.write({ "main.tf": this.#required + text, ...files });
    this.env = {
      PATH,
      HOME: home,
      TMPDIR: temporary,
      TF_CLI_CONFIG_FILE: configuration,
      TF_IN_AUTOMATION: "1",
      CHECKPOINT_DISABLE: "1",
      TENCENTCLOUD_METADATA_ENDPOINT: "http://127.0.0.1:9",
      ...env,
    };
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      const file = join(this.folder, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }

  /** Replaces the text of main.tf. */
  change(text: string): void {
    this.write({ "main.tf": this.#required + text });
  }

  start(...args: string[]): ChildProcess {
    return spawn(this.#engine.command, args, {
      cwd: this.folder,
      env: this.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  run(...args: string[]): Promise<Outcome> {
    return outcomeOf(this.start(...args, ...(NO_COLOR.includes(args[0] ?? "") ? ["-no-color"] : [])));
  }

  /** Standard output of a command that must work. */
  async output(...args: string[]): Promise<string> {
    const { code, output } = await this.run(...args);
    if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}:\n${output}`);
    return output;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const NO_COLOR: readonly string[] = ["plan", "apply", "destroy", "validate", "init", "test", "refresh"];

export function outcomeOf(child: ChildProcess): Promise<Outcome> {
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}

/** The provider in this process, to which an engine is led by `TF_REATTACH_PROVIDERS`. */
export interface InProcess {
  readonly reattach: string;
  close(): void;
}

export async function serveInProcess(env: NodeJS.ProcessEnv, folder: string): Promise<InProcess> {
  const socketFolder = mkdtempSync(join(tmpdir(), "tcss-in-process-"));
  const path = join(socketFolder, "s");
  const server: Server = grpcServer(
    handlersFor({ env, folder }, () => {}),
    undefined,
    { onSessions: () => {} },
  );
  await new Promise<void>((resolve) => server.listen({ path }, resolve));
  return {
    reattach: JSON.stringify({
      [SOURCE]: {
        Protocol: "grpc",
        ProtocolVersion: 6,
        Pid: process.pid,
        Test: true,
        Addr: { Network: "unix", String: path },
      },
    }),
    close: () => {
      server.close();
      rmSync(socketFolder, { recursive: true, force: true });
    },
  };
}
