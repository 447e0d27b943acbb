import { endWithEngine } from "../../core/internal";
import { warnThroughEngine } from "./engineLog";
import { version } from "./grpc";
import { serve } from "./server";

endWithEngine();
if (process.argv.includes("--version")) console.log(version);
// the engine gives its address as the last argument
else
  serve(
    process.env,
    warnThroughEngine(process.argv.slice(2).findLast((text) => /^[^/]+:\d+$/.test(text))),
  ).then(
    // the engine reads the port from the first line of standard output
    ({ port }) => console.log(String(port)),
    (error: Error) => {
      console.error(`pulumi-resource-tcss could not listen on 127.0.0.1: ${error.message}`);
      process.exitCode = 1;
    },
  );
