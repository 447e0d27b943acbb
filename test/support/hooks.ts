// Loaded before all tests: keeps what every process that a test starts says, and every secret that a test uses or
// receives, so that the last test of the run can look for one in the other (test/wholeRun).
import childProcess, { ChildProcess } from "node:child_process";
import { appendFileSync } from "node:fs";
import type { Readable } from "node:stream";
import { defaultCredential } from "../../emulator/src";
import { onSecret } from "../../emulator/src/secrets";
import { capturedFile, keepSecret, removeRunFolder } from "./runFolder";

keepSecret(defaultCredential.secretKey);
// thousands are handed out, which begin alike
onSecret((secret) => keepSecret(secret.replace(/^(emulator-tmp-(?:key|token)-)[0-9a-f]+$/, "$1")));

/** Names of variables whose values are secrets. */
const SECRET_NAME = /SECRET_?KEY$|TOKEN$|PASSWORD$|PASSPHRASE$|EXTERNAL_ID$/i;
const PROXY_NAME = /^(https?|all)_proxy$/i;
/**
 * The emulator prints its own key, which opens nothing else, so that its user can use it. The compiler of the tests
 * hands their own text back.
 */
const PRINTS_KEYS = /emulator[/\\](bin|src|dist)[/\\]|tcss-emulator|[/\\]bin[/\\]esbuild/;

/** The machine's own tokens are no test's, and are written nowhere. */
const MACHINE = { ...process.env };

function noteSecretsOf(environment: Iterable<readonly [string, string | undefined]>): void {
  for (const [name, value] of environment) {
    if (value === undefined || value === MACHINE[name]) continue;
    if (SECRET_NAME.test(name)) keepSecret(value);
    if (PROXY_NAME.test(name)) keepSecret(...passwordsIn(value));
  }
}

/** The password of an address, as it stands there and as it is meant. */
function passwordsIn(address: string): string[] {
  const [, password] = /^[a-z]+:\/\/[^/@]*?:([^/]*)@/i.exec(address) ?? [];
  if (password === undefined) return [];
  try {
    return [password, decodeURIComponent(password)];
  } catch {
    return [password];
  }
}

function keep(file: string, chunk: unknown): void {
  if (typeof chunk === "string" || chunk instanceof Uint8Array) appendFileSync(file, chunk);
}

interface SpawnOptions {
  readonly file: string;
  readonly args?: readonly string[];
  readonly envPairs?: readonly string[];
}

// every asynchronous way to start a process ends here
const prototype = ChildProcess.prototype as unknown as { spawn(options: SpawnOptions): unknown };
const { spawn } = prototype;
prototype.spawn = function (this: ChildProcess, options) {
  const result = spawn.call(this, options);
  noteSecretsOf((options.envPairs ?? []).map((pair) => splitPair(pair)));
  const command = [options.file, ...(options.args ?? [])].join(" ");
  if (!PRINTS_KEYS.test(command))
    for (const stream of [this.stdout, this.stderr])
      if (stream !== null) tee(stream, capturedFile(options.file));
  return result;
};

function splitPair(pair: string): [string, string] {
  const at = pair.indexOf("=");
  return [pair.slice(0, at), pair.slice(at + 1)];
}

/** Keeps what comes, without being a reader that changes when others get it. */
function tee(stream: Readable | undefined, file: string): void {
  if (stream === undefined) return;
  const push = stream.push.bind(stream);
  stream.push = (chunk: unknown, ...rest: []) => {
    keep(file, chunk);
    return push(chunk, ...rest);
  };
}

const { spawnSync, execFileSync } = childProcess;
childProcess.spawnSync = ((...given: Parameters<typeof spawnSync>) => {
  noteSecretsOf(Object.entries(environmentIn(given)));
  const result = spawnSync(...given);
  for (const output of [result.stdout, result.stderr]) keep(capturedFile(String(given[0])), output);
  return result;
}) as typeof spawnSync;
childProcess.execFileSync = ((...given: Parameters<typeof execFileSync>) => {
  noteSecretsOf(Object.entries(environmentIn(given)));
  const output = execFileSync(...given);
  keep(capturedFile(String(given[0])), output);
  return output;
}) as typeof execFileSync;

function environmentIn(given: readonly unknown[]): NodeJS.ProcessEnv {
  const options = given.find((value) => typeof value === "object" && value !== null && !Array.isArray(value));
  return (options as { env?: NodeJS.ProcessEnv } | undefined)?.env ?? {};
}

process.once("exit", () => removeRunFolder());
