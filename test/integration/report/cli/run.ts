import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Emulator, startEmulator } from "../../../../emulator/src";
import { emulatorAccess } from "../../../support/emulatorAccess";

const REPORT = join(__dirname, "../../../../report");

/** How the command is started: as it was built last, else from its sources. */
const COMMAND: readonly string[] = existsSync(join(REPORT, "dist/cli.js"))
  ? [join(REPORT, "bin/tcss")]
  : ["--require", require.resolve("tsx/cjs"), join(REPORT, "src/main.ts")];

/** Fails unless it ended with 2, one line on standard error that matches, and nothing on standard output. */
export function assertRefused({ code, out, err }: Ended, message: RegExp): void {
  assert.match(err, message);
  assert.equal(err.trimEnd().split("\n").length, 1, err);
  assert.match(err, /^tcss: .+\n$/);
  assert.deepEqual([code, out], [2, ""]);
}

/** What a run of the command did. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

interface RunOptions {
  /** More environment; undefined removes a variable. */
  readonly env?: NodeJS.ProcessEnv;
  /** What stands on standard input; nothing by default. */
  readonly input?: string;
  /** A line of bash in which `"$@"` is the command. Absent: the command alone. */
  readonly shell?: string;
}

/** A folder and an emulator in which the command is run as a user would. */
export class Place {
  readonly folder = mkdtempSync(join(tmpdir(), "tcss-cli-"));
  readonly #emulator: Emulator;

  constructor(emulator: Emulator) {
    this.#emulator = emulator;
  }

  static async create(scenario = "example"): Promise<Place> {
    return new Place(await startEmulator({ scenario }));
  }

  get emulator(): Emulator {
    return this.#emulator;
  }

  async close(): Promise<void> {
    await this.#emulator.close();
    rmSync(this.folder, { recursive: true });
  }

  /** Writes a file of the folder. */
  write(name: string, content: unknown): string {
    const file = join(this.folder, name);
    writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
    return file;
  }

  /** `tcss ARGS` with the emulator's credentials. */
  tcss(...args: string[]): Promise<Ended> {
    return this.tcssWith({}, ...args);
  }

  /** The same with more than that. */
  tcssWith({ env = {}, input = "", shell }: RunOptions, ...args: string[]): Promise<Ended> {
    const words = [process.execPath, ...COMMAND, ...args];
    const [command = "", ...rest] = shell === undefined ? words : ["bash", "-c", shell, "bash", ...words];
    return new Promise((resolve, reject) => {
      const child = spawn(command, rest, { cwd: this.folder, env: { ...this.#environment(), ...env } });
      let [out, err] = ["", ""];
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        out += text;
      });
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        err += text;
      });
      child.once("error", reject);
      child.once("close", (code) => resolve({ code, out, err }));
      // a command that reads nothing may have ended before
      child.stdin.on("error", () => {});
      child.stdin.end(input);
    });
  }

  /** Nothing is inherited: no credentials, no colors, no home of the machine's user. */
  #environment(): NodeJS.ProcessEnv {
    const { endpoint } = this.#emulator;
    return {
      PATH: [dirname(process.execPath), "/usr/bin", "/bin"].join(":"),
      HOME: this.folder,
      LANG: "C.UTF-8",
      ...emulatorAccess(this.#emulator),
      TENCENTCLOUD_STS_ENDPOINT: endpoint,
      TENCENTCLOUD_METADATA_ENDPOINT: "http://127.0.0.1:9",
    };
  }
}
