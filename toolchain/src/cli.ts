// Prints the folder to put on PATH, with --sdk-generators the one that SDKs are generated with, with --opentofu the one
// that holds OpenTofu; everything else goes to standard error. With --reason, standard output holds the reason where there is no folder.
import { cacheFolder } from "./files";
import { findOpenTofu } from "./openTofu";
import { Progress } from "./progress";
import { findSdkGenerators } from "./sdkGenerators";
import { findToolchain, NoToolchain } from "./toolchain";

const progress = new Progress(process.stderr);
const interrupted = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => interrupted.abort());

const asked = (option: string): boolean => process.argv.includes(option);
const findOther = asked("--opentofu") ? findOpenTofu : findToolchain;
const find = asked("--sdk-generators") ? findSdkGenerators : findOther;
find({ env: process.env, cache: cacheFolder(process.env), stage: progress.stage, signal: interrupted.signal })
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
