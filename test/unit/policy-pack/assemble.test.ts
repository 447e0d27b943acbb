import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { rules } from "pulumi-tcss/internal";
import { assemblePolicies } from "../../../policy-pack/src/assemble";
import type { GuardArgs } from "../../../policy-pack/src/guardArgs";
import { CORRECT, NAMES, refusal } from "./refusal";

const { Server } = createRequire(require.resolve("@pulumi/policy"))("@grpc/grpc-js");

const WAIVER = { rule: "TCSS004" as const, reason: "renewed by hand", expires: "2027-03-31" };

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
