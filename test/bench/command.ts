import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../e2e/support/toolchain";
import { EXAMPLE } from "../unit/support/replies";
import { type Case, commandCase } from "./measure";

/** What the `tcss` command costs against node itself. */
export function commandCases(): Case[] {
  const folder = mkdtempSync(join(tmpdir(), "tcss-bench-"));
  const reply = join(folder, "reply.json");
  writeFileSync(reply, JSON.stringify({ Response: EXAMPLE }));
  const tcss = join(ROOT, "report/bin/tcss");
  const surroundings = { cwd: folder, env: { PATH: process.env["PATH"], HOME: folder } };
  const { execPath: node } = process;
  return [
    commandCase("node -e 0", [node, "-e", "0"], surroundings),
    commandCase("tcss --version", [node, tcss, "--version"], {
      ...surroundings,
      shows: /^\d+\.\d+\.\d+\n$/,
      limit: 2.5,
    }),
    commandCase("tcss check --file", [node, tcss, "check", "--file", reply, "--at", "2024-10-01T00:00:00Z"], {
      ...surroundings,
      code: 1,
      shows: /86 of 154 cores are undefended/,
      limit: 4,
    }),
  ];
}
