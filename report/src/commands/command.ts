import type { Command } from "commander";
import type { CommandContext } from "../assessSources";

/** One command of `tcss`. A new one is a file like this, and a line in {@link file://./index.ts}. */
export interface CliCommand<Options extends object = object> {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  readonly argument?: CliArgument;
  /** Declares the options. */
  declareOptions?(command: Command): void;
  /** Shown below the options by `--help`: examples, and what else is worth saying. */
  readonly help: string;
  /**
   * Does the work: data goes to standard output, everything else to standard error.
   * @returns the exit code.
   * @throws TcssError where nothing can be said; it is printed, and the exit code is 2.
   */
  run(given: Given<Options>, context: CommandContext): Promise<number>;
}

/** What the user gave a command. */
export interface Given<Options extends object> {
  readonly options: Options;
  readonly argument?: string | undefined;
}

export interface CliArgument {
  /** `<shell>` is required, `[rule]` is not. */
  readonly syntax: string;
  readonly description: string;
  /** Values that the shell completes. */
  choices?(): string[];
}
