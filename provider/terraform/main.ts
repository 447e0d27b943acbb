import { serveHost } from "./host";
import { version } from "./version";
import { isStartedByHost, protocolProblem } from "./wire/handshake";

const { env } = process;

if (process.argv.includes("--version")) console.log(version);
else if (!isStartedByHost(env)) {
  console.error(
    "terraform-provider-tcss is a provider for Terraform and OpenTofu, which start it themselves: see docs/terraform.md.",
  );
  process.exitCode = 1;
} else {
  const problem = protocolProblem(env);
  if (problem === undefined) serveHost(env);
  else {
    // the host shows the first line of standard output to its user
    console.log(problem);
    process.exitCode = 1;
  }
}
