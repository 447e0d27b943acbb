// What each check of `tcss doctor` says to people, and what they can do about it.
import { counted, figure, type TcssErrorFacts } from "pulumi-tcss/internal";
import type { Check, CheckFacts, CheckName, Purpose, ValuesOf } from "../doctor/checks";

/** A check in words. */
export interface Told {
  /** A few words: what was looked at. */
  readonly subject: string;
  /** What was found. */
  readonly says: string;
  /** What to do. Absent where there is nothing to do. */
  readonly advice?: string | undefined;
}

type Tellers = { readonly [Name in CheckName]: (facts: CheckFacts[Name]) => Told };

/** A check in words. */
export function told({ check, facts }: Check): Told {
  return (TELLERS[check] as (facts: Check["facts"]) => Told)(facts);
}

const REPORT = "Report it to us with --bundle FILE.";
const UNDOCUMENTED = `No document says what it means. ${REPORT}`;

const PURPOSES: Readonly<Record<Purpose, { subject: string; without: string }>> = {
  purchaseState: { subject: "purchase state", without: "nothing can be read or judged" },
  clusters: { subject: "clusters", without: "undefended clusters are not named, and there is no plan" },
  hosts: { subject: "hosts", without: "undefended hosts are not named, and there is no plan" },
  superNodes: { subject: "super nodes", without: "undefended super nodes are not named" },
  accountId: {
    subject: "account's id",
    without: "resolveAccountId, allowedAccountIds and forbiddenAccountIds do not work",
  },
  instanceTypes: {
    subject: "instance types",
    without: "cores of unknown types cannot be looked up (--lookup-types)",
  },
};

const OF: Readonly<Record<ValuesOf, string>> = {
  purchaseState: "the purchase state",
  cluster: "clusters",
  host: "hosts",
  superNode: "super nodes",
};

const KINDS = { cluster: "cluster", host: "host", superNode: "super node" } as const;

