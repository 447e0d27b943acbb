import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseDocument } from "yaml";
import type { StoredPurchaseState } from "../../../core/internal";
import { emulatorAccess } from "../../support/emulatorAccess";
import type { Emulator } from "./emulators";
import { type EngineEvent, readEvents } from "./events";
import { shared } from "./hooks";
import { copyOut } from "./installation";
import { mustRun, type Run, run } from "./run";

/** The policy pack's executable form, below a folder where it is installed. */
export const GATE = "node_modules/pulumi-tcss-policy-pack/bin/tcss-gate";

/** The type token of `PurchaseState`. */
export const PURCHASE_STATE = "pulumi-nodejs:dynamic/tcss:PurchaseState";

/** The root of the checkout as a program: what `pulumi up` runs there, without its sources. */
export const READY_STACK = ".";

const STACK = "dev";

export interface ProjectOptions {
  /** Folder of the checkout that holds the program, such as `test/e2e/programs/purchase`. */
  readonly program: string;
  /** The emulator that the environment points to, with its credentials. Absent: no endpoint, no credentials. */
  readonly emulator?: Emulator | undefined;
  /** More environment; undefined removes a variable. */
  readonly env?: NodeJS.ProcessEnv;
  /** Folder where the program stands already, with its packages. Absent: a new copy where the packages are found. */
  readonly folder?: string;
}

/** One resource in a state file. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly inputs?: Record<string, unknown>;
  readonly outputs?: Record<string, unknown>;
}

/** A copy of a program with a stack, a backend, a home and an environment of its own. */
export class Project {
  readonly folder: string;
  /** Home, PULUMI_HOME and backend; nothing of the machine's user is seen from here. */
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;

  constructor(folder: string, home: string, env: NodeJS.ProcessEnv) {
    this.folder = folder;
    this.home = home;
    this.env = env;
  }

  /** Copies the program, and makes its stack. */
  static async create({ program, emulator, env = {}, folder }: ProjectOptions): Promise<Project> {
    const { installed } = shared();
    const target = folder ?? mkdtempSync(join(installed, "project-"));
    if (folder === undefined) lay(program, target);
    const home = mkdtempSync(join(shared().folder, "home-"));
    const project = new Project(target, home, { ...baseEnvironment(home), ...accessTo(emulator), ...env });
    await project.mustPulumi("stack", "init", STACK);
    return project;
  }

  /** Another project that sees the same backend and home, as a colleague's on one machine. */
  async sibling(options: ProjectOptions): Promise<Project> {
    const { folder } = options;
    const target = folder ?? mkdtempSync(join(shared().installed, "project-"));
    if (folder === undefined) lay(options.program, target);
    const project = new Project(target, this.home, { ...this.env, ...options.env });
    await project.mustPulumi("stack", "init", STACK);
    return project;
  }

  /** `pulumi ARGS` in the program's folder. */
  pulumi(...args: string[]): Promise<Run> {
    return this.pulumiWith({}, ...args);
  }

  /** The same with more environment; undefined removes a variable. */
  pulumiWith(env: NodeJS.ProcessEnv, ...args: string[]): Promise<Run> {
    return run(pulumiOf(this.env), ["--non-interactive", "--color=never", ...args], {
      cwd: this.folder,
      env: { ...this.env, ...env },
    });
  }

  /** The same for a run that must succeed, with its output as the error where it does not. */
  async mustPulumi(...args: string[]): Promise<Run> {
    return mustRun(pulumiOf(this.env), ["--non-interactive", "--color=never", ...args], {
      cwd: this.folder,
      env: this.env,
    });
  }

  preview(...args: string[]): Promise<Run> {
    return this.pulumi("preview", ...args);
  }

  up(...args: string[]): Promise<Run> {
    return this.pulumi("up", "--yes", "--skip-preview", ...args);
  }

  refresh(...args: string[]): Promise<Run> {
    return this.pulumi("refresh", "--yes", "--skip-preview", ...args);
  }

  destroy(...args: string[]): Promise<Run> {
    return this.pulumi("destroy", "--yes", "--skip-preview", ...args);
  }

  /** `pulumi ARGS`, and the events that the engine gave out during it. */
  async withEvents(...args: string[]): Promise<Run & { events: EngineEvent[] }> {
    const file = join(this.home, "events.json");
    writeFileSync(file, "");
    const result = await this.pulumiWith({ PULUMI_DEBUG_COMMANDS: "true" }, ...args, `--event-log=${file}`);
    return { ...result, events: readEvents(file) };
  }

