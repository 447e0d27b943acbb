import { printable } from "pulumi-tcss/internal";
import { wrap } from "../../terminal";
import { type Colors, type Paint, unpainted } from "../colors";

const LABEL_COLUMNS = 13;
/** Below this width labels stand on lines of their own. */
const NARROW = 56;

/** Where lines break, and what has which color. */
export class Layout {
  readonly colors: Colors;
  readonly width: number;
  readonly narrow: boolean;

  constructor(colors: Colors, width: number) {
    this.colors = colors;
    this.width = width;
    this.narrow = width < NARROW;
  }

  /** Columns beside a label. */
  get room(): number {
    return this.narrow ? this.width - 2 : this.width - LABEL_COLUMNS;
  }

  /** `text` beside its label, in lines that fit. */
  row(label: string, text: string, paint: Paint = unpainted): string[] {
    return this.rows(label, wrap(printable(text, 4000), this.room).map(paint));
  }

  /** Lines that fit already beside their label. */
  rows(label: string, lines: readonly string[]): string[] {
    const { bold } = this.colors;
    if (this.narrow) return [...(label === "" ? [] : [bold(label)]), ...lines.map((line) => `  ${line}`)];
    return lines.map(
      (line, index) => (index === 0 ? bold(label.padEnd(LABEL_COLUMNS)) : " ".repeat(LABEL_COLUMNS)) + line,
    );
  }
}

/** The first `most` lines; the last of them ends with an ellipsis where lines are left out. */
export function clipped(lines: readonly string[], most: number): string[] {
  return lines.length <= most
    ? [...lines]
    : [...lines.slice(0, most - 1), `${(lines[most - 1] ?? "").slice(0, -1).trimEnd()}…`];
}
