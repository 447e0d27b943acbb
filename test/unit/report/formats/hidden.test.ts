import assert from "node:assert/strict";
import fc from "fast-check";
import { linesOf } from "../../../../report/src/formats/lines";
import { status } from "../../../../report/src/formats/status";
import { reportWith } from "./reportWith";
import { FORMAT_NAMES, textOf } from "./support";

/** What must stand in no output: controls but line breaks, C1, bidirectional and zero-width characters, separators. */
const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is the question
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]/u;

const LEGITIMATE = "生产 🚀 عربي";

const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "\u202e",
        "\u2066",
        "\u200e",
        "\u061c",
        "\u009b31m",
        "\u0085",
        "\u001b[2J",
        "\u001b]8;;x\u0007",
      ),
      fc.constantFrom(
        "\u200b",
        "\u200d",
        "\ufeff",
        "\u2028",
        "\u2029",
        "\u00ad",
        "\u0000",
        "\u007f",
        "\ufffe",
        "\ud83d",
      ),
      fc.string({ minLength: 1, maxLength: 4 }),
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((parts) => `${LEGITIMATE}${parts.join("")}x`);

describe("hidden characters stand in no output", function () {
  this.timeout(120_000);

  for (const format of FORMAT_NAMES)
    it(`as ${format} (property)`, () =>
      fc.assert(
        fc.asyncProperty(text, async (hostile) => {
          const output = await textOf(format, reportWith(hostile));
          const [found] = HIDDEN.exec(output) ?? [];
          assert.equal(found && JSON.stringify(found), undefined);
          assert.ok(output.includes("生产"), "legitimate text stays");
        }),
        // tables are drawn slowly
        { numRuns: format === "table" ? 8 : 25 },
      ));

  it("on the status screen and in the lines of check (property)", () =>
    fc.assert(
      fc.property(text, fc.constantFrom(20, 60, 80, 200), (hostile, width) => {
        const report = reportWith(hostile);
        const lines = linesOf(report, report.verdict);
        for (const output of [status(report, { color: false, width }), ...lines])
          assert.equal(HIDDEN.exec(output), null);
        assert.ok(lines.some((line) => line.includes(LEGITIMATE)));
      }),
      { numRuns: 25 },
    ));
});
