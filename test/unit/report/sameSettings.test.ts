import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import {
  type AssessSettings,
  assessSettingsOf,
  loadGateSettings,
  type RulesConfig,
  rules,
} from "pulumi-tcss/internal";
import { assemblePolicies, listenerFor } from "../../../policy-pack/src/assemble";
import { gateSettings, weighedRules } from "../../../report/src/gateSettings";
import { configuredGate } from "../support/configuredGate";
import { useConsoleErrors } from "../support/consoleErrors";
import { mergedByPulumi } from "../support/engineMerge";
import { rulesConfigs } from "../support/rulesConfigs";

const { Server } = createRequire(require.resolve("@pulumi/policy"))("@grpc/grpc-js");

const settings = fc.record({ rules: rulesConfigs, maxStaleHours: fc.nat(48) }, { requiredKeys: [] });
const packSettings = fc
  .tuple(
    settings,
    fc.record({ programSettings: fc.constantFrom(true, false, "stricter") }, { requiredKeys: [] }),
  )
  .map(([some, more]) => ({ ...some, ...more }));

describe("the policy pack and tcss check", function () {
  this.timeout(120_000);

  let folder: string;
  const { addService } = Server.prototype;
  useConsoleErrors();
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "tcss-same-"));
    mkdirSync(join(folder, "program"));
  });
  afterEach(() => {
    Server.prototype.addService = addService;
    rmSync(folder, { recursive: true });
  });

  /** Levels and settings that count in the pack. */
  function inPack(
    env: NodeJS.ProcessEnv,
    config: RulesConfig,
  ): { settings: AssessSettings; maxStaleHours: number } {
    const places = { packFolder: join(folder, "none"), programFolder: join(folder, "program") };
    const { TCSS_GATE_CONFIG } = process.env;
    Object.assign(process.env, env);
    try {
      const loaded = loadGateSettings({ ...places, env });
      const { gate, counts } = configuredGate();
      const given = mergedByPulumi(assemblePolicies({}, places), config as Record<string, string>);
      const answered = listenerFor(gate, loaded.ruleLayers, []).policies(given);
      for (const { name } of rules)
        assert.equal(
          (answered.get(name) ?? given.get(name))?.enforcementLevel,
          counts()[name]?.enforcementLevel,
          `${name}: the engine is told what the gate judges by`,
        );
      return { settings: counts(), maxStaleHours: loaded.maxStaleHours };
    } finally {
      if (TCSS_GATE_CONFIG === undefined) delete process.env["TCSS_GATE_CONFIG"];
      else process.env["TCSS_GATE_CONFIG"] = TCSS_GATE_CONFIG;
    }
  }

  function inCommand(env: NodeJS.ProcessEnv, config: RulesConfig): ReturnType<typeof inPack> {
    const file = join(folder, "config.json");
    writeFileSync(file, JSON.stringify(config));
    const silent = { explain: () => {}, notice: () => {} };
    const gate = gateSettings({}, env, join(folder, "program"), silent);
    const weighed = weighedRules(gate.ruleLayers, { policyPackConfig: file });
    return { settings: assessSettingsOf(weighed), maxStaleHours: gate.maxStaleHours };
  }

  /** With the defaults of what nobody gave. */
  const complete = (given: AssessSettings) =>
    Object.fromEntries(
      rules.map(({ name, settings: schemas, defaultLevel }) => [
        name,
        {
          enforcementLevel: defaultLevel,
          ...Object.fromEntries(
            Object.entries<{ readonly default: unknown }>({ ...schemas }).map(([key, schema]) => [
              key,
              schema.default,
            ]),
          ),
          ...given[name],
        },
      ]),
    );

  it("reach the same levels and settings from the same files (property)", () =>
    fc.assert(
      fc.property(packSettings, settings, rulesConfigs, (ofPack, ofProgram, config) => {
        const env = { TCSS_GATE_CONFIG: join(folder, "own.yaml") };
        writeFileSync(env.TCSS_GATE_CONFIG, JSON.stringify(ofPack));
        writeFileSync(join(folder, "program/tcss.gate.yaml"), JSON.stringify(ofProgram));
        const [pack, command] = [inPack(env, config), inCommand(env, config)];
        assert.deepEqual(complete(command.settings), complete(pack.settings));
        assert.equal(command.maxStaleHours, pack.maxStaleHours);
      }),
      { numRuns: 150 },
    ));

  it("never let a program lower anything where only stricter counts (property)", () =>
    fc.assert(
      fc.property(settings, settings, rulesConfigs, (ofPack, ofProgram, config) => {
        const env = { TCSS_GATE_CONFIG: join(folder, "own.yaml") };
        writeFileSync(env.TCSS_GATE_CONFIG, JSON.stringify({ ...ofPack, programSettings: "stricter" }));
        const without = { ...inCommand(env, config) };
        writeFileSync(join(folder, "program/tcss.gate.yaml"), JSON.stringify(ofProgram));
        const withIt = inCommand(env, config);
        rmSync(join(folder, "program/tcss.gate.yaml"));
        const [before, after] = [complete(without.settings), complete(withIt.settings)];
        for (const { name } of rules) assertNotLower(before[name] ?? {}, after[name] ?? {});
        assert.ok(withIt.maxStaleHours <= without.maxStaleHours);
      }),
      { numRuns: 150 },
    ));
});

/** No level and no limit of a rule is milder than it was before. */
function assertNotLower(before: object, after: Record<string, unknown>): void {
  const LEVELS = ["disabled", "advisory", "mandatory"];
  for (const [key, value] of Object.entries(before)) {
    const now = after[key];
    if (key === "enforcementLevel") assert.ok(LEVELS.indexOf(String(now)) >= LEVELS.indexOf(String(value)));
    else if (key.startsWith("max")) assert.ok(Number(now) <= Number(value), key);
    else if (key.startsWith("min")) assert.ok(Number(now) >= Number(value), key);
  }
}
