import assert from "node:assert/strict";
import fc from "fast-check";
import { exemptionNote, settingAboutStack } from "../../../core/gate";
import type { AssessOptions } from "../../../report/src/assessSources";
import { answerOfCommand, answerOfPack, stateFileOf, writeSettings } from "./answers";
import { useSameVerdict } from "./bed";
import { cases, NOW, type SameCase, STACK } from "./cases";

describe("the policy pack and tcss check", function () {
  this.timeout(300_000);

  const bed = useSameVerdict();

  /** The options that name what the gate judges; undefined where the command has nothing to judge. */
  function optionsFor(one: SameCase): AssessOptions | undefined {
    const hasResources = one.resources.length > 0;
    if (bed.settings().source === "live")
      return hasResources ? { live: true, file: [stateFileOf(one, bed.places)] } : { live: true };
    return hasResources ? { file: [stateFileOf(one, bed.places)] } : undefined;
  }

  /** Whether a resource's values are too old: `tcss check` shows what they say all the same (docs/report.md). */
  function hasOld({ resources }: SameCase): boolean {
    const { maxStaleHours } = bed.settings();
    const isOld = (observedAt: unknown): boolean =>
      NOW.getTime() - Date.parse(String(observedAt)) > maxStaleHours * 3_600_000;
    return resources.some(
      ({ purchaseState: { observedAt, stale }, fromStack }) =>
        stale === undefined && fromStack === undefined && isOld(observedAt),
    );
  }

  it("reach the same verdict with the same findings (property)", async () => {
    const seen = { pass: 0, block: 0, unknown: 0, old: 0, exempt: 0 };
    await fc.assert(
      fc.asyncProperty(cases, async (one) => {
        writeSettings(one, bed.places);
        bed.server.answer(one);
        const options = optionsFor(one);
        fc.pre(options !== undefined);
        const pack = await answerOfPack(one, bed.places);
        const command = await answerOfCommand(one, bed.places, options, STACK);
        if (exemptionNote(bed.settings(), STACK) !== undefined) seen.exempt += 1;
        if (hasOld(one)) {
          seen.old += 1;
          const missing = pack.findings.filter((finding) => !command.findings.includes(finding));
          assert.deepEqual(missing, [], "the command says at least what the gate says");
          assert.ok(pack.verdict === "pass" || command.verdict !== "pass");
          return;
        }
        assert.deepEqual(command, pack);
        seen[pack.verdict] += 1;
      }),
      { numRuns: 250 },
    );
    for (const [what, count] of Object.entries(seen)) assert.ok(count > 0, `${what}: ${count} cases`);
  });

  it("need the stack's name for the same settings: without it the command refuses them (property)", () =>
    fc.assert(
      fc.asyncProperty(cases, async (one) => {
        writeSettings(one, bed.places);
        bed.server.answer(one);
        const setting = settingAboutStack(bed.settings());
        fc.pre(setting !== undefined);
        await assert.rejects(answerOfCommand(one, bed.places, { live: true }, undefined), {
          kind: "configuration",
          property: "--stack-name",
          message: new RegExp(`^the settings have ${setting}, and the name of the stack is unknown here`),
        });
      }),
      { numRuns: 60 },
    ));
});
