import type { Command } from "commander";
import { TcssError } from "pulumi-tcss/internal";
import { coverageDocument } from "../coverageDocument";
import { EXIT_CODES } from "../exitCodes";
import { COVERAGE_FORMAT_NAMES, type CoverageFormatName, formattedCoverage } from "../formats/coverage";
import { gateSettings } from "../gateSettings";
import { messagesOf } from "../messages";
import {
  type CommonOptions,
  declareAccountAlone,
  declareGateConfig,
  declareMessages,
  declareOutput,
  declarePrices,
  eachOnce,
  GROUPS,
  limitsIn,
  type OutputOptions,
  selectorsIn,
} from "../options";
import { targetsOf, writeFormats } from "../output";
import { pricesFor } from "../prices";
import type { CliCommand } from "./command";

type CoverageCommandOptions = CommonOptions &
  OutputOptions<CoverageFormatName> & { readonly undefended?: boolean };

export const coverage: CliCommand<CoverageCommandOptions> = {
  name: "coverage",
  summary: "which clusters and hosts are undefended, and the cheapest way to protect them",
  declareOptions: (command: Command) => {
    declareAccountAlone(command, 60);
    command
      .optionsGroup(GROUPS.assets)
      .option("--undefended", "list only assets that are not known to be fully protected");
    declareGateConfig(command);
    declarePrices(command);
    declareMessages(command);
    declareOutput(command, COVERAGE_FORMAT_NAMES);
    eachOnce(command);
  },
  help: `
Exit codes: 0 every account was read, 2 one could not be. What is undefended changes nothing: see tcss check.
It changes nothing in the account: it prints the commands, and you decide.

Examples:
  tcss coverage                                     the account of the environment's credentials
  tcss coverage --undefended --profile production   what is not fully protected there
  tcss coverage -f json=coverage.json -f html=coverage.html -f table
  tcss coverage --format csv --output assets.csv    one row an asset`,
  run: async ({ options }, { env, folder, now, version }) => {
    const { undefended = false, prices: priceList = "site" } = options;
    const targets = targetsOf(options, "table");
    const messages = messagesOf(options);
    const gate = gateSettings(options, env, folder, messages);
    const prices = pricesFor(priceList);
    const { readAllCoverage } = await import("../sources/coverage.js");
    const accounts = await readAllCoverage({
      selectors: selectorsIn(options),
      limits: limitsIn(options),
      gate,
      env,
      prices,
      onlyUndefended: undefended,
      explain: messages.explain,
    });
    const document = coverageDocument(accounts, { version, now, timeZone: gate.timeZone });
    await writeFormats(targets, (format, layout) => formattedCoverage(format, document, layout));
    const failures = accounts.filter(({ coverage: read }) => read instanceof TcssError);
    for (const { name, coverage: error } of failures)
      messages.say(
        `tcss: ${failures.length < accounts.length ? `${name}: ` : ""}${(error as TcssError).message}`,
      );
    return failures.length === 0 ? 0 : EXIT_CODES.unknown;
  },
};
