import { printable } from "pulumi-tcss/internal";

/** Shows on a terminal what is being read, on one line that is cleared at the end. Does nothing elsewhere. */
export class Progress {
  readonly #shown: boolean;
  readonly #total: number;
  #count = 0;

  /** @param total how many sources are read: for a single one, nothing is shown. */
  constructor(
    { quiet = false, verbose = false }: { readonly quiet?: boolean; readonly verbose?: boolean },
    total: number,
  ) {
    this.#shown = process.stderr.isTTY === true && !quiet && !verbose && total > 1;
    this.#total = total;
  }

  reading(what: string): void {
    this.#count += 1;
    if (!this.#shown) return;
    const line = `Reading ${this.#count} of ${this.#total}: ${printable(what)}`;
    // a line that wraps cannot be cleared
    const columns = Math.max(20, process.stderr.columns || 80) - 1;
    process.stderr.write(`\r\u001b[2K${line.slice(0, columns)}`);
  }

  done(): void {
    if (this.#shown) process.stderr.write("\r\u001b[2K");
  }
}
