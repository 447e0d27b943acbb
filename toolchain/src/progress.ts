/** Where progress is written: `process.stderr`, or a test's own. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const PLAIN_EVERY_MILLISECONDS = 15_000;

/**
 * Shows what is being done and for how long: on a terminal in one line that is kept up to date, elsewhere as
 * a line at each stage and every 15 seconds.
 */
export class Progress {
  readonly #stream: ProgressStream;
  readonly #started = Date.now();
  #timer: NodeJS.Timeout | undefined;
  #text = "";

  constructor(stream: ProgressStream) {
    this.#stream = stream;
  }

  readonly stage = (text: string): void => {
    this.#text = text;
    this.#show();
    this.#timer ??= setInterval(() => this.#show(), this.#stream.isTTY ? 1000 : PLAIN_EVERY_MILLISECONDS);
  };

  end(): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    if (this.#stream.isTTY) this.#stream.write("\r\u001b[K");
  }

  #show(): void {
    const line = `tool chain: ${this.#text}, ${Math.round((Date.now() - this.#started) / 1000)} s`;
    this.#stream.write(this.#stream.isTTY ? `\r\u001b[K${line}` : `${line}\n`);
  }
}
