import { parsePurchaseState, TcssError, type Waiver } from "pulumi-tcss/internal";
import { scenarios } from "../../../../../emulator/src/scenarios";
import {
  type HistoryOfStack,
  makeReport,
  type Observation,
  type ReportDocument,
} from "../../../../../report/src/document";
import { pricesFor } from "../../../../../report/src/prices";

const NOW = new Date("2026-11-23T08:00:00Z");

export function observed(scenario: string, more: Partial<Observation> = {}): Observation {
  return {
    origin: { kind: "live", name: scenario },
    reading: parsePurchaseState(fieldsOf(scenario)),
    observedAt: "2026-11-23T05:00:00Z",
    place: { accountName: scenario },
    site: "international",
    ...more,
  };
}

function fieldsOf(scenario: string): Record<string, unknown> {
  const fields = scenarios.get(scenario)?.build(NOW);
  if (fields === undefined) throw new Error(`there is no scenario ${scenario}`);
  return fields;
}

export const UNREADABLE: Observation = {
  origin: { kind: "live", name: "mainland-backup" },
  reading: new TcssError("no answer within 10 seconds", {
    kind: "network",
    code: "ETIMEDOUT",
    account: "mainland-backup",
    endpoint: "https://tcss.tencentcloudapi.com",
    nextStep: "Check the network, or try again.",
  }),
  place: { accountName: "mainland-backup" },
};

export function reportOf(
  observations: readonly Observation[],
  more: { waivers?: readonly Waiver[]; history?: readonly HistoryOfStack[] } = {},
): ReportDocument {
  return makeReport(observations, {
    settings: {},
    gate: { waivers: more.waivers ?? [], timeZone: "Asia/Shanghai" },
    prices: pricesFor("site"),
    now: NOW,
    version: "0.1.0",
    history: more.history,
  });
}

const STACK = "acme/shop/prod";

const HISTORY: readonly HistoryOfStack[] = [
  {
    stack: STACK,
    points: [
      ["2026-10-24T05:10:00Z", 12, 96, 68],
      ["2026-10-30T09:42:00Z", 15, 96, 68],
      ["2026-11-04T07:03:00Z", 19, 120, 60],
      ["2026-11-12T14:20:00Z", 22, 120, 68],
      ["2026-11-18T11:55:00Z", 27, 154, 68],
      ["2026-11-23T05:00:00Z", 31, 154, 68],
    ].map(([time, version, all, own]) => ({
      time: String(time),
      version: Number(version),
      resource: "tcss",
      allCoresCnt: Number(all),
      coresCnt: Number(own),
      undefendCoresCnt: Number(all) - Number(own),
    })),
  },
  { stack: "acme/shop/staging", points: [], problem: "The backend keeps no history of this stack." },
];

/** One subject, with its history: what a team sees of its own stack. */
export const one = (): ReportDocument =>
  reportOf(
    [
      observed("example", {
        origin: { kind: "stack", name: STACK, resource: "tcss" },
        place: { stack: STACK, resource: "tcss" },
      }),
    ],
    { history: HISTORY.slice(0, 1) },
  );

/** Something of everything: several subjects, an unreadable one, waivers of each kind, history. */
export const many = (): ReportDocument =>
  reportOf(
    [
      observed("example", {
        origin: { kind: "stack", name: STACK, resource: "tcss" },
        place: { stack: STACK, resource: "tcss" },
      }),
      observed("healthy", { origin: { kind: "live", name: "platform" } }),
      observed("undefended", {
        origin: { kind: "live", name: "playground" },
        place: { accountName: "playground" },
        observedAt: undefined,
      }),
      observed("expiring", {
        origin: { kind: "file", name: "replies/analytics.json" },
        reading: parsePurchaseState({ ...fieldsOf("expiring"), RaspCnt: 12, Regions: ["ap-singapore"] }),
      }),
      observed("expired-isolated", {
        origin: { kind: "live", name: "legacy" },
        place: { accountName: "legacy" },
      }),
      observed("trial", { origin: { kind: "stdin", name: "standard input" } }),
      observed("not-purchased", { origin: { kind: "live", name: "sandbox" } }),
      UNREADABLE,
    ],
    {
      waivers: [
        {
          rule: "TCSS002",
          reason: "A playground: its nodes live for an hour.",
          expires: "2026-12-01",
          scope: { account: "playground" },
        },
        {
          rule: "protection-active",
          reason: "Is being shut down.",
          expires: "2026-11-10",
          scope: { account: "legacy" },
        },
        {
          rule: "TCSS009",
          reason: "Asked support, case 4711",
          expires: "2027-01-31",
          scope: { account: "old" },
        },
      ],
      history: HISTORY,
    },
  );

const NASTY =
  '</style></script><img src=x onerror="alert(1)"><script>alert(2)</script>\'"`&amp;\u202e\u0000\u001b[31m\ud800';

/** Texts from outside that want to be markup, in every place that takes one. */
export const hostile = (): ReportDocument => {
  const report = reportOf(
    [
      observed("example", {
        origin: { kind: "stack", name: `a/b/${NASTY}`, resource: NASTY },
        reading: {
          ...parsePurchaseState({
            ...fieldsOf("example"),
            SubState: NASTY,
            DefendPolicy: NASTY,
            InquireKey: NASTY,
            [NASTY]: { [NASTY]: NASTY },
          }),
          accountId: NASTY,
          stale: true,
          observedAt: NASTY,
        },
        observedAt: NASTY,
      }),
      { ...UNREADABLE, reading: new TcssError(NASTY, { kind: "api", account: NASTY, endpoint: NASTY }) },
    ],
    {
      waivers: [
        { rule: "TCSS002", reason: NASTY, expires: "2026-12-01" },
        { rule: "TCSS009", reason: NASTY, expires: "2026-01-01" },
        { rule: NASTY as "TCSS001", reason: NASTY, expires: "2026-12-01" },
      ],
      history: [
        { stack: NASTY, points: [], problem: NASTY },
        { stack: NASTY, points: [{ time: NASTY, version: 1, resource: NASTY, allCoresCnt: 3, coresCnt: 1 }] },
      ],
    },
  );
  const [first, ...others] = report.subjects;
  const { cost } = first ?? {};
  if (first === undefined || cost === undefined) throw new Error("the example has a price");
  const subject = { ...first, cost: { ...cost, currency: NASTY, asOf: NASTY, source: NASTY } };
  return { ...report, subjects: [subject, ...others], tool: { name: "tcss", version: NASTY } };
};

/** Every report that the tests look at, by name. */
export function documents(): ReadonlyMap<string, ReportDocument> {
  const alone = [...scenarios.values()]
    .filter(({ fault, name }) => fault === undefined && !name.endsWith("-assets"))
    .map(({ name }) => [name, reportOf([observed(name)])] as const);
  return new Map([
    ...alone,
    ["an empty reply", reportOf([observed("healthy", { reading: parsePurchaseState({}) })])],
    ["unreadable", reportOf([UNREADABLE])],
    ["nothing", reportOf([])],
    ["one", one()],
    ["many", many()],
    ["hostile", hostile()],
  ]);
}
