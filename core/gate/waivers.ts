import type { Finding } from "../assess";
import { printable } from "../errors";
import { matchesGlob, matchesStack } from "../glob";
import { luxon } from "../luxon";
import { type PolicyName, type RuleId, rules } from "../rules";
import { counted } from "../rules/words";

/** A finding that someone has accepted, until a day. */
export interface Waiver {
  /** Id (`TCSS002`) or policy name (`no-undefended-cores`) of the rule. */
  readonly rule: RuleId | PolicyName;
  /** Why it is accepted, for whoever reads the report. */
  readonly reason: string;
  /** Last day on which it counts, `YYYY-MM-DD`; the whole day, in the gate's time zone. */
  readonly expires: string;
  /** Where it counts. Absent: everywhere. */
  readonly scope?: WaiverScope | undefined;
}

/** Where a waiver counts: everything that is given must match. */
export interface WaiverScope {
  /** Id (uin) of an account, or the name that the gate's `accounts` gives it. A name that the program gives does not count. */
  readonly account?: string | undefined;
  /** Glob over `ORGANIZATION/PROJECT/STACK`; without a slash over the stack's name, with one over `PROJECT/STACK`. */
  readonly stack?: string | undefined;
  /** Glob over the name of a `PurchaseState`. What is said about the account itself is about no resource. */
  readonly resource?: string | undefined;
}

/** What a finding is about, as far as it is known. */
export interface Place {
  /** `ORGANIZATION/PROJECT/STACK`. */
  readonly stack?: string | undefined;
  readonly accountId?: string | undefined;
  /** The account's name in the gate's settings. */
  readonly accountName?: string | undefined;
  /** Name of the `PurchaseState`. */
  readonly resource?: string | undefined;
}

/** A waiver that matches a finding. */
export interface WaiverUse {
  readonly waiver: Waiver;
  /** Whole days until it expires; 0 on its last day, negative once it has expired. */
  readonly daysLeft: number;
}

/** A finding, and the waivers that match it. */
export interface JudgedFinding extends Finding {
  /** The waiver that covers it: it blocks nothing. */
  readonly waived?: WaiverUse;
  /** A waiver that covered it until it expired. */
  readonly expiredWaiver?: WaiverUse;
}

/** `finding` with the waiver that lasts longest of those which match it, in effect or else expired. */
export function withWaiver(
  finding: Finding,
  waivers: readonly Waiver[],
  place: Place,
  timeZone: string,
  now: Date,
): JudgedFinding {
  const [longest] = waivers
    .filter((waiver) => isAbout(waiver, finding) && covers(waiver.scope ?? {}, place))
    .map((waiver): WaiverUse => ({ waiver, daysLeft: daysLeft(waiver, timeZone, now) }))
    .sort((a, b) => b.daysLeft - a.daysLeft);
  if (longest === undefined) return finding;
  return longest.daysLeft >= 0 ? { ...finding, waived: longest } : { ...finding, expiredWaiver: longest };
}

/** The waivers that could count for `stack`, and that `used` does not hold. */
export function unusedWaivers(
  waivers: readonly Waiver[],
  used: ReadonlySet<Waiver>,
  stack: string | undefined,
): Waiver[] {
  return waivers.filter(
    (waiver) =>
      !used.has(waiver) && (waiver.scope?.stack === undefined || matchesStack(waiver.scope.stack, stack)),
  );
}

/** Whether one of the waivers is for an account by its id, which has to be asked for then. */
export function needsAccountId(waivers: readonly Waiver[]): boolean {
  return waivers.some(({ scope }) => /^\d+$/.test(scope?.account ?? ""));
}

function isAbout({ rule }: Waiver, { ruleId, policyName }: Finding): boolean {
  return rule === ruleId || rule === policyName;
}

function covers({ account, stack, resource }: WaiverScope, place: Place): boolean {
  return (
    (account === undefined || account === place.accountId || account === place.accountName) &&
    (stack === undefined || matchesStack(stack, place.stack)) &&
    (resource === undefined || (place.resource !== undefined && matchesGlob(resource, place.resource)))
  );
}

function daysLeft({ expires }: Waiver, timeZone: string, now: Date): number {
  const { DateTime } = luxon();
  const today = DateTime.fromJSDate(now, { zone: timeZone }).startOf("day");
  return Math.round(DateTime.fromISO(expires, { zone: timeZone }).diff(today, "days").days);
}

/** Says that a finding is waived, why, and for how long yet. */
export function waivedNote({ ruleId, policyName, message, waived }: JudgedFinding): string {
  return `${ruleId} ${policyName} is waived ${until(waived)}: ${reasonOf(waived)}. Waived is: ${message}`;
}

/** What a finding says, with the waiver that it has outlived. */
export function messageOf({ message, expiredWaiver }: JudgedFinding): string {
  if (expiredWaiver === undefined) return message;
  const { waiver, daysLeft: days } = expiredWaiver;
  return `${message} A waiver of it expired on ${waiver.expires}, ${counted(-days, "day")} ago (${reasonOf(expiredWaiver)}).`;
}

/** Says that a waiver has matched nothing. */
export function unusedNote(waiver: Waiver): string {
  const rule = rules.find(({ id, name }) => id === waiver.rule || name === waiver.rule);
  return `The waiver of ${rule === undefined ? waiver.rule : `${rule.id} ${rule.name}`} until ${waiver.expires} (${sentenceOf(waiver.reason)}) matches nothing here: remove it, or correct its scope.`;
}

function until(use: WaiverUse | undefined): string {
  if (use === undefined) return "";
  const { waiver, daysLeft: days } = use;
  return `until ${waiver.expires} (${days === 0 ? "its last day" : `${counted(days, "day")} left`})`;
}

function reasonOf(use: WaiverUse | undefined): string {
  return sentenceOf(use?.waiver.reason ?? "");
}

/** Someone's text, on one line and without the full stop that follows it here. */
function sentenceOf(text: string): string {
  return printable(text).replace(/[.\s]+$/, "");
}
