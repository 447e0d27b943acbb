import { writeFileSync } from "node:fs";
import { Command, CommanderError, Option } from "commander";
import {
  asTcssError,
  blockedBy,
  CAM_POLICY,
  configurationError,
  counted,
  type JudgedFinding,
  messageOf,
  printable,
  unusedNote,
  waivedNote,
  worst,
} from "pulumi-tcss/core";
import type { ReportDocument, Subject, Verdict } from "./document";
import { formatted } from "./formats";
import { type GatherOptions, gather, type Surroundings } from "./gather";
import { type CommonOptions, GROUPS, type OutputOptions, withOutput, withSources } from "./options";
import { ageOf, formatOptions, nameOf } from "./terminal";

/** Exit codes, as `tcss check` documents them. Whatever goes wrong is 2, for the other commands, too. */
export const EXIT: Readonly<Record<Verdict, number>> = { pass: 0, block: 1, unknown: 2 };

/** Level from which a finding blocks. */
export type FailOn = "mandatory" | "advisory";

/** Takes the exit code of a command that has said all it has to say. */
type Ended = (code: number) => void;

/**
 * Runs the command line. Whatever goes wrong ends as one message on standard error and exit code 2.
 * @returns the exit code, which counts once what was written has left the process.
 */
export async function run(argv: readonly string[], version: string): Promise<number> {
  const surroundings = { env: process.env, folder: process.cwd(), now: new Date(), version };
  let code = EXIT.unknown;
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
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT.unknown;
    console.error(`tcss: ${printable(asTcssError(error).message, 2000)}`);
    return EXIT.unknown;
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

const EXAMPLES = {
  tcss: `
Examples:
  tcss status                                       the account, on one screen
  tcss report --stack acme/security/prod --format html --output report.html
  tcss check --live --fail-on advisory              exit 0: passes, 1: blocks, 2: cannot be told
  pulumi stack output --json | tcss check --file -
  tcss explain TCSS002`,
  status: `
Examples:
  tcss status                                       the account of the environment's credentials
  tcss status --stack acme/security/prod            a stack's state, as of its last update
  tcss status --file reply.json --at 2026-12-24     as it will be judged on that day`,
  report: `
Examples:
  tcss report --stack acme/security/prod --stack acme/security/test
  tcss report --live --format sarif --output tcss.sarif
  tcss report --stack acme/security/prod --history --format html -o report.html
  pulumi stack export | tcss report --file - --format markdown
  tcss report --prices prices.json                  your own prices, instead of the list's`,
  check: `
Exit codes: 0 the gate would pass, 1 it would block, 2 it cannot be told.

Examples:
  tcss check                                        the account of the environment's credentials
  tcss check --quiet && pulumi up                   the exit code alone
  tcss check --fail-on advisory --stack acme/security/prod
  tcss check --format junit --output tcss.xml       a report for CI beside the lines
  tcss check --policy-pack-config config.json --gate-config tcss.gate.yaml`,
  explain: `
Examples:
  tcss explain TCSS002
  tcss explain no-undefended-cores`,
  "policy-json": `
Example:
  tcss policy-json > tcss-read.json                 then create the policy from it in CAM`,
  completion: `
Examples:
  source <(tcss completion bash)                    in ~/.bashrc
  source <(tcss completion zsh)                     in ~/.zshrc
  tcss completion fish | source                     in ~/.config/fish/config.fish
  tcss completion powershell | Out-String | Invoke-Expression`,
} as const;

function withCommands(tcss: Command, surroundings: Surroundings, ended: Ended): Command {
  withSources(tcss.command("status"))
    .description("protection, coverage, findings and next steps, on one screen")
    .addHelpText("after", EXAMPLES.status)
    .action(async (options: CommonOptions) => {
      const report = await gather(options, surroundings);
      const { status } = await import("./formats/status.js");
      process.stdout.write(status(report, formatOptions()));
      ended(nothingRead(report) ? EXIT.unknown : 0);
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
      const report = await gather(options, surroundings);
      await write(report, options);
      ended(nothingRead(report) ? EXIT.unknown : 0);
    });
  withOutput(withSources(tcss.command("check")))
    .description("the gate's verdict without Pulumi: exit 0 it passes, 1 it blocks, 2 it cannot be told")
    .addOption(
      new Option("--fail-on <level>", "level from which a finding blocks")
        .choices(["mandatory", "advisory"] satisfies FailOn[])
        .default("mandatory")
        .helpGroup(GROUPS.judgement),
    )
    .addHelpText("after", EXAMPLES.check)
    .action(async (options: CommonOptions & OutputOptions & { failOn: FailOn }) =>
      ended(EXIT[await check(options, surroundings)]),
    );
  tcss
    .command("explain")
    .argument("<rule>", "id or policy name, such as TCSS002")
    .description("what a rule asks for, why, and what to do when it fires")
    .addHelpText("after", EXAMPLES.explain)
    .action(async (name: string) => {
      const { explanation } = await import("./explain.js");
      console.log(explanation(name, formatOptions()));
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
  const { format, output, failOn, quiet = false } = options;
  const report = await gather(options, surroundings);
  const verdict = verdictAt(report, failOn);
  if (format !== undefined || output !== undefined) await write(report, options);
  // a report on standard output stands there alone
  const reportThere = format !== undefined && output === undefined;
  // all at once: who reads the first line alone has been sent the verdict
  if (!quiet && !reportThere) console.log(linesOf(report, verdict).join("\n"));
  if (!quiet)
    for (const waiver of report.unusedWaivers) console.error(`tcss: ${printable(unusedNote(waiver), 500)}`);
  return verdict;
}

async function write(report: ReportDocument, { format = "table", output }: OutputOptions): Promise<void> {
  const text = await formatted(format, report, formatOptions(output));
  if (output === undefined) {
    process.stdout.write(text);
    return;
  }
  try {
    writeFileSync(output, text);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown";
    throw configurationError(
      "--output",
      `${printable(output)} cannot be written (${code})`,
      "Name a file in a folder that is there and that you may write to.",
    );
  }
}

function nothingRead({ subjects }: ReportDocument): boolean {
  return subjects.every(({ purchaseState }) => purchaseState === undefined);
}

/** The gate's verdict where findings of `failOn` block, too. */
export function verdictAt(report: ReportDocument, failOn: FailOn): Verdict {
  if (failOn === "mandatory" || report.verdict === "block") return report.verdict;
  const verdicts = report.subjects.map(({ findings }): Verdict => {
    const counts = findings.filter(({ waived }) => waived === undefined);
    return counts.length === 0 ? "pass" : blockedBy(counts);
  });
  return worst(verdicts);
}

const SAYS: Readonly<Record<Verdict, string>> = {
  pass: "Verdict: passes",
  block: "Verdict: blocks",
  unknown: "Verdict: cannot be told",
};

/** Where each purchase state is from and how old it is, one line a finding, and the verdict. */
export function linesOf(report: ReportDocument, verdict: Verdict): string[] {
  return [
    ...report.subjects.flatMap((subject) => [
      `${nameOf(subject)}: ${heading(subject, report)}`,
      ...subject.findings.map((finding) => `${nameOf(subject)}: ${lineOf(finding)}`),
    ]),
    SAYS[verdict],
  ].map((line) => printable(line, 2000));
}

function heading(subject: Subject, { generatedAt }: ReportDocument): string {
  if (subject.purchaseState === undefined) return "not read";
  return `${counted(subject.findings.length, "finding")}, values ${ageOf(subject, generatedAt)}`;
}

function lineOf(finding: JudgedFinding): string {
  const { waived, enforcementLevel, ruleId, policyName } = finding;
  if (waived !== undefined) return `waived ${waivedNote(finding)}`;
  return `${enforcementLevel} ${ruleId} ${policyName}: ${messageOf(finding)}`;
}
