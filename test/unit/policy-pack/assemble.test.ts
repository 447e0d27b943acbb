import assert from "node:assert/strict";
import { createRequire } from "node:module";
import {
  type AssessSettings,
  levelsAndSettings,
  type RulesConfig,
  rules,
  TcssError,
} from "pulumi-tcss/internal";
import { assemblePolicies, listenerFor } from "../../../policy-pack/src/assemble";
import type { PolicySettings, StackUnderGate } from "../../../policy-pack/src/engine";
import type { Gate } from "../../../policy-pack/src/gate";
import type { GuardArgs } from "../../../policy-pack/src/guardArgs";

const { Server } = createRequire(require.resolve("@pulumi/policy"))("@grpc/grpc-js");

const WAIVER = { rule: "TCSS004" as const, reason: "renewed by hand", expires: "2027-03-31" };
const NAMES = rules.map(({ name }) => name).join(", ");

/** A `TcssError` about `property`, with this message. */
function refusal(property: string, message: string): (error: unknown) => true {
  return (error) => {
    assert.ok(error instanceof TcssError);
    assert.deepEqual({ property: error.property, message: error.message }, { property, message });
    return true;
  };
}

const CORRECT = "Correct it; a setting that is not understood might have been meant to be stricter.";

describe("listenerFor", () => {
  let notes: string[];
  let readsAhead: number;
  const { error } = console;
  beforeEach(() => {
    notes = [];
    readsAhead = 0;
    console.error = (text: string) => notes.push(text);
  });
  afterEach(() => {
    console.error = error;
  });

  const noGate = {
    begin: () => assert.fail("no phase begins"),
    requireSettings: () => {},
    configure: () => {},
    readAhead: () => {
      readsAhead += 1;
    },
  } as unknown as Gate;

  function overruled(
    code: RulesConfig,
    given: Record<string, PolicySettings>,
  ): Record<string, PolicySettings> {
    const listener = listenerFor(noGate, { code, files: [] }, ["own-policy"]);
    return Object.fromEntries(listener.policies(new Map(Object.entries(given))));
  }

  const level = (enforcementLevel: string, settings: PolicySettings["settings"] = {}): PolicySettings => ({
    enforcementLevel,
    settings,
  });

  it("lets the gate begin with the stack", () => {
    const begun: StackUnderGate[] = [];
    const stack: StackUnderGate = { preview: true, name: "acme/shop/dev", config: () => undefined };
    const gate = { begin: (given: StackUnderGate) => begun.push(given) } as unknown as Gate;
    listenerFor(gate, { code: {}, files: [] }, []).stack(stack);
    assert.deepEqual(begun, [stack]);
  });

  it("lets the gate ask the account as soon as it is known that a rule will judge", () => {
    const levels = Object.fromEntries(rules.map(({ name }) => [name, level("disabled")]));
    overruled({}, { ...levels, "expiring-soon": level("advisory") });
    assert.equal(readsAhead, 1);
  });

  it("does not let it ask where every rule is disabled, by any of the places", () => {
    overruled({}, Object.fromEntries(rules.map(({ name }) => [name, level("disabled")])));
    overruled({ all: "disabled" }, Object.fromEntries(rules.map(({ name }) => [name, level("mandatory")])));
    assert.equal(readsAhead, 0);
  });

  it("refuses settings of the gate that cannot be understood, where no stack has begun", () => {
    const gate = {
      requireSettings: () => {
        throw new TypeError("broken");
      },
    } as unknown as Gate;
    assert.throws(() => listenerFor(gate, { code: {}, files: [] }, []).policies(new Map()), /broken/);
  });

  describe("refuses in the engine's configuration", () => {
    const cases: [what: string, name: string, given: PolicySettings, property: string, problem: string][] = [
      [
        "a policy that the pack does not have",
        "no-undefended-core",
        level("mandatory"),
        "no-undefended-core",
        `is not a policy of this pack. Valid policies: all, ${NAMES}, own-policy. Did you mean no-undefended-cores?`,
      ],
      [
        "a setting that the policy does not have",
        "no-undefended-cores",
        level("mandatory", { maxUndefendedCore: 8 }),
        "no-undefended-cores.maxUndefendedCore",
        "is unknown. Valid names: enforcementLevel, maxUndefendedCores. Did you mean maxUndefendedCores?",
      ],
      [
        "a value that the setting cannot have",
        "no-undefended-cores",
        level("mandatory", { maxUndefendedCores: -1 }),
        "no-undefended-cores.maxUndefendedCores",
        "must be >= 0",
      ],
    ];
    for (const [what, name, given, property, problem] of cases)
      it(what, () => {
        assert.throws(
          () => overruled({}, { [name]: given }),
          refusal(
            property,
            `the policy pack's configuration: ${property} ${problem}${problem.endsWith("?") ? "" : "."} ${CORRECT}`,
          ),
        );
      });

    it("nothing of the pack's other policies", () => {
      assert.deepEqual(
        overruled({ all: "mandatory" }, { "own-policy": level("disabled", { any: "thing" }) }),
        {},
      );
      assert.deepEqual(notes, []);
    });
  });

  describe("puts the code of the pack above the engine's configuration", () => {
    const cores = (maxUndefendedCores: number): PolicySettings["settings"] => ({ maxUndefendedCores });
    const cases: [
      what: string,
      code: RulesConfig,
      given: PolicySettings,
      counts: PolicySettings | undefined,
      notes: string[],
    ][] = [
      ["nothing in code", {}, level("disabled", cores(100)), undefined, []],
      [
        "the same in code",
        { "no-undefended-cores": { enforcementLevel: "mandatory", maxUndefendedCores: 8 } },
        level("mandatory", cores(8)),
        undefined,
        [],
      ],
      [
        "another level in code",
        { "no-undefended-cores": "mandatory" },
        level("advisory", cores(8)),
        level("mandatory", cores(8)),
        ["enforcementLevel is mandatory"],
      ],
      [
        "another setting in code",
        { "no-undefended-cores": { maxUndefendedCores: 0 } },
        level("advisory", cores(8)),
        level("advisory", cores(0)),
        ["maxUndefendedCores is 0"],
      ],
      [
        "both in code",
        { "no-undefended-cores": { enforcementLevel: "mandatory", maxUndefendedCores: 8 } },
        level("disabled", cores(100)),
        level("mandatory", cores(8)),
        ["maxUndefendedCores is 8", "enforcementLevel is mandatory"],
      ],
      [
        "a level for all in code",
        { all: "mandatory" },
        level("disabled", cores(8)),
        level("mandatory", cores(8)),
        ["enforcementLevel is mandatory"],
      ],
      [
        "a level for all, and one of its own, in code",
        { all: "advisory", "no-undefended-cores": "mandatory" },
        level("mandatory", cores(8)),
        undefined,
        [],
      ],
      [
        "a level for all, and a setting, in code",
        { all: "advisory", "no-undefended-cores": { maxUndefendedCores: 8 } },
        level("mandatory", cores(8)),
        level("advisory", cores(8)),
        ["enforcementLevel is advisory"],
      ],
      [
        "what is undefined in code",
        { "no-undefended-cores": { enforcementLevel: undefined, maxUndefendedCores: undefined } },
        level("advisory", cores(8)),
        undefined,
        [],
      ],
      [
        "another policy in code",
        { "expiring-soon": "mandatory" },
        level("advisory", cores(8)),
        undefined,
        [],
      ],
    ];
    for (const [what, code, given, counts, differing] of cases)
      it(`with ${what}`, () => {
        assert.deepEqual(
          overruled(code, { "no-undefended-cores": given }),
          counts === undefined ? {} : { "no-undefended-cores": counts },
        );
        assert.deepEqual(
          notes,
          differing.map(
            (what) =>
              `no-undefended-cores.${what}: the policy pack's code says so, which the configuration given to the engine cannot change.`,
          ),
        );
      });
  });
});

