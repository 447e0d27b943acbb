import { resolve } from "node:path";
import type { Command } from "commander";
import { configurationError, printable } from "pulumi-tcss/internal";
import type { DoctorFormatName } from "../doctor";
import { EXIT_CODES } from "../exitCodes";
import { gateSettings } from "../gateSettings";
import { messagesOf } from "../messages";
import {
  type CommonOptions,
  declareAccountAlone,
  declareGateConfig,
  declareMessages,
  declareOutput,
  eachOnce,
  GROUPS,
  limitsIn,
  type OutputOptions,
  selectorsIn,
  type Target,
} from "../options";
import { targetsOf, writeFormats } from "../output";
import type { CliCommand } from "./command";

type DoctorOptions = CommonOptions & OutputOptions<DoctorFormatName> & { readonly bundle?: string };

export const doctor: CliCommand<DoctorOptions> = {
  name: "doctor",
  summary: "what this account really answers: credentials, clock, permissions, units, values, limits",
  declareOptions: (command: Command) => {
    declareAccountAlone(command, 60);
    command.optionsGroup(GROUPS.assessment);
    declareGateConfig(command);
    declareMessages(command);
    declareOutput(command, ["table", "json"]);
    command.option(
      "--bundle <file>",
      "all of it as JSON for a report to us: no secrets, no names and ids of accounts and assets",
    );
    eachOnce(command);
  },
  help: `
Exit codes: 0 everything could be determined, whatever it is; 2 something could not be.
It only reads: two dozen requests, and every page of the lists of assets once.

Examples:
  tcss doctor                                       the account of the environment's credentials
  tcss doctor --profile production --bundle tcss-doctor.json
  tcss doctor --format json | jq '.accounts[].checks[] | select(.status != "ok")'`,
  run: async ({ options }, { env, folder, now, version }) => {
    const { bundle } = options;
    const written = targetsOf<DoctorFormatName>(options, "table");
    if (bundle !== undefined) assertOwnFile(bundle, written);
    const targets = [
      ...written,
      ...(bundle === undefined ? [] : [{ format: "bundle" as const, file: bundle }]),
    ];
    const messages = messagesOf(options);
    const gate = gateSettings(options, env, folder, messages);
    const { diagnose } = await import("../doctor/index.js");
    const { document, textOf } = await diagnose({
      selectors: selectorsIn(options),
      limits: limitsIn(options),
      gate,
      env,
      now,
      version,
    });
    await writeFormats<DoctorFormatName | "bundle">(targets, async (format, layout) =>
      textOf(format, layout),
    );
    if (bundle !== undefined) messages.notice(`${bundle} is written. Look through it before you send it.`);
    return document.determined ? 0 : EXIT_CODES.unknown;
  },
};

/** @throws TcssError of kind `configuration` where the bundle would go where something else goes. */
function assertOwnFile(bundle: string, targets: readonly Target<DoctorFormatName>[]): void {
  const isTaken = targets.some(({ file }) => file !== undefined && resolve(file) === resolve(bundle));
  if (bundle.trim() !== "" && bundle !== "-" && !isTaken) return;
  const problem = isTaken ? `names the file of another format, ${printable(bundle)}` : "names no file";
  throw configurationError("--bundle", `--bundle ${problem}`, "Name another file.");
}
