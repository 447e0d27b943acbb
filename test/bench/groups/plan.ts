import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { run } from "../../e2e/support/run";
import { ROOT } from "../../e2e/support/toolchain";
import type { Group, Step } from "../measure";
import { timedCommand } from "../support/cases";
import type { Surroundings } from "../support/Surroundings";

/** What it takes to plan for 5,000 undefended assets and 100,000 idle cores, in a process of its own: less than 1 s, and 200 MB. */
export function planGroup(surroundings: Surroundings): Group {
  const options = { cwd: ROOT, env: { PATH: process.env["PATH"], HOME: surroundings.folder() } };
  const program = join(ROOT, "test/bench/programs/plan/index.js");
  const plan = ({ idle, sizes, name }: { idle: number; sizes: "even" | "odd"; name: string }): Step => ({
    rows: [
      { name, unit: "s", limit: 12 },
      { name: `${name}: peak memory`, unit: "MB", limit: 200 },
    ],
    async once() {
      const start = performance.now();
      const { code, output } = await run(process.execPath, [program, String(idle), sizes], options);
      const seconds = (performance.now() - start) / 1000;
      const [, covered, kibibytes] = /^covers (\d+) cores with (\d+) KiB$/m.exec(output) ?? [];
      if (code !== 0 || covered !== String(idle)) throw new Error(`the plan ended with ${code}:\n${output}`);
      return [seconds, (Number(kibibytes) * 1024) / 1e6];
    },
  });
  const base = "node -e 0";
  return {
    base,
    steps: [
      timedCommand({ name: base }, [process.execPath, "-e", "0"], options, { shows: /^$/ }),
      plan({ name: "5,000 assets, 100,000 idle cores", idle: 100_000, sizes: "even" }),
      plan({ name: "5,000 assets, 99,999 idle cores, 5 odd sizes", idle: 99_999, sizes: "odd" }),
    ],
  };
}