describe("listenerFor, with the level of purchase-state-available,", () => {
  const AVAILABLE = "purchase-state-available";
  let notes: string[];
  const { error } = console;
  beforeEach(() => {
    notes = [];
    console.error = (text: string) => notes.push(text);
  });
  afterEach(() => {
    console.error = error;
  });

  /** The level that counts, for what the engine makes of its configuration: it joins the levels with that for all. */
  function levelFor(code: RulesConfig, config: Readonly<Record<string, string>>): string | undefined {
    let counts: AssessSettings = {};
    const gate = {
      requireSettings: () => {},
      readAhead: () => {},
      configure: (levels: AssessSettings) => {
        counts = levels;
      },
    } as unknown as Gate;
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
    assert.equal(counts[AVAILABLE]?.enforcementLevel, told, "the gate and the engine are told the same");
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
      const lowered = notes.filter((text) => text.includes("as the settings name it"));
      assert.equal(lowered.length, isTold ? 1 : 0);
    });
});

describe("assemblePolicies", () => {
  const { addService } = Server.prototype;
  afterEach(() => {
    Server.prototype.addService = addService;
  });

  const policies = (args: GuardArgs): ReturnType<typeof assemblePolicies> =>
    assemblePolicies(args, { packFolder: "/nowhere" });

  it("gives the policies the levels of the code, and its settings for defaults", () => {
    const made = policies({
      all: "advisory",
      "protection-active": "mandatory",
      "no-undefended-cores": { maxUndefendedCores: 8 },
      "expiring-soon": { enforcementLevel: "disabled", minDaysLeft: undefined },
      waivers: [WAIVER],
    });
    assert.deepEqual(
      made.map(({ name, enforcementLevel }) => [name, enforcementLevel]),
      rules.map(({ name }) => [
        name,
        {
          "purchase-state-available": "mandatory", // speaks for the mandatory one
          "protection-active": "mandatory",
          "expiring-soon": "disabled",
        }[name] ?? "advisory",
      ]),
    );
    const defaults = made.flatMap(({ configSchema }) =>
      Object.entries((configSchema?.properties ?? {}) as Record<string, { default: unknown }>).map(
        ([key, schema]) => [key, schema.default],
      ),
    );
    assert.deepEqual(Object.fromEntries(defaults), {
      acceptedSubStates: "NORMAL",
      maxUndefendedCores: 8,
      minDaysLeft: 14,
      maxUnlicensedImages: 0,
      maxElasticUse: 0.8,
      maxUncoveredCores: 0,
    });
  });

  it("has the rules' own levels without arguments", () => {
    assert.deepEqual(
      policies({}).map(({ enforcementLevel }) => enforcementLevel),
      rules.map(({ defaultLevel }) => defaultLevel),
    );
  });

  it("listens to the engine", () => {
    policies({});
    assert.notEqual(Server.prototype.addService, addService);
  });

  describe("refuses", () => {
    const known = `is unknown. Valid names: all, ${NAMES}, rules, source, accounts, protects, evidence, waivers, maxStaleHours, timeZone, assets, forecast, programSettings, policies`;
    const cases: [property: string, problem: string, args: object][] = [
      [
        "no-undefended-core",
        `${known}. Did you mean no-undefended-cores?`,
        { "no-undefended-core": "mandatory" },
      ],
      ["sauce", known, { sauce: "live" }],
      ["all", "must be one of disabled, advisory, mandatory", { all: "remediate" }],
      [
        "protection-active.enforcementLevel",
        "must be one of disabled, advisory, mandatory",
        { "protection-active": "must" },
      ],
      ["protection-active", "must be an object, not a number", { "protection-active": 1 }],
      [
        "no-undefended-cores.maxUndefendedCores",
        "must be a whole number, not a string",
        { "no-undefended-cores": { maxUndefendedCores: "8" } },
      ],
      ["source", "must be one of live, resources", { source: "file" }],
      ["waivers[1].reason", "is missing", { waivers: [WAIVER, { rule: "TCSS004", expires: "2027-03-31" }] }],
      [
        "waivers[0].expires",
        "must be a day of the calendar, written YYYY-MM-DD",
        { waivers: [{ ...WAIVER, expires: "2027-02-30" }] },
      ],
      ["protects[0].reason", "is missing", { protects: [{ stack: "dev", live: false }] }],
    ];
    for (const [property, problem, args] of cases)
      it(`${property}, which ${problem.split(/[,;]/)[0]}, by name, and leaves the engine alone`, () => {
        assert.throws(
          () => policies(args),
          refusal(property, `TcssGuard: ${property} ${problem.replace(/[^?]$/, "$&.")} ${CORRECT}`),
        );
        assert.equal(Server.prototype.addService, addService);
      });
  });
});
