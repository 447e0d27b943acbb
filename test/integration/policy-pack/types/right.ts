// What TcssGuard's types must allow. Never run: types.test.ts compiles it.
import { type GuardArgs, TcssGuard, type TcssGuardArgs } from "pulumi-tcss-policy-pack";

new TcssGuard();
new TcssGuard("acme");
new TcssGuard({ all: "advisory" });
new TcssGuard("acme", { "protection-active": "mandatory" });

export const right: TcssGuardArgs[] = [
  {},
  { all: undefined, source: undefined, "no-undefended-cores": undefined },
  { "no-undefended-cores": { maxUndefendedCores: 8 } },
  { "no-undefended-cores": { enforcementLevel: "disabled", maxUndefendedCores: undefined } },
  { "expiring-soon": { minDaysLeft: 30 }, "elastic-headroom": { maxElasticUse: 0.5 } },
  { "idle-cores": { enforcementLevel: "mandatory" }, "reply-consistent": "disabled" },
  { source: "resources", maxStaleHours: 6, timeZone: "UTC", programSettings: false },
  { waivers: [{ rule: "TCSS004", reason: "by hand", expires: "2027-03-31", scope: { stack: "dev" } }] },
  { accounts: [{ account: "prod", profile: "prod" }], evidence: { accounts: ["100000000001"] } },
  {
    rules: { all: "advisory", "no-undefended-cores": { maxUndefendedCores: 8 } },
    programSettings: "stricter",
  },
  { waivers: [{ rule: "automatic-renewal", reason: "by hand", expires: "2027-03-31" }] },
  { protects: [{ stack: "dev", live: false, reason: "empty" }] },
  { policies: [{ name: "own", description: "A team's own.", validateResource: () => {} }] },
];

export const withoutOthers: GuardArgs = { all: "mandatory", source: "live" };
