import {
  levelsAndSettings,
  parsePurchaseState,
  type Reading,
  TcssError,
  type Waiver,
} from "pulumi-tcss/internal";
import { type Scenario, scenarios } from "../../../../emulator/src/scenarios";
import {
  type HistoryOfStack,
  makeReport,
  type Observation,
  type ReportDocument,
  type ReportInputs,
} from "../../../../report/src/document";
import { FORMAT_NAMES, type FormatName, formatted } from "../../../../report/src/formats";
import { pricesFor } from "../../../../report/src/prices";

// `formatted` imports each format when it is needed, and tsx/cjs alone does not see import()
// @ts-expect-error it has no types
const loader: Promise<unknown> = import("tsx");

export const NOW = new Date("2026-07-01T04:00:00Z");
const HOUR_AGO = "2026-07-01T03:00:00Z";

/** Faults under which a reply still arrives: the account is as in `healthy`. */
const HARMLESS = ["latency", "wrong-content-type"];
const isHarmless = ({ fault }: Scenario): boolean => fault !== undefined && HARMLESS.includes(fault.fault);
/** The fault that stands for all others: a format sees nothing of a fault but its error. */
export const FAULT = "hang";

export interface ReportOptions {
  readonly waivers?: readonly Waiver[];
  readonly history?: readonly HistoryOfStack[];
  readonly prices?: ReportInputs["prices"];
  readonly timeZone?: string;
}

export function reportOf(
  observations: readonly Observation[],
  { waivers = [], history, prices = pricesFor("site"), timeZone = "Asia/Shanghai" }: ReportOptions = {},
): ReportDocument {
  return makeReport(observations, {
    settings: levelsAndSettings({}),
    gate: { waivers, timeZone },
    prices,
    now: NOW,
    version: "0.1.0",
    history,
  });
}

/** What reading the account in `scenario` gives. */
function readingIn({ name, fault, build }: Scenario): Reading {
  if (fault === undefined) return parsePurchaseState(build(NOW));
  return new TcssError(`the account could not be read (${name})`, {
    kind: "network",
    endpoint: "https://tcss.intl.tencentcloudapi.com",
    requestId: "e40cad09-f295-42a8-914d-ea84767fb6f1",
    nextStep: "Check the network, or try again.",
  });
}

function liveIn(scenario: Scenario): Observation {
  const reading = readingIn(scenario);
  return {
    origin: { kind: "live", name: scenario.name },
    reading,
    observedAt: reading instanceof TcssError ? undefined : HOUR_AGO,
    place: { accountName: scenario.name },
    site: "international",
  };
}

function stackIn(scenario: string, resource: string): Observation {
  const stack = "acme/security/prod";
  return {
    origin: { kind: "stack", name: stack, resource },
    reading: readingIn(scenarios.get(scenario) as Scenario),
    observedAt: "2026-06-28T00:00:00Z",
    place: { stack, resource },
    site: "mainland",
  };
}

const WAIVERS: readonly Waiver[] = [
  { rule: "TCSS002", reason: "Cores are bought in August.", expires: "2026-08-31", scope: { resource: "a" } },
  { rule: "images-licensed", reason: "nobody looked", expires: "2026-05-31" },
  { rule: "TCSS005", reason: "no trial any more", expires: "2026-12-31", scope: { account: "old" } },
];

const HISTORY: readonly HistoryOfStack[] = [
  {
    stack: "acme/security/prod",
    points: [
      {
        time: "2026-05-01T00:00:00Z",
        version: 7,
        resource: "a",
        allCoresCnt: 140,
        coresCnt: 68,
        undefendCoresCnt: 72,
      },
      { time: "2026-06-01T00:00:00Z", version: 8, resource: "a", allCoresCnt: 154, coresCnt: 68 },
    ],
  },
  { stack: "acme/security/staging", points: [], problem: "This backend keeps no checkpoints." },
];

/** Several purchase states, one of them unreadable; waivers in effect, expired and unused; history. */
function everything(): ReportDocument {
  const file: Observation = {
    origin: { kind: "file", name: "replies/account one.json" },
    reading: parsePurchaseState({ State: 2, CoresCnt: 1, Region: { Name: "new", Zones: [1, null] } }),
    place: {},
  };
  return reportOf(
    [
      liveIn(scenarios.get("healthy") as Scenario),
      stackIn("example", "a"),
      stackIn("expiring", "b"),
      stackIn("reset", "c"),
      file,
    ],
    { waivers: WAIVERS, history: HISTORY },
  );
}

/** Their assets are what is special, and these reports show none. */
const OF_ASSETS = ["tricky-assets", "many-assets"];
const ofScenarios = [...scenarios.values()]
  .filter((scenario) => !isHarmless(scenario) && !OF_ASSETS.includes(scenario.name))
  .map((scenario) => ({ scenario, report: reportOf([liveIn(scenario)]) }));
const isLikeFault = ({ fault, name }: Scenario): boolean => fault !== undefined && name !== FAULT;

/** A report of every state and of one fault by itself, and one of several purchase states. */
export const reports: ReadonlyMap<string, ReportDocument> = new Map([
  ...ofScenarios
    .filter(({ scenario }) => !isLikeFault(scenario))
    .map(({ scenario, report }) => [scenario.name, report] as const),
  ["everything", everything()],
]);

/** Reports under the other faults. */
export const reportsLikeFault: ReadonlyMap<string, ReportDocument> = new Map(
  ofScenarios
    .filter(({ scenario }) => isLikeFault(scenario))
    .map(({ scenario, report }) => [scenario.name, report] as const),
);

export async function textOf(format: FormatName, report: ReportDocument): Promise<string> {
  await loader;
  return formatted(format, report, { color: false, width: 80 });
}

export { FORMAT_NAMES, type FormatName };
