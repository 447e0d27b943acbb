import assert from "node:assert/strict";
import fc from "fast-check";
import { exemptionNote, settingAboutStack } from "../../../core/gate";
import { answerOfCommand, writeSettings } from "./answers";
import { useSameVerdict } from "./bed";
import { cases, type SameCase, STACK } from "./cases";
import { answerOfTerraform, FORMS } from "./terraform";

describe('data "tcss_gate" and tcss check', function () {
  this.timeout(300_000);
  const bed = useSameVerdict();

  /** What both can judge: the accounts themselves, without the engine's configuration. */
  const live: fc.Arbitrary<SameCase> = cases.map((one) => ({ ...one, config: {}, resources: [] }));

  it("reach the same verdict with the same findings, wherever the settings stand (property)", async () => {
    const seen = { pass: 0, block: 0, unknown: 0, exempt: 0, resources: 0 };
    await fc.assert(
      fc.asyncProperty(live, fc.constantFrom(...FORMS), async (one, form) => {
        writeSettings(one, bed.places);
        bed.server.answer(one);
        const settings = bed.settings();
        const terraform = await answerOfTerraform(one, bed.places, form, STACK);
        if (settings.source === "resources") {
          // there is none in Terraform: nothing is judged, and nothing passes
          seen.resources += 1;
          assert.deepEqual(terraform, { verdict: "unknown", findings: ["TCSS000 mandatory"] });
          return;
        }
        const command = await answerOfCommand(one, bed.places, { live: true }, STACK);
        assert.deepEqual(terraform, command);
        if (exemptionNote(settings, STACK) !== undefined) seen.exempt += 1;
        seen[terraform.verdict] += 1;
      }),
      { numRuns: 150 },
    );
    for (const [what, count] of Object.entries(seen)) assert.ok(count > 0, `${what}: ${count} cases`);
  });

  it("need the stack's name for the same settings: without it nothing passes (property)", () =>
    fc.assert(
      fc.asyncProperty(live, async (one) => {
        writeSettings(one, bed.places);
        bed.server.answer(one);
        fc.pre(settingAboutStack(bed.settings()) !== undefined);
        const { findings } = await answerOfTerraform(one, bed.places, "file", undefined);
        assert.deepEqual(findings, ["TCSS000 mandatory"]);
      }),
      { numRuns: 40 },
    ));
});
