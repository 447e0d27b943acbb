import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { loadGateSettings } from "pulumi-tcss/internal";
import { exemptionNote, settingAboutStack } from "../../../core/gate";
import type { AssessOptions } from "../../../report/src/assessSources";
import { answerOfCommand, answerOfPack, type Places, stateFileOf, writeSettings } from "./answers";
import { cases, NOW, type SameCase, STACK } from "./cases";
import { type ReplyServer, startReplyServer } from "./replyServer";

// `assessSources` imports its sources when they are needed, and tsx/cjs alone does not see import()
// @ts-expect-error it has no types
const loader: Promise<unknown> = import("tsx");

describe("the policy pack and tcss check", function () {
  this.timeout(300_000);

  let server: ReplyServer;
  let places: Places;
  before(async () => {
    await loader;
    server = await startReplyServer();
    const folder = mkdtempSync(join(tmpdir(), "tcss-same-"));
    const program = join(folder, "program");
    mkdirSync(program);
    const env = {
      HOME: "/nowhere",
      TENCENTCLOUD_SECRET_ID: "AKIDtest",
      TENCENTCLOUD_SECRET_KEY: "key-of-the-test",
      TENCENTCLOUD_REGION: "ap-singapore",
      TENCENTCLOUD_TCSS_ENDPOINT: server.endpoint,
      TENCENTCLOUD_STS_ENDPOINT: server.endpoint,
    };
    places = { folder, program, env };
  });
  after(async () => {
    await server.close();
    rmSync(places.folder, { recursive: true });
  });

  const { error } = console;
  beforeEach(() => {
    console.error = () => {};
  });
  afterEach(() => {
    console.error = error;
  });

  function settingsOf(): ReturnType<typeof loadGateSettings> {
    const named = { file: join(places.folder, "pack.yaml"), by: "--gate-config" };
    return loadGateSettings({ programFolder: places.program, env: places.env, named });
  }

  /** The options that name what the gate judges; undefined where the command has nothing to judge. */
  function optionsFor(one: SameCase): AssessOptions | undefined {
    const hasResources = one.resources.length > 0;
    if (settingsOf().source === "live")
      return hasResources ? { live: true, file: [stateFileOf(one, places)] } : { live: true };
    return hasResources ? { file: [stateFileOf(one, places)] } : undefined;
  }

  /** Whether a resource's values are too old: `tcss check` shows what they say all the same (docs/report.md). */
  function hasOld({ resources }: SameCase): boolean {
    const { maxStaleHours } = settingsOf();
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
        writeSettings(one, places);
        server.answer(one);
        const options = optionsFor(one);
        fc.pre(options !== undefined);
        const pack = await answerOfPack(one, places);
        const command = await answerOfCommand(one, places, options, STACK);
        if (exemptionNote(settingsOf(), STACK) !== undefined) seen.exempt += 1;
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
        writeSettings(one, places);
        server.answer(one);
        const setting = settingAboutStack(settingsOf());
        fc.pre(setting !== undefined);
        await assert.rejects(answerOfCommand(one, places, { live: true }, undefined), {
          kind: "configuration",
          property: "--stack-name",
          message: new RegExp(`^the settings have ${setting}, and the name of the stack is unknown here`),
        });
      }),
      { numRuns: 60 },
    ));
});
