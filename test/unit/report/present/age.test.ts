import assert from "node:assert/strict";
import { parsePurchaseState } from "pulumi-tcss/internal";
import type { Subject } from "../../../../report/src/document";
import { ageLine, ageOf } from "../../../../report/src/present/age";
import { EXAMPLE } from "../support";

const report = { generatedAt: "2024-10-01T00:00:00Z", timeZone: "Asia/Shanghai" };

function subject(kind: "stack" | "live" | "file", observedAt?: string, own?: string): Subject {
  return {
    origin: { kind, name: "n" },
    purchaseState: { ...parsePurchaseState(EXAMPLE), ...(own === undefined ? {} : { observedAt: own }) },
    ...(observedAt === undefined ? {} : { observedAt }),
    findings: [],
    verdict: "pass",
  };
}

describe("the age of values", () => {
  const ages: [observedAt: string | undefined, text: string][] = [
    [undefined, "of unknown age"],
    ["yesterday", "of unknown age"],
    ["2024-10-01T00:05:01Z", "from after the time of this assessment"],
    ["2024-10-01T00:04:00Z", "less than a minute old"],
    ["2024-09-30T23:59:30Z", "less than a minute old"],
    ["2024-09-30T23:59:00Z", "1 minute old"],
    ["2024-09-30T23:00:01Z", "59 minutes old"],
    ["2024-09-30T23:00:00Z", "1 hour old"],
    ["2024-09-29T00:00:01Z", "47 hours old"],
    ["2024-09-29T00:00:00Z", "2 days old"],
    ["2021-10-01T00:00:00Z", "1,096 days old"],
  ];
  for (const [observedAt, text] of ages)
    it(`of ${observedAt} is: ${text}`, () => {
      assert.equal(ageOf(subject("live", observedAt), report).text, text);
    });

  it("has a time only where it is known", () => {
    assert.deepEqual(ageOf(subject("live", "yesterday"), report), { text: "of unknown age" });
  });

  const lines: [line: string, of: Subject][] = [
    ["less than a minute old (2024-10-01 08:00:00 Beijing time)", subject("live", report.generatedAt)],
    [
      "5 hours old (2024-10-01 03:00:00 Beijing time, last successful update)",
      subject("stack", "2024-09-30T19:00:00Z"),
    ],
    [
      "at least 3 days old (2024-09-28 08:00:00 Beijing time, by its date)",
      subject("file", "2024-09-28T00:00:00Z"),
    ],
    [
      "3 days old (2024-09-28 08:00:00 Beijing time)",
      subject("file", "2024-09-28T00:00:00Z", "2024-09-28T00:00:00Z"),
    ],
    [
      "from after the time of this assessment (2025-01-01 08:00:00 Beijing time)",
      subject("live", "2025-01-01T00:00:00Z"),
    ],
    ["of unknown age", subject("file")],
  ];
  for (const [line, of] of lines)
    it(`on one line is: ${line}`, () => {
      assert.equal(ageLine(of, report), line);
    });

  it("of nothing that was read is: not read", () => {
    assert.equal(
      ageLine({ origin: { kind: "live", name: "n" }, findings: [], verdict: "unknown" }, report),
      "not read",
    );
  });
});
