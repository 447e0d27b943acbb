import { printable } from "pulumi-tcss/internal";
import type { CommonOptions } from "./options";

/** What a command tells its user beside the answer, on standard error. */
export interface Messages {
  /** Prints a line, whatever the options say. */
  readonly say: (line: string) => void;
  /** Prints a line where `--verbose` asks for it. */
  readonly explain: (line: string) => void;
  /** Prints a line as the command's own, unless `--quiet` forbids it. */
  readonly notice: (line: string) => void;
}

export function messagesOf({ quiet = false, verbose = false }: CommonOptions): Messages {
  const say = (line: string): void => console.error(printable(line, 2000));
  return {
    say,
    explain: verbose ? say : () => {},
    notice: quiet ? () => {} : (line) => say(`tcss: ${line}`),
  };
}
