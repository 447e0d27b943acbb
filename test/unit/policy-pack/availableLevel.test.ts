import assert from "node:assert/strict";
import { levelsAndSettings, type RulesConfig, rules } from "pulumi-tcss/internal";
import { listenerFor } from "../../../policy-pack/src/assemble";
import type { PolicySettings } from "../../../policy-pack/src/engine";
import { configuredGate } from "../support/configuredGate";
import { useConsoleErrors } from "../support/consoleErrors";

describe("listenerFor, with the level of purchase-state-available,", () => {
  const AVAILABLE = "purchase-state-available";
  const notes = useConsoleErrors();

  /** The level that counts, for what the engine makes of its configuration: it joins the levels with that for all. */
  function levelFor(code: RulesConfig, config: Readonly<Record<string, string>>): string | undefined {
    const { gate, counts } = configuredGate();
    const defaults = levelsAndSettings(code, { merged: false });
    const given = new Map<string, PolicySettings>(
      rules.map(({ name }) => [
        name,
        {
          enforcementLevel: config[name] ?? config["all"] ?? defaults[name]?.enforcementLevel ?? "",
          settings: {},
        },
      ]),
    );
    if (config["all"] !== undefined) given.set("all", { enforcementLevel: config["all"], settings: {} });
    const answered = listenerFor(gate, { code, files: [] }, []).policies(given);
    const told = (answered.get(AVAILABLE) ?? given.get(AVAILABLE))?.enforcementLevel;
    assert.equal(counts()[AVAILABLE]?.enforcementLevel, told, "the gate and the engine are told the same");
    return told;
  }

  const cases: [code: RulesConfig, config: Record<string, string>, level: string, isTold: boolean][] = [
    [{}, {}, "mandatory", false],
    [{}, { all: "advisory", "protection-active": "mandatory" }, "mandatory", false],
    [{}, { all: "disabled", "expiring-soon": "mandatory" }, "mandatory", false],
    [{}, { all: "advisory", [AVAILABLE]: "advisory", "protection-active": "mandatory" }, "mandatory", false],
    [{}, { all: "disabled", [AVAILABLE]: "advisory", "no-trial": "mandatory" }, "advisory", true],
    [
      {},
      { all: "advisory", "protection-active": "mandatory", "no-undefended-cores": "mandatory" },
      "mandatory",
      false,
    ],
    [{}, { all: "advisory" }, "advisory", false],
    [{}, { all: "disabled" }, "disabled", false],
    [{}, { all: "mandatory", [AVAILABLE]: "advisory" }, "advisory", true],
    [{}, { [AVAILABLE]: "advisory" }, "advisory", true],
    [{}, { [AVAILABLE]: "disabled" }, "disabled", true],
    [{ all: "advisory", "no-undefended-cores": "mandatory" }, {}, "mandatory", false],
    [
      { all: "advisory", "no-undefended-cores": "mandatory" },
      { [AVAILABLE]: "advisory" },
      "mandatory",
      false,
    ],
    [{ all: "advisory" }, { [AVAILABLE]: "mandatory" }, "advisory", false],
    [{ "no-trial": "mandatory" }, { all: "advisory" }, "mandatory", false],
    [{ [AVAILABLE]: "advisory" }, {}, "advisory", true],
    [{ [AVAILABLE]: "advisory" }, { all: "mandatory", [AVAILABLE]: "mandatory" }, "advisory", true],
    [{ all: "advisory", [AVAILABLE]: "advisory", "no-trial": "mandatory" }, {}, "advisory", true],
    [{ [AVAILABLE]: "mandatory" }, { all: "advisory" }, "mandatory", false],
  ];
  for (const [code, config, level, isTold] of cases)
    it(`makes it ${level} with ${JSON.stringify(code)} in code and ${JSON.stringify(config)} given to the engine${isTold ? ", and says so" : ""}`, () => {
      assert.equal(levelFor(code, config), level);
      const lowered = notes().filter((text) => text.includes("as the settings name it"));
      assert.equal(lowered.length, isTold ? 1 : 0);
    });
});
