import { assessSources } from "../assessSources";
import { shownExitCode } from "../exitCodes";
import { type CommonOptions, declareSources } from "../options";
import { formatOptions } from "../terminal";
import type { CliCommand } from "./command";

export const status: CliCommand<CommonOptions> = {
  name: "status",
  summary: "protection, coverage, findings and next steps, on one screen",
  declareOptions: declareSources,
  help: `
Examples:
  tcss status                                       the account of the environment's credentials
  tcss status --stack acme/security/prod            a stack's state, as of its last update
  tcss status --file reply.json --at 2026-12-24     as the gate would assess it on that day`,
  run: async ({ options }, context) => {
    const document = await assessSources(options, context);
    const { status: screen } = await import("../formats/status.js");
    process.stdout.write(screen(document, formatOptions()));
    return shownExitCode(document);
  },
};