const TELLERS: Tellers = {
  credentials({ source, skipped, isTemporary, expiresAt, error }) {
    if (error !== null) return failed("credentials", error);
    const until = expiresAt === null ? "" : ` until ${expiresAt}`;
    const kind = isTemporary === true ? `temporary keys${until}` : "keys without an end";
    const before = skipped.length === 0 ? "" : `; ${counted(skipped.length, "earlier source")} had none`;
    return { subject: "credentials", says: `from ${source ?? "unknown"}: ${kind}${before}` };
  },

  endpoint({ endpoint, site, isTencent, answers, error }) {
    const whose = isTencent
      ? `the ${site} site`
      : `an endpoint of your own, ${site ?? "international"} site assumed`;
    if (error !== null) return failed("endpoint", error);
    const not = answers ? "" : "; it was not asked";
    return { subject: "endpoint", says: `${endpoint}, ${whose}${not}` };
  },

  clock({ aheadSeconds }) {
    const subject = "clock";
    if (aheadSeconds === null) return { subject, says: "unknown: no answer had a time" };
    const off = Math.abs(aheadSeconds);
    if (off <= 1) return { subject, says: "agrees with the server's" };
    const says = `${counted(off, "second")} ${aheadSeconds > 0 ? "ahead of" : "behind"} the server's`;
    if (off <= 60) return { subject, says };
    return { subject, says, advice: "Set this machine's clock: requests are refused from five minutes on." };
  },

  permission({ purpose, action, answer, site, error }) {
    const { subject, without } = PURPOSES[purpose];
    switch (answer) {
      case "granted":
        return { subject, says: `${action} is granted` };
      case "denied":
        return {
          subject,
          says: `${action} is denied: ${without}`,
          advice: `Allow ${action} to this key's user or role in CAM: ${policyOf(purpose)}.`,
        };
      case "notOffered":
        return purpose === "superNodes" && site !== "mainland"
          ? { subject, says: "the site has no list of super nodes: their cores count in their clusters" }
          : { subject, says: `the endpoint does not know ${action}: ${without}`, advice: REPORT };
      case "notAsked":
        return {
          subject,
          says: `${action} was not asked: with an endpoint of your own no other host is called`,
          advice: `Set ${purpose === "accountId" ? "TENCENTCLOUD_STS_ENDPOINT" : "TENCENTCLOUD_CVM_ENDPOINT"} to have it asked.`,
        };
      case "unknown":
        return error === null
          ? { subject, says: `${action}: unknown, it could not be asked` }
          : failed(subject, error, `${action}: unknown: `);
    }
  },

  unit({ factor, deviation, problem, notCounted, error }) {
    const subject = "unit of the lists";
    if (problem !== null)
      return {
        subject,
        says: `no unit fits (${problem.reason}): the lists add up to ${problem.listed}, the account has ${
          problem.allCores ?? "an unknown number of"
        } cores`,
        advice: REPORT,
      };
    if (factor === null) return withoutLists(subject, error);
    const unit = factor === 1 ? "cores" : "milli-cores";
    const far = deviation === null ? "" : `, ${percent(deviation)} from AllCoresCnt`;
    const left = notCounted ? `; ${counted(notCounted, "asset")} not counted by the license` : "";
    const says = `${unit}${far}${left}`;
    return deviation !== null && deviation > 0.02
      ? {
          subject,
          says,
          advice:
            "Try again within an hour: assets change, and are synchronized hourly. If it stays so, report it with --bundle FILE.",
        }
      : { subject, says };
  },

  assets({ kinds, statuses, withoutId, withoutCores, repeated, incomplete, error }) {
    const subject = "assets";
    if (kinds === null) return withoutLists(subject, error);
    const found = Object.entries(kinds).map(([kind, count]) =>
      counted(count, KINDS[kind as keyof typeof KINDS]),
    );
    const states = Object.entries(statuses).map(([status, count]) => `${figure(count)} ${status}`);
    const odd = [
      withoutId > 0 && `${figure(withoutId)} without an id`,
      withoutCores > 0 && `${figure(withoutCores)} without cores`,
      repeated > 0 && `${figure(repeated)} repeated with other values`,
      ...incomplete.map(
        ({ kind, total, read }) => `${KINDS[kind]} list gave ${figure(read)} of ${figure(total)}`,
      ),
    ].filter((each) => each !== false);
    const says = `${found.join(", ") || "none"}${states.length === 0 ? "" : `: ${states.join(", ")}`}`;
    return odd.length === 0
      ? { subject, says }
      : {
          subject,
          says: `${says}; ${odd.join(", ")}`,
          advice: `Try again: a list may have changed meanwhile. ${REPORT}`,
        };
  },

  subState({ state, subState, isUnderstood }) {
    const subject = "sub-state";
    if (isUnderstood === null) return { subject, says: "unknown: the purchase state was not read" };
    const says = `SubState ${JSON.stringify(subState ?? "")} beside State ${state ?? "unknown"}`;
    return isUnderstood
      ? { subject, says }
      : {
          subject,
          says: `${says} is not a documented value: protection-active (TCSS001) cannot be verified`,
          advice: `Compare with the console. If protection is in effect there, accept it with acceptedSubStates. ${REPORT}`,
        };
  },

  values({ of, looked, fields }) {
    const subject = `values of ${OF[of]}`;
    if (looked === null) return { subject, says: `unknown: nothing was read of ${OF[of]}` };
    if (fields.length === 0)
      return {
        subject,
        says:
          of === "purchaseState" ? "all are documented" : `all are documented, in ${counted(looked, "item")}`,
      };
    const shown = fields.map(({ field, values }) => `${field} ${values.join(", ")}`).join("; ");
    return { subject, says: `not documented: ${shown}`, advice: UNDOCUMENTED };
  },

  pages({ action, accepted, refused, isShort }) {
    const subject = `pages of ${action}`;
    const took = accepted.length === 0 ? "no Limit is accepted" : `Limit ${accepted.join(", ")} is accepted`;
    const not = refused.map(({ limit, code }) => `${limit} is refused (${code})`);
    const short = isShort === true ? ["a page is shorter than it was asked for"] : [];
    const says = [took, ...not, ...short].join(", ");
    return accepted.includes(100) && isShort === false
      ? { subject, says }
      : { subject, says, advice: REPORT };
  },

  versions({ command, node, platform, programs }) {
    const found = Object.entries(programs).filter(([, isFound]) => isFound);
    const names = found.map(([name]) => name).join(", ");
    return {
      subject: "versions",
      says: `tcss ${command}, Node.js ${node}, ${platform}; on PATH: ${names || "none of pulumi, terraform, tofu, tccli"}`,
    };
  },
};

function failed(subject: string, { summary, nextStep, requestId }: TcssErrorFacts, before = ""): Told {
  const id = requestId === undefined ? "" : ` (request id ${requestId})`;
  return { subject, says: `${before}${summary}${id}`, advice: nextStep };
}

/** Where the statement for CAM is found. */
function policyOf(purpose: Purpose): string {
  switch (purpose) {
    case "purchaseState":
      return "tcss policy-json prints the policy";
    case "clusters":
    case "hosts":
    case "superNodes":
      return "tcss policy-json --coverage prints the policy";
    default:
      return "see docs/permissions.md";
  }
}

/** What depends on the lists, where they could not be read. */
function withoutLists(subject: string, error: TcssErrorFacts | null): Told {
  if (error === null) return { subject, says: "unknown: the lists were not read" };
  return error.permission === undefined
    ? failed(subject, error, "unknown: ")
    : { subject, says: `unknown: ${error.permission} is denied` };
}

function percent(part: number): string {
  return `${figure(Math.round(part * 1000) / 10)} %`;
}
