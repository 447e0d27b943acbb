import assert from "node:assert/strict";
import { linesOf } from "../../../../report/src/formats/lines";
import { assertNoControl } from "../support";
import { hostile, several } from "./sampleReports";

describe("the lines of a check", () => {
  it("end with the verdict, after the age of the values and one line a finding", () => {
    const lines = linesOf(several, "block");
    assert.match(
      lines[0] ?? "",
      /^acme\/security\/prod › tcss: \d findings, values 36 hours old \(2024-09-29 20:00:00 Beijing time, /,
    );
    assert.match(
      lines[1] ?? "",
      /^acme\/security\/prod › tcss: mandatory TCSS002 no-undefended-cores: 86 of 154/,
    );
    assert.ok(lines.includes("生产环境: not read"));
    assert.equal(lines.at(-1), "Verdict: blocks");
  });

  it("let no control character through", () => {
    for (const line of linesOf(hostile, "block")) assertNoControl(line);
  });
});
