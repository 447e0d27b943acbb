import { parsePurchaseState, TcssError } from "pulumi-tcss/internal";
import type { Observation, ReportDocument } from "../../../../report/src/document";
import { EXAMPLE, HOSTILE, observation, reportOn } from "../support";

export const unreadable = new TcssError("no answer came", {
  kind: "network",
  nextStep: "Check the network.",
});
export const read = (fields: object): Observation =>
  observation(parsePurchaseState({ ...EXAMPLE, ...fields }));

export const example = reportOn([read({})]);
export const waived = reportOn([read({})], {
  waivers: [
    { rule: "TCSS006", reason: "old images go in December", expires: "2024-12-31" },
    { rule: "TCSS005", reason: "not a trial", expires: "2024-12-31" },
  ],
});
export const several = reportOn([
  read({}),
  observation(unreadable, { origin: { kind: "live", name: "生产环境" }, observedAt: undefined }),
]);
/** Every rule that can fire together does. */
export const worst = reportOn([
  read({
    State: 2,
    ExpirationTime: "2024-10-05 00:00:00",
    CurrentFlexibleCoresCnt: 4999,
    NoContainerCoresCnt: 1234,
    AllCoresCnt: 99,
    AutomaticRenewal: 7,
  }),
]);
export const hostile = reportOn(
  [
    observation(parsePurchaseState({ ...EXAMPLE, State: 4, SubState: `ISOLATE`, ExpirationTime: "" }), {
      origin: { kind: "file", name: HOSTILE, resource: HOSTILE },
    }),
    observation(new TcssError(HOSTILE, { kind: "api" }), { origin: { kind: "file", name: "b" } }),
  ],
  { waivers: [{ rule: "TCSS002", reason: HOSTILE, expires: "2024-12-31" }] },
);
export const history = [
  {
    stack: "acme/security/prod",
    points: [
      {
        time: "2024-09-01T00:00:00Z",
        version: 1,
        resource: "tcss",
        allCoresCnt: 100,
        coresCnt: 68,
        undefendCoresCnt: 32,
      },
      {
        time: "2024-09-29T12:00:00Z",
        version: 2,
        resource: "tcss",
        allCoresCnt: 154,
        coresCnt: 68,
        undefendCoresCnt: 86,
      },
    ],
  },
  { stack: "acme/security/test", points: [], problem: "The stack has no successful update yet." },
];

export const reports: Record<string, ReportDocument> = { example, waived, several, worst, hostile };
