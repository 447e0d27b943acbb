// Entry point of the command. The exit code is 2 ("unknown") from the start, and changes only after the answer has left
// the process: an early end, for any reason, is never taken for a verdict.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { endWithParent } from "./endWithParent";

process.exitCode = 2;
endWithParent();

const { version } = JSON.parse(readFileSync(join(__dirname, "../package.json"), "utf8")) as {
  version: string;
};

process.stdout.on("error", ({ code }: NodeJS.ErrnoException) => {
  console.error(
    code === "EPIPE"
      ? "tcss: standard output was closed before everything was written (EPIPE)."
      : `tcss: standard output cannot be written (${code}).`,
  );
  process.exit(2);
});
// ignored: the answer goes to standard output, and this error could be reported only here
process.stderr.on("error", () => {});

let isDone = false;
process.once("beforeExit", () => {
  if (!isDone) console.error("tcss: ended early, without an answer. Please report this.");
});

import("./cli.js")
  .then(({ run }) => run(process.argv, version))
  .catch((error: Error) => {
    const [reason] = error.message.split("\n");
    console.error(`tcss: files of the program are missing: ${reason}. Install pulumi-tcss-report again.`);
    return 2;
  })
  .then((code) => {
    isDone = true;
    // called after everything that was written before has left the process
    process.stdout.write("", (error) => {
      if (!error) process.exitCode = code;
    });
  });
