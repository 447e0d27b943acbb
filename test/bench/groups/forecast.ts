import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { run } from "../../e2e/support/run";
import { ROOT } from "../../e2e/support/toolchain";
import type { Group, Step } from "../measure";
import { timedCommand } from "../support/cases";
import type { Surroundings } from "../support/Surroundings";

const RESOURCES = 10_000;
/** What makes a plan of that many resources 50 MB large. Unit: characters. */
const FILLING = 1700;

/** What it takes to read a plan of 10,000 node pools and 50 MB with the command. */
export function forecastGroup(surroundings: Surroundings): Group {
  const folder = surroundings.folder();
  const [plan, answer] = [join(folder, "plan.json"), join(folder, "answer.json")];
  writeFileSync(plan, largePlan());
  const options = { cwd: folder, env: { PATH: process.env["PATH"], HOME: folder } };
  const command = [
    ...["--require", join(ROOT, "test/bench/programs/forecast/peak.js"), join(ROOT, "report/bin/tcss")],
    ...["forecast", "--plan", plan, "--format", "json", "--output", answer],
  ];
  const forecast: Step = {
    rows: [
      { name: "tcss forecast, 10,000 resources, 50 MB", unit: "s", limit: 60 },
      { name: "its peak memory", unit: "MB", limit: 500 },
    ],
    async once() {
      const start = performance.now();
      const { code, output } = await run(process.execPath, command, options);
      const seconds = (performance.now() - start) / 1000;
      const [, kibibytes] = /^peak (\d+) KiB$/m.exec(output) ?? [];
      if (code !== 0 || kibibytes === undefined) throw new Error(`tcss ended with ${code}:\n${output}`);
      const { added } = JSON.parse(readFileSync(answer, "utf8")) as { added: { certain: number } };
      if (added.certain !== RESOURCES * 16) throw new Error(`it counts ${added.certain} cores`);
      return [seconds, (Number(kibibytes) * 1024) / 1e6];
    },
  };
  const base = "node -e 0";
  return {
    base,
    steps: [timedCommand({ name: base }, [process.execPath, "-e", "0"], options, { shows: /^$/ }), forecast],
  };
}

function largePlan(): string {
  const userData = "x".repeat(FILLING);
  const changes = Array.from({ length: RESOURCES }, (_, index) => {
    const after = {
      auto_scaling_config: [{ instance_type: "S5.2XLARGE16", password: "not to be shown" }],
      cluster_id: `cls-${index}`,
      desired_capacity: 2,
      max_size: 6,
      min_size: 1,
      user_data: userData,
    };
    const [type, name] = ["tencentcloud_kubernetes_node_pool", "np"];
    return {
      address: `${type}.${name}[${index}]`,
      mode: "managed",
      type,
      name,
      index,
      change: { actions: ["create"], before: null, after, after_unknown: { id: true, node_count: true } },
    };
  });
  const resources = changes.map(({ address, change: { after } }) => ({ address, values: after }));
  return JSON.stringify({
    format_version: "1.2",
    planned_values: { root_module: { resources } },
    resource_changes: changes,
    configuration: { root_module: { resources: [] } },
  });
}
