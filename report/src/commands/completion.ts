import type { CliCommand } from "./command";

export const completion: CliCommand = {
  name: "completion",
  summary: "a script that completes commands and options in your shell",
  argument: { syntax: "<shell>", description: "bash, zsh, fish or powershell" },
  help: `
Examples:
  source <(tcss completion bash)                    in ~/.bashrc
  source <(tcss completion zsh)                     in ~/.zshrc
  tcss completion fish | source                     in ~/.config/fish/config.fish
  tcss completion powershell | Out-String | Invoke-Expression`,
  run: async ({ argument = "" }) => {
    const { printCompletionScript } = await import("../completion.js");
    await printCompletionScript(argument);
    return 0;
  },
};
