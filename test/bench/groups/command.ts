import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../e2e/support/toolchain";
import { EXAMPLE } from "../../unit/support/replies";
import type { Group } from "../measure";
import { timedCommand } from "../support/cases";
import type { Surroundings } from "../support/Surroundings";

/** What the `tcss` command costs against node itself. */
export function commandGroup(surroundings: Surroundings): Group {
  const folder = surroundings.folder();
  const reply = join(folder, "reply.json");
  writeFileSync(reply, JSON.stringify({ Response: EXAMPLE }));
  const tcss = join(ROOT, "report/bin/tcss");
  const options = { cwd: folder, env: { PATH: process.env["PATH"], HOME: folder } };
  const { execPath: node } = process;
  const check = [node, tcss, "check", "--file", reply, "--at", "2024-10-01T00:00:00Z"] as const;
  return {
    base: "node -e 0",
    steps: [
      timedCommand({ name: "node -e 0" }, [node, "-e", "0"], options, { shows: /^$/ }),
      timedCommand({ name: "tcss --version", limit: 2.5 }, [node, tcss, "--version"], options, {
        shows: /^\d+\.\d+\.\d+\n$/,
      }),
      timedCommand({ name: "tcss check --file", limit: 4 }, check, options, {
        code: 1,
        shows: /86 of 154 cores are undefended/,
      }),
    ],
  };
}
