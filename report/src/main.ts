// Entry point of the command. The exit code is 2 ("unknown") from the start, and nothing but an answer that has left
// the process changes it: whatever ends the process before, nobody takes for a verdict.
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
// the answer stands on standard output: nobody is left to be told about this one
process.stderr.on("error", () => {});

let isDone = false;
process.once("beforeExit", () => {
  if (!isDone) console.error("tcss: ended early, before there was an answer. Please report this.");
});

import("./cli.js")
  .then(({ run }) => run(process.argv, version))
  .catch((error: Error) => {
    const [reason] = error.message.split("\n");
    console.error(`tcss: the program is not whole: ${reason}. Install pulumi-tcss-report again.`);
    return 2;
  })
  .then((code) => {
    isDone = true;
    // called when all that was written before has been taken
    process.stdout.write("", (error) => {
      if (!error) process.exitCode = code;
    });
  });
