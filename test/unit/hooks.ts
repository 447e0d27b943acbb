// Loaded before the unit tests: they start no process. Tests that need one stand in test/integration.
import childProcess, { ChildProcess } from "node:child_process";

/** A named pipe cannot be made otherwise, and tsx compiles the tests by esbuild. */
const ALLOWED = /^mkfifo$|[/\\]esbuild(\.exe)?$/;

function assertAllowed(file: string): void {
  if (!ALLOWED.test(file)) throw new Error(`A unit test started ${file}. Move it to test/integration.`);
}

const prototype = ChildProcess.prototype as unknown as { spawn(options: { file: string }): unknown };
const { spawn } = prototype;
prototype.spawn = function (this: ChildProcess, options) {
  assertAllowed(options.file);
  return spawn.call(this, options);
};

for (const name of ["spawnSync", "execFileSync"] as const) {
  const original = childProcess[name] as (file: string, ...rest: unknown[]) => unknown;
  Object.assign(childProcess, {
    [name]: (file: string, ...rest: unknown[]) => {
      assertAllowed(file);
      return original(file, ...rest);
    },
  });
}
