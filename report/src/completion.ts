import type { Command } from "commander";
import { configurationError, printable, rules } from "pulumi-tcss/internal";

const SHELLS = ["bash", "zsh", "fish", "powershell"] as const;
type Shell = (typeof SHELLS)[number];

/** What a shell does after suggestions (ShellCompDirective): files may follow. */
const FILES = ":0";

/**
 * For bash our own script, rather than the package's: it evaluates nothing of what is typed, needs no other package,
 * may be read twice, and offers files where one is wanted.
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
 * @throws TcssError of kind `configuration` for a shell that there is none for.
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
 * Makes `tcss` answer `complete -- WORDS`, which the scripts call: suggestions, and what may follow them.
 * @param words of the command line so far; the last is the one to complete.
 */
export async function answerCompletion(tcss: Command, words: readonly string[]): Promise<void> {
  const takesFile = [tcss, ...tcss.commands]
    .flatMap(({ options }) => options)
    .filter(({ flags }) => /<file>/.test(flags))
    .flatMap(({ short, long }) => [short, long]);
  const before = words.at(-2);
  if (before !== undefined && takesFile.includes(before)) return console.log(FILES);
  // commander's own choices would be checked by letter and case, and fill the help text
  const choices = { explain: rules.flatMap(({ id, name }) => [id, name]), completion: [...SHELLS] };
  for (const [command, names] of Object.entries(choices)) {
    const argument = tcss.commands.find((each) => each.name() === command)?.registeredArguments[0];
    if (argument !== undefined) argument.argChoices = names;
  }
  const { default: tab } = await import("@bomb.sh/tab/commander");
  tab(tcss, { completionCommandName: "completion" }).parse([...words]);
}
