import { check } from "./check";
import type { CliCommand } from "./command";
import { completion } from "./completion";
import { coverage } from "./coverage";
import { doctor } from "./doctor";
import { explain } from "./explain";
import { forecast } from "./forecast";
import { policyJson } from "./policyJson";
import { report } from "./report";
import { status } from "./status";

/** Every command, in the order of the help text. */
export const COMMANDS: readonly CliCommand[] = [
  status,
  report,
  check,
  coverage,
  doctor,
  forecast,
  explain,
  policyJson,
  completion,
];
