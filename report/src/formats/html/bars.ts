import { counted, figure } from "pulumi-tcss/internal";
import { html, type Markup } from "./markup";

/** The meaning of a part of a bar; the style gives it a color. */
export type Tone = "good" | "bad" | "spare" | "elastic" | "off";

export interface Segment {
  readonly name: string;
  readonly count: number;
  readonly tone: Tone;
}

export interface Bar {
  readonly label: string;
  /** The number that the account gives; its parts may add up to another one, which TCSS009 reports. */
  readonly total: number;
  readonly segments: readonly Segment[];
}

export interface BarChart {
  /** What is counted, singular and plural. */
  readonly unit: readonly [string, string];
  readonly bars: readonly Bar[];
}

/** Bars on one scale, each above a legend that says the same in words. */
export function barChart({ unit, bars }: BarChart): Markup {
  const scale = Math.max(1, ...bars.map(({ segments }) => sum(segments)));
  return html`${bars.map((bar) => figureOf(bar, unit, scale))}`;
}

function figureOf({ label, total, segments }: Bar, [one, many]: BarChart["unit"], scale: number): Markup {
  const offsets = segments.map((_, index) => sum(segments.slice(0, index)));
  return html`<figure class="bar">
<figcaption>${label} <strong>${figure(total)}</strong></figcaption>
<svg role="img" aria-label="${label}, ${counted(total, one, many)}: ${inWords(segments)}" width="100%" height="26">
<rect class="track" width="100%" height="26" rx="4"/>
${segments.map((segment, index) => part(segment, offsets[index] ?? 0, scale))}</svg>
<ul class="legend">
${segments.map(
  ({ name, count, tone }) =>
    html`<li><span class="swatch ${tone}"></span>${name} <strong>${figure(count)}</strong></li>\n`,
)}</ul>
</figure>
`;
}

function part({ name, count, tone }: Segment, offset: number, scale: number): Markup | undefined {
  if (count === 0) return undefined;
  const share = (100 * count) / scale;
  const [left, middle] = [(100 * offset) / scale, (100 * (offset + count / 2)) / scale];
  const text = figure(count);
  // a number is drawn only in a part that is wide enough on a phone
  return html`<rect class="part ${tone}" x="${percent(left)}" width="${percent(share)}" height="26"><title>${name}: ${text}</title></rect>
${share > 4 * text.length ? html`<text class="part-number" x="${percent(middle)}" y="18">${text}</text>\n` : undefined}`;
}

function sum(segments: readonly Segment[]): number {
  return segments.reduce((counts, { count }) => counts + count, 0);
}

function inWords(segments: readonly Segment[]): string {
  return segments.map(({ name, count }) => `${name.toLowerCase()} ${figure(count)}`).join(", ");
}

/** A length in an SVG, relative to its width: the chart fits any screen, and its text keeps its size. */
export function percent(share: number): string {
  return `${Math.round(share * 100) / 100}%`;
}
