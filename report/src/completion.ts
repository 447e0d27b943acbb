import type { Command } from "commander";
import { configurationError, printable } from "pulumi-tcss/internal";
import type { CliCommand } from "./commands/command";

const SHELLS = ["bash", "zsh", "fish", "powershell"] as const;
type Shell = (typeof SHELLS)[number];

/** Tells the shell to complete names of files (ShellCompDirective). */
const FILES = ":0";

/**
 * Our own script for bash, rather than that of the package: it evaluates nothing that is typed, needs no other package,
 * can be sourced twice, and completes names of files where an option takes one.
 */
const BASH = `# bash completion for tcss: source <(tcss completion bash)
_tcss() {
  local out line word="\${COMP_WORDS[COMP_CWORD]}"
  COMPREPLY=()
  out="$(tcss complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)" || return
  if [[ "\${out##*:}" != 0 ]]; then compopt +o default 2>/dev/null; fi
  while IFS= read -r line; do
    line="\${line%%$'\\t'*}"
    if [[ -n "$line" && "$line" == "$word"* ]]; then COMPREPLY+=("$line"); fi
  done <<< "\${out%:*}"
}
complete -o default -F _tcss tcss`;

/**
 * Prints the script that makes a shell complete the command line; it asks `tcss complete`.
 * @throws TcssError of kind `configuration` for an unknown shell.
 */
export async function printCompletionScript(shell: string): Promise<void> {
  if (!isShell(shell))
    throw configurationError(
      "shell",
      `there is no completion for ${printable(shell, 40)}`,
      `Name one of ${SHELLS.join(", ")}.`,
    );
  if (shell === "bash") return console.log(BASH);
  const { script } = await import("@bomb.sh/tab");
  script(shell, "tcss", "tcss");
}

function isShell(shell: string): shell is Shell {
  return SHELLS.some((each) => each === shell);
}

/**
 * Answers `tcss complete -- WORDS`, which the scripts call: prints suggestions, and what the shell should do next.
 * @param words of the command line so far; the last is the one to complete.
 */
export async function answerCompletion(
  tcss: Command,
  commands: readonly CliCommand[],
  words: readonly string[],
): Promise<void> {
  const takesFile = [tcss, ...tcss.commands]
    .flatMap(({ options }) => options)
    .filter(({ flags }) => /<file>/.test(flags))
    .flatMap(({ short, long }) => [short, long]);
  const before = words.at(-2);
  if (before !== undefined && takesFile.includes(before)) return console.log(FILES);
  // commander's own choices would be checked by letter and case, and fill the help text
  for (const { name, argument } of commands) {
    const [registered] = tcss.commands.find((each) => each.name() === name)?.registeredArguments ?? [];
    const choices = argument?.choices?.();
    if (registered !== undefined && choices !== undefined) registered.argChoices = choices;
  }
  const { default: tab } = await import("@bomb.sh/tab/commander");
  tab(tcss, { completionCommandName: "completion" }).parse([...words]);
}
