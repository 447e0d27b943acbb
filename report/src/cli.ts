import { Command, CommanderError, Option } from "commander";
import {
  asTcssError,
  CAM_POLICY,
  type FailOn,
  printable,
  unusedNote,
  type Verdict,
} from "pulumi-tcss/internal";
import { type ReportDocument, UNNAMED, verdictAt } from "./document";
import { EXIT_CODES } from "./exitCodes";
import { type GatherOptions, gather, type Surroundings } from "./gather";
import { EXAMPLES } from "./help";
import { linesOf } from "./lines";
import {
  type CommonOptions,
  eachOnce,
  GROUPS,
  type OutputOptions,
  type Target,
  withOutput,
  withSources,
} from "./options";
import { targetsOf, writeReport } from "./output";
import { formatOptions } from "./terminal";
import { COMMAND_WORDS } from "./words";

/** Takes the exit code of a command that has said all it has to say. */
type Ended = (code: number) => void;

/**
 * Runs the command line. Whatever goes wrong ends as one message on standard error and exit code 2.
 * @returns the exit code, which counts once what was written has left the process.
 */
export async function run(argv: readonly string[], version: string): Promise<number> {
  const surroundings = { env: process.env, folder: process.cwd(), now: new Date(), version };
  let code = EXIT_CODES.unknown;
  const ended: Ended = (reached) => {
    code = reached;
  };
  try {
    const [, , command, dashes, ...words] = argv;
    if (command === "complete" && dashes === "--") {
      const { answerCompletion } = await import("./completion.js");
      await answerCompletion(withCommands(bare(version), surroundings, ended), words);
      return 0;
    }
    await withCompletion(withCommands(bare(version), surroundings, ended), ended).parseAsync([...argv]);
    return code;
  } catch (error) {
    // commander has said what is wrong; it ends so after --help, too
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_CODES.unknown;
    console.error(`tcss: ${printable(asTcssError(error).inWordsOf(COMMAND_WORDS).message, 2000)}`);
    return EXIT_CODES.unknown;
  }
}

function bare(version: string): Command {
  return (
    new Command("tcss")
      .description("Reports on the purchase state of Tencent Container Security Service (TCSS).")
      .version(version, "-V, --version", "print the version")
      .helpOption("-h, --help", "print this text")
      .helpCommand("help [command]", "print the text of a command")
      .showSuggestionAfterError()
      .configureOutput({ outputError: (text, write) => write(inOneLine(text)) })
      // commander ends with 1 for wrong flags, which says "it would block" here
      .exitOverride()
      .addHelpText("after", EXAMPLES.tcss)
  );
}

/** commander's message, with its suggestion, on one line that says what to do. */
function inOneLine(text: string): string {
  const line = printable(text.replace(/^error: /, ""), 500);
  return `tcss: ${line}${/[.)?]$/.test(line) ? "" : "."} See: tcss --help\n`;
}

