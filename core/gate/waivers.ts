import type { RuleFinding } from "../assess";
import { onlyDefined } from "../base/defined";
import { printable } from "../base/errors";
import { matchesGlob, matchesStack } from "../base/glob";
import { luxon } from "../base/luxon";
import { PULUMI_WORDS, type Vocabulary } from "../base/vocabulary";
import { rules } from "../rules";
import type { UndecidedWaiver, Waiver, WaiverScope, WaiverUse } from "../rules/waiver";
import { textOf } from "../words";
import { counted } from "../words/en/numbers";
import type { Finding, WaiverMatch } from "./finding";

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

/** `finding` with the waiver that lasts longest of those which match it, in effect or else expired. */
export function withWaiver<F extends RuleFinding>(
  finding: F,
  waivers: readonly Waiver[],
  place: Place,
  timeZone: string,
  now: Date,
): F & WaiverMatch {
  const about = waivers.filter((waiver) => isAbout(waiver, finding));
  const [longest] = about
    .filter((waiver) => covers(waiver.scope ?? {}, place))
    .map((waiver): WaiverUse => ({ waiver, daysLeft: daysLeft(waiver, timeZone, now) }))
    .sort((a, b) => b.daysLeft - a.daysLeft);
  if (longest !== undefined && longest.daysLeft >= 0) return { ...finding, waived: longest };
  const undecided = about
    .filter((waiver) => daysLeft(waiver, timeZone, now) >= 0)
    .map((waiver) => undecidedAt(waiver, place))
    .find((each) => each !== undefined);
  if (longest === undefined && undecided === undefined) return finding;
  return {
    ...finding,
    ...(longest === undefined ? {} : { expiredWaiver: longest }),
    ...(undecided === undefined ? {} : { undecidedWaiver: undecided }),
  };
}

/** `waiver`, which does not cover `place`, where it would but for its account, which is not known to be another one. */
function undecidedAt(waiver: Waiver, place: Place): UndecidedWaiver | undefined {
  const { account, ...others } = waiver.scope ?? {};
  if (account === undefined || !covers(others, place)) return undefined;
  if (isId(account)) return place.accountId === undefined ? { waiver, account, because: "noId" } : undefined;
  const isNamedElsewhere = place.resource !== undefined || place.accountName === undefined;
  return isNamedElsewhere ? { waiver, account, because: "name" } : undefined;
}

/** The waiver that covers a finding, or covered it until it expired. */
export function usedWaiver({ waived, expiredWaiver }: Finding): Waiver | undefined {
  return (waived ?? expiredWaiver)?.waiver;
}

/** The waivers that could count for one of the stacks, and that `used` does not hold. */
export function unusedWaivers(
  waivers: readonly Waiver[],
  used: ReadonlySet<Waiver>,
  ...stacks: readonly (string | undefined)[]
): Waiver[] {
  const isFor = (glob: string): boolean => stacks.some((stack) => matchesStack(glob, stack));
  return waivers.filter(
    (waiver) => !used.has(waiver) && (waiver.scope?.stack === undefined || isFor(waiver.scope.stack)),
  );
}

/** Whether one of the waivers names an account by its id: then the id has to be asked for. */
export function needsAccountId(waivers: readonly Waiver[]): boolean {
  return waivers.some(({ scope }) => isId(scope?.account ?? ""));
}

function isId(account: string): boolean {
  return /^\d+$/.test(account);
}

function isAbout({ rule }: Waiver, { ruleId, policyName }: RuleFinding): boolean {
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
export function waivedNote(finding: Finding): string {
  const { ruleId, policyName, waived } = finding;
  const how =
    waived === undefined
      ? ""
      : ` until ${waived.waiver.expires} (${waiverTimeLeft(waived)}): ${reasonOf(waived)}`;
  return `${ruleId} ${policyName} is waived${how}. Waived finding: ${textOf(finding)}`;
}

/** Everything that a finding says: what is wrong, and what to do next. Without a vocabulary, to Pulumi's users. */
export function messageOf(finding: Finding, words?: Vocabulary): string {
  return textOf(onlyDefined({ message: finding.message, advice: adviceOf(finding, words) }));
}

/** What to do about a finding, with the waiver that has expired, and the one of which it is unknown whether it counts. */
export function adviceOf(
  { advice, expiredWaiver, undecidedWaiver }: Finding,
  words: Vocabulary = PULUMI_WORDS,
): string | undefined {
  const sentences = [
    advice,
    expiredWaiver && expiredNote(expiredWaiver),
    undecidedWaiver && undecidedNote(undecidedWaiver, words),
  ].filter((sentence) => sentence !== undefined);
  return sentences.length === 0 ? undefined : sentences.join(" ");
}

function expiredNote(use: WaiverUse): string {
  return `A waiver of it expired on ${use.waiver.expires}, ${counted(-use.daysLeft, "day")} ago (${reasonOf(use)}).`;
}

function undecidedNote({ because, ...undecided }: UndecidedWaiver, words: Vocabulary): string {
  const resolveAccountId = words.argument("resolveAccountId");
  const account = printable(undecided.account, 80);
  return because === "noId"
    ? `A waiver of it for account ${account} does not count here: the id of this account is unknown. Set ${resolveAccountId} where the account is read.`
    : `A waiver of it for account ${account} does not count here: a name counts for the gate's own accounts alone. Name the account by its id in the waiver, and set ${resolveAccountId} where the account is read.`;
}

/** Says that a waiver has matched nothing. */
export function unusedNote(waiver: Waiver): string {
  const rule = rules.find(({ id, name }) => id === waiver.rule || name === waiver.rule);
  return `The waiver of ${rule === undefined ? waiver.rule : `${rule.id} ${rule.name}`} until ${waiver.expires} (${sentenceOf(waiver.reason)}) matches nothing here: remove it, or correct its scope.`;
}

/** How long a waiver counts from now on: `61 days left`, or `its last day`. */
export function waiverTimeLeft({ daysLeft: days }: WaiverUse): string {
  return days === 0 ? "its last day" : `${counted(days, "day")} left`;
}

function reasonOf({ waiver }: WaiverUse): string {
  return sentenceOf(waiver.reason);
}

/** A user's text on one line, without the full stop that follows it here. */
function sentenceOf(text: string): string {
  return printable(text).replace(/[.\s]+$/, "");
}
