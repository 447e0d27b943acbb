// Prints the folder to put on PATH, with --sdk-generators the one that SDKs are generated with; everything else goes
// to standard error. With --reason, standard output holds the reason where there is no folder.
import { join } from "node:path";
import { Progress } from "./progress";
import { findSdkGenerators } from "./sdkGenerators";
import { findToolchain, NoToolchain } from "./toolchain";

const cache = process.env["TCSS_TOOLCHAIN_CACHE"] || join(__dirname, "..", "..", ".cache", "toolchain");
const progress = new Progress(process.stderr);
const interrupted = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => interrupted.abort());

const find = process.argv.includes("--sdk-generators") ? findSdkGenerators : findToolchain;
find({ env: process.env, cache, stage: progress.stage, signal: interrupted.signal })
  .then((folder) => {
    progress.end();
    console.log(folder);
  })
  .catch((error: unknown) => {
    progress.end();
    if (interrupted.signal.aborted) process.exitCode = 130;
    else if (error instanceof NoToolchain) {
      (process.argv.includes("--reason") ? console.log : console.error)(error.message);
      process.exitCode = 1;
    } else throw error;
  });
