import { type Command, Option } from "commander";
import { type FailOn, printable, unusedNote } from "pulumi-tcss/internal";
import { assessSources } from "../assessSources";
import { verdictAt } from "../document";
import { EXIT_CODES } from "../exitCodes";
import { linesOf } from "../formats/lines";
import {
  type CommonOptions,
  declareOutput,
  declarePlan,
  declareSources,
  eachOnce,
  GROUPS,
  type OutputOptions,
  type PlanSelection,
} from "../options";
import { targetsOf, writeReport } from "../output";
import type { CliCommand } from "./command";
import { adviseName } from "./nameAdvice";

export const check: CliCommand<CommonOptions & PlanSelection & OutputOptions & { readonly failOn: FailOn }> =
  {
    name: "check",
    summary: "the gate's verdict without Pulumi; exits 0 (passes), 1 (blocks) or 2 (unknown)",
    declareOptions: (command: Command) => {
      declareSources(command);
      command.optionsGroup(GROUPS.plan);
      declarePlan(command);
      declareOutput(command);
      command.addOption(
        new Option("--fail-on <level>", "level from which a finding blocks")
          .choices(["mandatory", "advisory"] satisfies FailOn[])
          .default("mandatory")
          .helpGroup(GROUPS.assessment),
      );
      eachOnce(command);
    },
    help: `
Exit codes: 0 the gate would pass, 1 it would block, 2 unknown (bad input, no credentials, no answer).

Examples:
  tcss check                                        the account of the environment's credentials
  tcss check --quiet && pulumi up                   the exit code alone
  tcss check --fail-on advisory --stack acme/security/prod
  tcss check --plan plan.json                       with the cores that a plan adds; the account is asked
  tcss check --format junit --output tcss.xml       a report for CI beside the lines
  tcss check --policy-pack-config config.json --gate-config tcss.gate.yaml`,
    run: async ({ options }, context) => {
      const { failOn, quiet = false } = options;
      const targets = targetsOf(options);
      const asked: string[] = [];
      const document = await assessSources({ ...options, onAsked: (line) => asked.push(line) }, context);
      const verdict = verdictAt(document, failOn);
      await writeReport(document, targets);
      adviseName(document, targets, options);
      const isReportOnStandardOutput = targets.some(({ file }) => file === undefined);
      // one write: a reader that closes the pipe after the first line has been sent the verdict as well
      if (!quiet && !isReportOnStandardOutput) console.log(linesOf(document, verdict, asked).join("\n"));
      if (!quiet)
        for (const waiver of document.unusedWaivers)
          console.error(`tcss: ${printable(unusedNote(waiver), 500)}`);
      return EXIT_CODES[verdict];
    },
  };
