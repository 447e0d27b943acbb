import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { COOKIE } from "../../../provider/terraform/wire/handshake";
import type { RunOptions } from "../../e2e/support/run";
import { makeCertificate } from "../../integration/support/certificate";
import { BUILT } from "../../integration/support/terraform";
import type { Row, Step } from "../measure";
import { firstLine } from "./cases";
import { peakUntilNow } from "./peakMemory";

const PROVIDER = join(BUILT, "terraform-provider-tcss");

/**
 * From nothing to the line by which a host finds the provider, with the certificates of both.
 * @param memory the row of its peak memory until then, where that can be measured.
 */
export function handshake(row: Omit<Row, "unit">, memory: Row | undefined, { cwd, env }: RunOptions): Step {
  const { cert } = makeCertificate({ name: "localhost", isAuthority: true });
  const host = {
    [COOKIE[0]]: COOKIE[1],
    PLUGIN_PROTOCOL_VERSIONS: "5,6",
    PLUGIN_CLIENT_CERT: cert,
  };
  return {
    rows: [{ ...row, unit: "s" }, ...(memory === undefined ? [] : [memory])],
    async once() {
      const start = performance.now();
      const served = spawn(PROVIDER, {
        cwd,
        env: { ...env, ...host },
        stdio: ["ignore", "pipe", "inherit"],
      });
      const ended = once(served, "close");
      const line = await Promise.race([firstLine(served.stdout), ended.then(() => "")]);
      const seconds = (performance.now() - start) / 1000;
      const megabytes = memory === undefined ? [] : [peakUntilNow(served.pid ?? 0)];
      // it ends in order, and keeps its compiled code
      served.kill("SIGTERM");
      await ended;
      if (!/^1\|6\|(unix|tcp)\|[^|]+\|grpc\|[^|]+$/.test(line))
        throw new Error(`${row.name}: it printed "${line}"`);
      return [seconds, ...megabytes];
    },
  };
}
