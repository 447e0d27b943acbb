// The provider's functions: pure, without an account and without a clock.
import {
  assess,
  assessSettingsOf,
  DEFAULT_TIME_ZONE,
  inSentences,
  instantOf,
  isRecord,
  problemIn,
  problemsOfRulesConfig,
  REPLY_FIELDS,
  type RulesConfig,
  restorePurchaseState,
  weighRules,
  wholeDaysBetween,
} from "../../core/internal";
import { shown } from "./gate";
import { camel, snake } from "./names";
import { FINDING, toTerraform } from "./shapes";
import { issuesOfSpelling, pathOf, shownPath, written } from "./values";
import { TERRAFORM_WORDS } from "./words";

/** Why a function gives no result. */
export class FunctionError extends Error {
  /** Position of the argument that is wrong, from 0. */
  readonly argument: number;

  constructor(argument: number, problem: string) {
    super(problem);
    this.name = "FunctionError";
    this.argument = argument;
  }
}

const RFC_3339 = "a time in RFC 3339, such as 2026-01-31T08:00:00Z: plantimestamp() gives one";

/**
 * What the rules find wrong with a purchase state.
 * @param given positions: the state, as the data source gives it; levels and settings of the rules, as in
 * `tcss.gate.yaml`, or null for the defaults; the time of the evaluation.
 * @throws FunctionError for an argument that is wrong.
 */
function findings([state, rules, now]: readonly unknown[]): unknown {
  const time = instantOf(now);
  if (time === undefined) throw new FunctionError(2, `must be ${RFC_3339}`);
  const at = new Date(time);
  const config = written(rules) ?? {};
  const [issue] = [...issuesOfSpelling(rules, ""), ...problemsOfRulesConfig(config)];
  if (issue !== undefined)
    throw new FunctionError(
      1,
      `${shownPath(pathOf(issue.property, rules))} ${problemIn(issue, TERRAFORM_WORDS)}`.trim(),
    );
  const layers = { code: config as RulesConfig, files: [] };
  const criteria = { timeZone: DEFAULT_TIME_ZONE, vocabulary: TERRAFORM_WORDS };
  const found = assess({ reading: purchaseStateIn(state) }, assessSettingsOf(weighRules(layers)), at);
  return found.map((finding) => toTerraform({ object: FINDING }, shown(inSentences(finding, criteria))));
}

function purchaseStateIn(state: unknown): ReturnType<typeof restorePurchaseState> {
  const fields = isRecord(state)
    ? Object.fromEntries(
        Object.entries(state).flatMap(([name, value]) => (value === null ? [] : [[camel(name), value]])),
      )
    : {};
  if (!Object.keys(fields).some((name) => name in REPLY_FIELDS))
    throw new FunctionError(0, 'must be a purchase state, as data "tcss_purchase_state" gives it');
  const [twice] = issuesOfSpelling(state, "");
  if (twice !== undefined) throw new FunctionError(0, `${twice.property} ${twice.problem}`);
  const { timeZone } = fields;
  const zone = typeof timeZone === "string" ? timeZone : DEFAULT_TIME_ZONE;
  return restorePurchaseState({ ...fields, ...timesIn(fields, zone) }, zone);
}

/** Further apart than two time zones can be. Unit: milliseconds. */
const TWO_DAYS = 2 * 86_400_000;

/**
 * The times, where the data source gives them with their zone as well: the zone in which it read them may be the provider
 * block's, which the data source does not show.
 * @throws FunctionError for two times that are no reading of each other.
 */
function timesIn(fields: Readonly<Record<string, unknown>>, zone: string): Record<string, string> {
  const read = restorePurchaseState(fields, zone);
  const pairs = [
    ["beginTime", "beginTimeUtc"],
    ["expirationTime", "expirationTimeUtc"],
  ] as const;
  return Object.fromEntries(
    pairs.flatMap(([name, inUtc]) => {
      const [given, understood] = [instantOf(fields[inUtc]), instantOf(read[inUtc])];
      if (given === undefined || given === understood) return [];
      if (understood !== undefined && Math.abs(given - understood) > TWO_DAYS)
        throw new FunctionError(0, `has two different times as ${snake(name)} and ${snake(inUtc)}`);
      return [[name, new Date(given).toISOString()]];
    }),
  );
}

/** Whole days from `now` to `end`; null where the end is. */
function daysLeft([end, now]: readonly unknown[]): unknown {
  if (end === null) return null;
  const [until, from] = [instantOf(end), instantOf(now)];
  if (until === undefined) throw new FunctionError(0, `must be ${RFC_3339}`);
  if (from === undefined) throw new FunctionError(1, `must be ${RFC_3339}`);
  return wholeDaysBetween(new Date(from), new Date(until).toISOString());
}

/** By their names. */
export const FUNCTIONS: Readonly<Record<string, (args: readonly unknown[]) => unknown>> = {
  findings,
  days_left: daysLeft,
};
