import { performance } from "node:perf_hooks";
import { AccountReader, resolveConnection } from "../../../core/internal";
import { startEmulator } from "../../../emulator/src";
import type { Group } from "../measure";

const OWN_TIME = "the rate limit's own time";
const REQUESTS_PER_SECOND = 20;

/** How long it takes to read 10,000 assets, in the time that the limit of requests a second takes by itself. */
export function readingGroup(): Group {
  return {
    base: OWN_TIME,
    steps: [
      {
        rows: [
          { name: OWN_TIME, unit: "s" },
          { name: "10,000 assets read", unit: "s", limit: 1.2 },
        ],
        async once() {
          const emulator = await startEmulator({ scenario: "many-assets" });
          try {
            const connection = resolveConnection({
              args: { endpoint: emulator.endpoint, deadlineSeconds: 60 },
              env: { TENCENTCLOUD_SECRET_ID: emulator.secretId, TENCENTCLOUD_SECRET_KEY: emulator.secretKey },
            });
            const start = performance.now();
            const { coverage } = await new AccountReader({ remember: false }).coverage(connection);
            const seconds = (performance.now() - start) / 1000;
            const refused = emulator.requests().filter(({ errorCode }) => errorCode !== undefined);
            if (coverage.assets.length !== 10_000 || refused.length > 0)
              throw new Error(
                `${coverage.assets.length} assets were read, ${refused.length} requests refused`,
              );
            return [ownTime(emulator.requests()), seconds];
          } finally {
            await emulator.close();
          }
        },
      },
    ],
  };
}

/** The lists are read at the same time: the one of most pages counts. Unit: seconds. */
function ownTime(requests: readonly { readonly action?: string }[]): number {
  const counts = new Map<string, number>();
  for (const { action = "" } of requests) counts.set(action, (counts.get(action) ?? 0) + 1);
  return Math.max(...counts.values()) / REQUESTS_PER_SECOND;
}
