import assert from "node:assert/strict";
import { type RulesConfig, rules } from "pulumi-tcss/internal";
import { listenerFor } from "../../../policy-pack/src/assemble";
import type { PolicySettings, StackUnderGate } from "../../../policy-pack/src/engine";
import type { Gate } from "../../../policy-pack/src/gate";
import { useConsoleErrors } from "../support/consoleErrors";
import { CORRECT, NAMES, refusal } from "./refusal";

describe("listenerFor", () => {
  const notes = useConsoleErrors();
  let readsAhead: number;
  beforeEach(() => {
    readsAhead = 0;
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
      assert.deepEqual(notes(), []);
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
          notes(),
          differing.map(
            (what) =>
              `no-undefended-cores.${what}: the policy pack's code sets it, and the engine's configuration cannot override the code.`,
          ),
        );
      });
  });
});
