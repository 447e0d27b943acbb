// Reads one account as the environment and the arguments say (the number of reads at the same time, which share
// nothing, then KEY=VALUE of the configuration), and ends when nothing is left to wait for: no process.exit here.
import dns from "node:dns";
import { TCSS } from "../../../core/api/services";
import { asTcssError, configLookup, resolveConnection } from "../../../core/internal";
import { readState } from "../../support/readState";

const [reads, ...settings] = process.argv.slice(2);
const config = new Map(settings.map((setting) => setting.split("=", 2) as [string, string]));

// Hosts of example.test are this machine: a request without a proxy arrives as well, on any machine.
const { lookup } = dns;
dns.lookup = ((host: string, ...rest: [never]) =>
  lookup(host.endsWith(".example.test") ? "127.0.0.1" : host, ...rest)) as typeof lookup;

async function main(): Promise<void> {
  // loaded beforehand: how long that takes is no part of what a deadline is set for
  TCSS.sdkClient();
  require("tencentcloud-sdk-nodejs/tencentcloud/common/sign");
  await import("p-limit");
  const connection = resolveConnection({
    config: configLookup((key) => config.get(key)),
    env: process.env,
  });
  const results = await Promise.allSettled(
    Array.from({ length: Number(reads) }, () => readState(connection)),
  );
  for (const result of results) {
    if (result.status === "rejected") throw result.reason;
    console.log(`state ${result.value.state}`);
  }
}

main().catch((error: unknown) => {
  process.exitCode = 1;
  console.error(asTcssError(error).message);
  const timers = process.getActiveResourcesInfo().filter((resource) => resource === "Timeout");
  console.log(`timers left: ${timers.length}`);
});
