import { Command, CommanderError } from "commander";
import { asTcssError, printable } from "pulumi-tcss/internal";
import type { CommandContext } from "./assessSources";
import { COMMANDS } from "./commands";
import type { CliCommand } from "./commands/command";
import { completion } from "./commands/completion";
import { EXIT_CODES } from "./exitCodes";
import { COMMAND_WORDS } from "./words";

/**
 * Runs the command line. Every error ends as one message on standard error, with exit code 2.
 * @returns the exit code, which counts once everything that was written has left the process.
 */
export async function run(argv: readonly string[], version: string): Promise<number> {
  const context = { env: process.env, folder: process.cwd(), now: new Date(), version };
  let code = EXIT_CODES.unknown;
  const onEnd = (reached: number): void => {
    code = reached;
  };
  try {
    const [, , command, dashes, ...words] = argv;
    if (command === "complete" && dashes === "--") {
      const { answerCompletion } = await import("./completion.js");
      // the package that answers adds its own command of this name
      const others = COMMANDS.filter((each) => each !== completion);
      await answerCompletion(programOf(others, context, onEnd), others, words);
      return 0;
    }
    await programOf(COMMANDS, context, onEnd).parseAsync([...argv]);
    return code;
  } catch (error) {
    // commander has printed what is wrong, or the text of --help
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_CODES.unknown;
    console.error(`tcss: ${printable(asTcssError(error).inWordsOf(COMMAND_WORDS).message, 2000)}`);
    return EXIT_CODES.unknown;
  }
}

const EXAMPLES = `
Examples:
  tcss status                                       the account, on one screen
  tcss report --stack acme/security/prod --format html --output report.html
  tcss check --live --fail-on advisory              exit 0: passes, 1: blocks, 2: unknown
  pulumi stack output --json | tcss check --file -  the stack exports a PurchaseState's purchaseState
  tcss explain TCSS002`;

function programOf(
  commands: readonly CliCommand[],
  context: CommandContext,
  onEnd: (code: number) => void,
): Command {
  const program = new Command("tcss")
    .description("Reports on the purchase state of Tencent Container Security Service (TCSS).")
    .version(context.version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this text")
    .helpCommand("help [command]", "print the text of a command")
    .showSuggestionAfterError()
    .configureOutput({ outputError: (text, write) => write(onOneLine(text)) })
    // commander's own exit code for wrong options is 1, which means "blocks" here
    .exitOverride()
    .addHelpText("after", EXAMPLES);
  for (const command of commands) add(command, program, context, onEnd);
  return program;
}

function add(
  { name, summary, argument, declareOptions, help, ...command }: CliCommand,
  program: Command,
  context: CommandContext,
  onEnd: (code: number) => void,
): void {
  const added = program.command(name).description(summary).addHelpText("after", help);
  if (argument !== undefined) added.argument(argument.syntax, argument.description);
  declareOptions?.(added);
  added.action(async () => {
    const given = { options: added.opts(), argument: added.args[0] };
    onEnd(await command.run(given, context));
  });
}

/** commander's message, with its suggestion, on one line that says what to do. */
function onOneLine(text: string): string {
  const line = printable(text.replace(/^error: /, ""), 500);
  return `tcss: ${line}${/[.)?]$/.test(line) ? "" : "."} See: tcss --help\n`;
}
