import type { Command } from "commander";
import { configurationError } from "pulumi-tcss/internal";
import { FORECAST_FORMAT_NAMES, type ForecastFormatName, formattedForecast } from "../formats/forecast";
import { gateSettings } from "../gateSettings";
import { messagesOf } from "../messages";
import {
  type CommonOptions,
  declareAccount,
  declareGateConfig,
  declareMessages,
  declareOutput,
  declarePlan,
  eachOnce,
  GROUPS,
  type OutputOptions,
  type PlanSelection,
  selectPlans,
} from "../options";
import { targetsOf, writeFormats } from "../output";
import type { CliCommand } from "./command";

export const forecast: CliCommand<CommonOptions & PlanSelection & OutputOptions<ForecastFormatName>> = {
  name: "forecast",
  summary: "the cores of container hosts that a plan adds and removes, without an account",
  declareOptions: (command: Command) => {
    command.optionsGroup(GROUPS.plan);
    declarePlan(command);
    command.optionsGroup(GROUPS.accountOfLookup);
    declareAccount(command, 30);
    command.optionsGroup(GROUPS.assessment);
    declareGateConfig(command);
    declareMessages(command);
    declareOutput(command, FORECAST_FORMAT_NAMES);
    eachOnce(command);
  },
  help: `
Exit codes: 0 the plan was read, 2 it could not be. What it adds changes nothing: see tcss check --plan.
No account is asked, and no credentials are needed, except with --lookup-types.

Examples:
  terraform show -json plan.tfplan > plan.json && tcss forecast --plan plan.json
  pulumi preview --json | tcss forecast --plan -
  tcss forecast --plan network.json --plan cluster.json --format json   several plans add up
  tcss forecast --plan plan.json --lookup-types --region ap-guangzhou`,
  run: async ({ options }, { env, folder }) => {
    const { plan: files = [] } = options;
    const targets = targetsOf(options, "table");
    if (files.length === 0)
      throw configurationError(
        "--plan",
        "no plan is named",
        "Name one with --plan FILE, or pipe it to --plan -.",
      );
    const messages = messagesOf(options);
    const gate = gateSettings(options, env, folder, messages);
    const { readPlans } = await import("../sources/plan.js");
    const found = await readPlans(files, selectPlans(options, gate, env, messages.notice));
    await writeFormats(targets, (format, layout) => formattedForecast(format, found, layout));
    return 0;
  },
};
