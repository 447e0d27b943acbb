import { type Command, Option } from "commander";
import { type AssessOptions, assessSources } from "../assessSources";
import { shownExitCode } from "../exitCodes";
import type { FormatName } from "../formats";
import { declareOutput, declareSources, GROUPS, type OutputOptions, type Target } from "../options";
import { targetsOf, writeReport } from "../output";
import type { CliCommand } from "./command";
import { adviseName } from "./nameAdvice";

export const report: CliCommand<AssessOptions & OutputOptions> = {
  name: "report",
  summary: "a report in one of several formats; a table by default",
  declareOptions: (command: Command) => {
    declareSources(command);
    declareOutput(command);
    command.addOption(
      new Option("--history", "coverage over time, from the checkpoints of each --stack").helpGroup(
        GROUPS.source,
      ),
    );
    command.addOption(
      new Option("--coverage", "the assets of the accounts that are asked live, and the plan").helpGroup(
        GROUPS.source,
      ),
    );
  },
  help: `
Examples:
  tcss report --stack acme/security/prod --stack acme/security/test
  tcss report --live --account production --format sarif --output tcss.sarif
  tcss report -f json=tcss.json -f html=tcss.html -f table     three formats of one reading
  tcss report --stack acme/security/prod --history --format html -o report.html
  tcss report --coverage --format html -o report.html          with every asset and the plan
  pulumi stack export | tcss report --file - --format markdown
  tcss report --prices prices.json                  your own prices, instead of the list's`,
  run: async ({ options }, context) => {
    const targets = targetsOf(options, "table");
    const document = await assessSources(options, context);
    await writeReport(document, targets);
    adviseName(document, targets, options);
    if (options.coverage === true && options.quiet !== true) adviseCoverage(targets);
    return shownExitCode(document);
  },
};

/** Formats of which each line or result is about something else than an asset. */
const WITHOUT_ASSETS: readonly FormatName[] = ["csv", "sarif", "junit"];

function adviseCoverage(targets: readonly Target[]): void {
  const names = targets.map(({ format }) => format).filter((name) => WITHOUT_ASSETS.includes(name));
  if (names.length > 0)
    console.error(
      `tcss: --coverage adds nothing to ${names.join(" and ")}: tcss coverage --format csv has a row an asset.`,
    );
}
