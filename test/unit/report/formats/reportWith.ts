import { parsePurchaseState, type Reading, TcssError } from "pulumi-tcss/internal";
import { scenarios } from "../../../../emulator/src/scenarios";
import type { Observation, ReportDocument } from "../../../../report/src/document";
import { NOW, reportOf } from "./support";

/** A report with `text` wherever something from outside can stand. */
export function reportWith(text: string): ReportDocument {
  const example = scenarios.get("example")?.build(NOW) ?? {};
  const fields = Object.fromEntries([
    ["Extra", { [text]: [text] }],
    [text, text],
  ]);
  const read = parsePurchaseState({
    ...example,
    SubState: text,
    DefendPolicy: text,
    InquireKey: text,
    ...fields,
  });
  const ended = parsePurchaseState({ State: 4, SubState: text, ...fields });
  const failed = new TcssError(text, { kind: "api", account: text, requestId: text, nextStep: text });
  const at = (origin: Observation["origin"], reading: Reading): Observation => ({
    origin,
    reading,
    observedAt: "2026-06-28T00:00:00Z",
    place: {},
  });
  return reportOf(
    [
      at({ kind: "stack", name: text, resource: text }, { ...read, accountId: text }),
      at({ kind: "live", name: text }, failed),
      at({ kind: "file", name: text }, ended),
    ],
    {
      waivers: [
        { rule: "TCSS002", reason: text, expires: "2026-08-31" },
        { rule: "TCSS006", reason: text, expires: "2026-05-31" },
        { rule: "TCSS003", reason: text, expires: "2026-08-31", scope: { stack: text } },
      ],
      history: [
        { stack: text, points: [{ time: "2026-06-01T00:00:00Z", version: 1, resource: text, coresCnt: 1 }] },
        { stack: text, points: [], problem: text },
      ],
      prices: () => ({
        currency: "USD",
        prepaidCoreMonth: 1,
        elasticCoreDay: 1,
        discount: 0,
        asOf: text,
        source: text,
      }),
    },
  );
}
