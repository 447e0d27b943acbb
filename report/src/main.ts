// Entry point of the command.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const { version } = JSON.parse(readFileSync(join(__dirname, "../package.json"), "utf8")) as {
  version: string;
};

for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error: NodeJS.ErrnoException) => {
    // whoever reads from us may stop in the middle (`tcss report | head`): that changes no verdict
    if (error.code === "EPIPE") process.exit();
    if (stream === process.stdout) console.error(`tcss: standard output cannot be written (${error.code}).`);
    process.exit(2);
  });

import("./cli.js")
  .then(({ run }) => run(process.argv, version))
  .catch((error: Error) => {
    const [reason] = error.message.split("\n");
    console.error(`tcss: the program is not whole: ${reason}. Install pulumi-tcss-report anew.`);
    process.exitCode = 2;
  });
