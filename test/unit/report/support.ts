import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  levelsAndSettings,
  parsePurchaseState,
  type Reading,
  type RulesConfig,
  type Waiver,
  withoutAdditionalFields,
} from "pulumi-tcss/internal";
import { makeReport, type Observation, type ReportDocument } from "../../../report/src/document";
import { pricesFor } from "../../../report/src/prices";
import { DURING_LICENCE, EXAMPLE } from "../support/replies";

export { DURING_LICENCE, EXAMPLE };

/** What a resource stores of the API document's example. */
export const STORED = withoutAdditionalFields(parsePurchaseState(EXAMPLE));

export const STACK = { kind: "stack", name: "acme/security/prod" } as const;

/** An observation of `reading`, a day and a half before the license's end. */
export function observation(reading: Reading, more: Partial<Observation> = {}): Observation {
  const origin = { ...STACK, resource: "tcss" };
  return { origin, reading, observedAt: "2024-09-29T12:00:00Z", place: { stack: STACK.name }, ...more };
}

interface ReportOptions {
  readonly waivers?: readonly Waiver[];
  readonly rules?: RulesConfig;
  readonly now?: Date;
  readonly prices?: string;
  readonly history?: ReportDocument["history"];
}

/** A report on `observations`, made during the example's license. */
export function reportOn(observations: readonly Observation[], options: ReportOptions = {}): ReportDocument {
  const { waivers = [], rules = {}, now = DURING_LICENCE, prices = "site", history } = options;
  return makeReport(observations, {
    settings: levelsAndSettings(rules),
    gate: { waivers, timeZone: "Asia/Shanghai" },
    prices: pricesFor(prices),
    now,
    version: "0.1.0",
    history,
  });
}

const GOLDEN = join(__dirname, "../../golden/report-terminal");

/** Compares with the text in `test/golden/report-terminal`; UPDATE_GOLDEN=1 writes it again. */
export function assertGolden(name: string, text: string): void {
  const file = join(GOLDEN, name);
  if (process.env["UPDATE_GOLDEN"]) writeFileSync(file, text);
  assert.equal(text, readFileSync(file, "utf8"));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]/;

/** Fails where text for a terminal holds a control character other than our own. */
export function assertNoControl(text: string): void {
  assert.doesNotMatch(text, CONTROL);
}

/** Text without the colors that picocolors adds. */
export function withoutColors(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the beginning of a color
  return text.replace(/\u001b\[\d+m/g, "");
}

/** Text that would do harm on a terminal: it clears the screen, names the window, and comes in C1 as well. */
export const HOSTILE = "evil\u001b[2J\u001b]0;owned\u0007\u009b31m\r\nforged line";
