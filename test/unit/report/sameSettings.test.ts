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
import type { PolicySettings } from "../../../policy-pack/src/engine";
import type { Gate } from "../../../policy-pack/src/gate";
import { gateSettings, weighedRules } from "../../../report/src/gateSettings";

const { Server } = createRequire(require.resolve("@pulumi/policy"))("@grpc/grpc-js");

const level = fc.constantFrom("disabled" as const, "advisory" as const, "mandatory" as const);
const SETTINGS: Readonly<Record<string, fc.Arbitrary<object>>> = {
  "no-undefended-cores": fc.record({ maxUndefendedCores: fc.nat(9) }, { requiredKeys: [] }),
  "expiring-soon": fc.record({ minDaysLeft: fc.nat(30) }, { requiredKeys: [] }),
  "elastic-headroom": fc.record({ maxElasticUse: fc.constantFrom(0, 0.5, 0.8, 1) }, { requiredKeys: [] }),
};
const rulesConfig = fc.record(
  {
    all: level,
    ...Object.fromEntries(
      rules.map(({ name }) => [
        name,
        fc.oneof(
          level,
          fc
            .tuple(
              fc.record({ enforcementLevel: level }, { requiredKeys: [] }),
              SETTINGS[name] ?? fc.constant({}),
            )
            .map(([own, settings]) => ({ ...own, ...settings })),
        ),
      ]),
    ),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<RulesConfig>;

const settings = fc.record({ rules: rulesConfig, maxStaleHours: fc.nat(48) }, { requiredKeys: [] });
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
  const { error } = console;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "tcss-same-"));
    mkdirSync(join(folder, "program"));
    console.error = () => {};
  });
  afterEach(() => {
    console.error = error;
    Server.prototype.addService = addService;
    rmSync(folder, { recursive: true });
  });

  /** What Pulumi's engine makes of the policies and a configuration, by its source (resource/analyzer/config.go). */
  function mergedByPulumi(
    policies: ReturnType<typeof assemblePolicies>,
    { all, ...config }: Readonly<Record<string, string | Record<string, unknown> | undefined>>,
  ): Map<string, PolicySettings> {
    const given = new Map<string, PolicySettings>();
    for (const { name, enforcementLevel, configSchema } of policies) {
      const properties = (configSchema?.properties ?? {}) as Record<string, { readonly default?: unknown }>;
      const own = config[name];
      const { enforcementLevel: ownLevel, ...ownSettings } =
        typeof own === "string" ? { enforcementLevel: own } : (own ?? {});
      const defaults = Object.entries(properties).map(([key, schema]) => [key, schema.default]);
      given.set(name, {
        enforcementLevel: String(ownLevel ?? all ?? enforcementLevel),
        settings: { ...Object.fromEntries(defaults), ...ownSettings },
      });
    }
    if (typeof all === "string") given.set("all", { enforcementLevel: all, settings: {} });
    return given;
  }

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
      let counts: AssessSettings = {};
      const gate = {
        requireSettings: () => {},
        readAhead: () => {},
        configure: (levels: AssessSettings) => {
          counts = levels;
        },
      } as unknown as Gate;
      const given = mergedByPulumi(assemblePolicies({}, places), config as Record<string, string>);
      const answered = listenerFor(gate, loaded.ruleLayers, []).policies(given);
      for (const { name } of rules)
        assert.equal(
          (answered.get(name) ?? given.get(name))?.enforcementLevel,
          counts[name]?.enforcementLevel,
          `${name}: the engine is told what the gate judges by`,
        );
      return { settings: counts, maxStaleHours: loaded.maxStaleHours };
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
      fc.property(packSettings, settings, rulesConfig, (ofPack, ofProgram, config) => {
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
      fc.property(settings, settings, rulesConfig, (ofPack, ofProgram, config) => {
        const env = { TCSS_GATE_CONFIG: join(folder, "own.yaml") };
        writeFileSync(env.TCSS_GATE_CONFIG, JSON.stringify({ ...ofPack, programSettings: "stricter" }));
        const without = { ...inCommand(env, config) };
        writeFileSync(join(folder, "program/tcss.gate.yaml"), JSON.stringify(ofProgram));
        const withIt = inCommand(env, config);
        rmSync(join(folder, "program/tcss.gate.yaml"));
        const LEVELS = ["disabled", "advisory", "mandatory"];
        const [before, after] = [complete(without.settings), complete(withIt.settings)];
        for (const { name } of rules) {
          const [a, b] = [before[name], after[name]] as Record<string, unknown>[];
          for (const [key, value] of Object.entries(a ?? {})) {
            const now = b?.[key];
            if (key === "enforcementLevel")
              assert.ok(LEVELS.indexOf(String(now)) >= LEVELS.indexOf(String(value)));
            else if (key.startsWith("max")) assert.ok(Number(now) <= Number(value), key);
            else if (key.startsWith("min")) assert.ok(Number(now) >= Number(value), key);
          }
        }
        assert.ok(withIt.maxStaleHours <= without.maxStaleHours);
      }),
      { numRuns: 150 },
    ));
});
