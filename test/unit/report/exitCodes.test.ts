import assert from "node:assert/strict";
import { EXIT_CODES, shownExitCode } from "../../../report/src/exitCodes";
import { example, several, unreadable } from "./formats/sampleReports";
import { observation, reportOn } from "./support";

describe("exit codes", () => {
  it("of a check are 0, 1 and 2", () => {
    assert.deepEqual(EXIT_CODES, { pass: 0, block: 1, unknown: 2 });
  });

  it("of a report are an error only where nothing could be read", () => {
    assert.equal(shownExitCode(example), 0);
    assert.equal(shownExitCode(several), 0);
    assert.equal(shownExitCode(reportOn([observation(unreadable)])), 2);
    assert.equal(shownExitCode(reportOn([])), 2);
  });

  it("of a report are 0 where the settings exempt the only subject", () => {
    assert.equal(shownExitCode({ ...reportOn([]), verdict: "pass" }), 0);
  });
});