function withCommands(tcss: Command, surroundings: Surroundings, ended: Ended): Command {
  withSources(tcss.command("status"))
    .description("protection, coverage, findings and next steps, on one screen")
    .addHelpText("after", EXAMPLES.status)
    .action(async (options: CommonOptions) => {
      const report = await gather(options, surroundings);
      const { status } = await import("./formats/status.js");
      process.stdout.write(status(report, formatOptions()));
      ended(nothingRead(report) ? EXIT_CODES.unknown : 0);
    });
  withOutput(withSources(tcss.command("report")))
    .description("a report in one of several formats; a table by default")
    .addOption(
      new Option("--history", "coverage over time too, from the checkpoints of each --stack").helpGroup(
        GROUPS.source,
      ),
    )
    .addHelpText("after", EXAMPLES.report)
    .action(async (options: GatherOptions & OutputOptions) => {
      const targets = targetsOf(options, { inputs: inputsOf(options), fallback: "table" });
      const report = await gather(options, surroundings);
      await writeReport(report, targets);
      adviseName(report, targets, options);
      ended(nothingRead(report) ? EXIT_CODES.unknown : 0);
    });
  eachOnce(
    withOutput(withSources(tcss.command("check"))).addOption(
      new Option("--fail-on <level>", "level from which a finding blocks")
        .choices(["mandatory", "advisory"] satisfies FailOn[])
        .default("mandatory")
        .helpGroup(GROUPS.assessment),
    ),
  )
    .description("the gate's verdict without Pulumi; exits 0 (passes), 1 (blocks) or 2 (unknown)")
    .addHelpText("after", EXAMPLES.check)
    .action(async (options: CommonOptions & OutputOptions & { failOn: FailOn }) =>
      ended(EXIT_CODES[await check(options, surroundings)]),
    );
  tcss
    .command("explain")
    .argument("[rule]", "id or policy name, such as TCSS002; without it, the list of rules")
    .description("what a rule asks for, why, and what to do when it fires")
    .addHelpText("after", EXAMPLES.explain)
    .action(async (name: string | undefined) => {
      const { explanation, ruleList } = await import("./explain.js");
      console.log(name === undefined ? ruleList(formatOptions()) : explanation(name, formatOptions()));
      ended(0);
    });
  tcss
    .command("policy-json")
    .description("the CAM policy that reading the purchase state needs, and nothing more")
    .addHelpText("after", EXAMPLES["policy-json"])
    .action(() => {
      console.log(JSON.stringify(CAM_POLICY, null, 2));
      ended(0);
    });
  return tcss;
}

function withCompletion(tcss: Command, ended: Ended): Command {
  tcss
    .command("completion")
    .argument("<shell>", "bash, zsh, fish or powershell")
    .description("a script that completes commands and options in your shell")
    .addHelpText("after", EXAMPLES.completion)
    .action(async (shell: string) => {
      const { printCompletionScript } = await import("./completion.js");
      await printCompletionScript(shell);
      ended(0);
    });
  return tcss;
}

async function check(
  options: CommonOptions & OutputOptions & { readonly failOn: FailOn },
  surroundings: Surroundings,
): Promise<Verdict> {
  const { failOn, quiet = false } = options;
  const targets = targetsOf(options, { inputs: inputsOf(options) });
  const asked: string[] = [];
  const report = await gather({ ...options, onAsked: (line) => asked.push(line) }, surroundings);
  const verdict = verdictAt(report, failOn);
  await writeReport(report, targets);
  adviseName(report, targets, options);
  // a report on standard output stands there alone
  const reportThere = targets.some(({ file }) => file === undefined);
  // all at once: who reads the first line alone has been sent the verdict
  if (!quiet && !reportThere) console.log(linesOf(report, verdict, asked).join("\n"));
  if (!quiet)
    for (const waiver of report.unusedWaivers) console.error(`tcss: ${printable(unusedNote(waiver), 500)}`);
  return verdict;
}

/** Reports are read by others and later: there an account needs a name. Said to people alone, who can give one. */
function adviseName(
  { subjects }: ReportDocument,
  targets: readonly Target[],
  { quiet = false, verbose = false }: CommonOptions,
): void {
  if (quiet || !(verbose || process.stderr.isTTY)) return;
  const isUnnamed = subjects.some(({ origin: { kind, name } }) => kind === "live" && name === UNNAMED);
  if (isUnnamed && targets.some(({ format }) => format !== "table"))
    console.error("tcss: the report calls the account unnamed: name it with --account NAME.");
}

/** The files that are read: none of them is written. */
function inputsOf({ file = [], policyPackConfig, gateConfig, prices }: CommonOptions): string[] {
  const named = [...file.filter((name) => name !== "-"), policyPackConfig, gateConfig, prices];
  return named.filter((name): name is string => name !== undefined);
}

function nothingRead({ subjects, verdict }: ReportDocument): boolean {
  // a stack that the settings exempt has nothing to read
  if (subjects.length === 0 && verdict === "pass") return false;
  return subjects.every(({ purchaseState }) => purchaseState === undefined);
}