  /** The policy pack's executable in the folder where it is installed. */
  get gate(): string {
    const here = join(this.folder, GATE);
    return existsSync(here) ? here : join(dirname(this.folder), GATE);
  }

  /** Plain values go into the stack's file as `pulumi config set` writes them: each start of pulumi takes its time. */
  async setConfig(key: string, value: string, ...flags: string[]): Promise<void> {
    if (flags.length > 0) {
      await this.mustPulumi("config", "set", ...flags, key, value);
      return;
    }
    const file = join(this.folder, `Pulumi.${STACK}.yaml`);
    const document = parseDocument(existsSync(file) ? readFileSync(file, "utf8") : "");
    document.setIn(["config", key.includes(":") ? key : `${this.#name}:${key}`], value);
    writeFileSync(file, document.toString());
  }

  /** The stack's outputs, as `pulumi stack output --json` prints them. */
  async outputs(): Promise<Record<string, unknown>> {
    const { stdout } = await this.mustPulumi("stack", "output", "--json");
    return JSON.parse(stdout) as Record<string, unknown>;
  }

  /** The text of the stack's state file. */
  stateText(): string {
    return readFileSync(join(backendOf(this.home), `.pulumi/stacks/${this.#name}/${STACK}.json`), "utf8");
  }

  /** The project's name, as its Pulumi.yaml says it. */
  get #name(): string | undefined {
    return /^name:\s*(\S+)/m.exec(readFileSync(join(this.folder, "Pulumi.yaml"), "utf8"))?.[1];
  }

  /** Gives the values in state another age than they have. */
  async observeAgainAt(observedAt: string): Promise<void> {
    const state = join(this.home, "imported.json");
    const { stdout } = await this.mustPulumi("stack", "export");
    writeFileSync(state, stdout.replace(/("observedAt": )"[^"]*"/g, `$1${JSON.stringify(observedAt)}`));
    await this.mustPulumi("stack", "import", "--file", state);
  }

  /** The resources in the stack's state file. */
  resources(): StateResource[] {
    const { checkpoint } = JSON.parse(this.stateText()) as {
      checkpoint: { latest?: { resources?: StateResource[] } };
    };
    return checkpoint.latest?.resources ?? [];
  }

  /** The `PurchaseState` of that name in the state file. */
  purchaseState(name = "tcss"): StateResource {
    const found = this.resources().find(({ urn }) => urn.endsWith(`${PURCHASE_STATE}::${name}`));
    if (found === undefined) throw new Error(`state holds no PurchaseState ${name}`);
    return found;
  }

  /** What that `PurchaseState` says about its account in the state file. */
  values(name?: string): StoredPurchaseState {
    return this.purchaseState(name).outputs?.["purchaseState"] as StoredPurchaseState;
  }
}

function lay(program: string, target: string): void {
  const files = program === READY_STACK ? ["Pulumi.yaml", "package.json", "dist/index.js"] : ["."];
  for (const file of files) copyOut(join(program, file), join(target, file));
}

function pulumiOf({ PATH = "" }: NodeJS.ProcessEnv): string {
  return join(PATH.split(":")[0] ?? "", "pulumi");
}

function backendOf(home: string): string {
  return join(home, "backend");
}

/** An environment from scratch: no credential, setting or home of the machine's user is in it. */
export function baseEnvironment(home: string, toolchain = shared().toolchain): NodeJS.ProcessEnv {
  mkdirSync(backendOf(home), { recursive: true });
  return {
    PATH: [toolchain, dirname(process.execPath), "/usr/local/bin", "/usr/bin", "/bin"].join(":"),
    HOME: home,
    TMPDIR: process.env["TMPDIR"],
    LANG: "C.UTF-8",
    PULUMI_HOME: join(home, "pulumi"),
    PULUMI_BACKEND_URL: `file://${backendOf(home)}`,
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // no server is there: no role of the machine that the tests run on is found
    TENCENTCLOUD_METADATA_ENDPOINT: "http://127.0.0.1:9",
  };
}

/** How the environment tells where the emulator is and who asks. */
export function accessTo(emulator: Emulator | undefined): NodeJS.ProcessEnv {
  if (emulator === undefined) return {};
  return emulatorAccess(emulator);
}
