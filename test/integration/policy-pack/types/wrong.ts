// What TcssGuard's types must not allow. Never run: types.test.ts compiles it.
import { type GuardArgs, TcssGuard, type TcssGuardArgs } from "pulumi-tcss-policy-pack";

const waiver = { rule: "TCSS004" as const, reason: "by hand", expires: "2027-03-31" };

export const wrong: TcssGuardArgs[] = [
  // @ts-expect-error an unknown policy
  { "no-undefended-core": "mandatory" },
  // @ts-expect-error a setting of another policy
  { "no-undefended-cores": { minDaysLeft: 14 } },
  // @ts-expect-error a setting of a policy that has none
  { "idle-cores": { maxIdleCores: 8 } },
  // @ts-expect-error a setting of another type
  { "no-undefended-cores": { maxUndefendedCores: "8" } },
  // @ts-expect-error an unknown level
  { "protection-active": "must" },
  // @ts-expect-error a level of Pulumi's that no rule has
  { "protection-active": { enforcementLevel: "remediate" } },
  // @ts-expect-error settings for all
  { all: { enforcementLevel: "mandatory" } },
  // @ts-expect-error a waiver of a rule that does not exist
  { waivers: [{ rule: "TCSS04", reason: "by hand", expires: "2027-03-31" }] },
  // @ts-expect-error a waiver of a policy that does not exist
  { waivers: [{ rule: "automatic-renewl", reason: "by hand", expires: "2027-03-31" }] },
  // @ts-expect-error an unknown policy below rules
  { rules: { "no-undefended-core": "mandatory" } },
  // @ts-expect-error a wrong word for how far the program's own settings count
  { programSettings: "strict" },
  // @ts-expect-error a waiver without a reason
  { waivers: [{ rule: "TCSS004", expires: "2027-03-31" }] },
  // @ts-expect-error a waiver that never expires
  { waivers: [{ rule: "TCSS004", reason: "by hand" }] },
  // @ts-expect-error a waiver for an unknown kind of place
  { waivers: [{ ...waiver, scope: { region: "ap-guangzhou" } }] },
  // @ts-expect-error an unknown setting of the gate
  { sauce: "live" },
  // @ts-expect-error an unknown source
  { source: "file" },
  // @ts-expect-error an account without a name
  { accounts: [{ profile: "prod" }] },
  // @ts-expect-error a secret, which belongs into no code
  { accounts: [{ account: "prod", secretKey: "hunter2" }] },
  // @ts-expect-error a policy that is none
  { policies: ["own"] },
];

// @ts-expect-error the pack's other policies are TcssGuard's alone
export const others: GuardArgs = { policies: [] };

// @ts-expect-error the name comes first
new TcssGuard({ all: "advisory" }, "acme");
