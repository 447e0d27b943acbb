// Settings, accounts and replies for which the policy pack and `tcss check` must reach the same verdict.
import fc from "fast-check";
import type { GateSettingsArgs, RulesConfig, Waiver } from "pulumi-tcss/internal";
import { parsePurchaseState, rules, withoutAdditionalFields } from "pulumi-tcss/internal";
import { DURING_LICENCE, EXAMPLE } from "../../unit/support/replies";
import { replies } from "../../unit/support/replyArbitraries";
import { rulesConfigs } from "../../unit/support/rulesConfigs";

export const NOW = DURING_LICENCE;
export const STACK = "acme/shop/dev";

/** The regions in which accounts are asked: each has a reply and an account of its own. */
export const REGIONS = ["ap-singapore", "ap-guangzhou"] as const;
export const ACCOUNT_IDS = ["100000000001", "100000000002"] as const;

/** A `PurchaseState` of the program. */
export interface ProgramResource {
  readonly name: string;
  readonly purchaseState: Readonly<Record<string, unknown>>;
  readonly fromStack?: { readonly stack: string; readonly maxAgeHours: number };
}

export interface SameCase {
  /** Settings of the pack: in its file, or in its code. */
  readonly ofPack: GateSettingsArgs;
  readonly inCode: boolean;
  readonly ofProgram: GateSettingsArgs;
  /** `--policy-pack-config`. */
  readonly config: RulesConfig;
  readonly resources: readonly ProgramResource[];
  /** What stands under `Response`, by region. */
  readonly replies: readonly Readonly<Record<string, unknown>>[];
  /** Whether the lists of assets are given. */
  readonly assets: "listed" | "refused";
}

const HEALTHY = { ...EXAMPLE, UndefendCoresCnt: 0, AllCoresCnt: 68, AutomaticRenewal: 1 };
const reply = fc.oneof(
  fc.constantFrom<Record<string, unknown>>(
    EXAMPLE,
    HEALTHY,
    { ...HEALTHY, State: 4 },
    { ...EXAMPLE, ExpirationTime: "2024-09-01 00:00:00" },
    { Error: { Code: "AuthFailure.UnauthorizedOperation", Message: "no" }, RequestId: "r-1" },
  ),
  replies,
);

const account = fc.constantFrom(...ACCOUNT_IDS, "first", "second", "other");
const stackGlob = fc.constantFrom("dev", "prod", "shop/*", "acme/**");
const waiver: fc.Arbitrary<Waiver> = fc
  .record(
    {
      rule: fc.constantFrom(...rules.flatMap(({ id, name }) => [id, name])),
      reason: fc.constant("accepted"),
      expires: fc.constantFrom("2024-09-01", "2024-10-01", "2025-01-31"),
      scope: fc.record(
        { account, stack: stackGlob, resource: fc.constantFrom("a", "b", "*") },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: ["rule", "reason", "expires"] },
  )
  .map((each) => each as Waiver);

const accounts = fc.constantFrom(
  [],
  [{ account: "first", region: REGIONS[0] }],
  REGIONS.map((region, index) => ({ account: index === 0 ? "first" : "second", region })),
);
const protects = fc.array(
  fc.oneof(
    fc.record({ stack: stackGlob, live: fc.constant(true) }),
    fc.record({ stack: stackGlob, live: fc.constant(false), reason: fc.constant("no containers") }),
  ),
  { maxLength: 2 },
);
const evidence = fc.record(
  {
    accounts: fc.subarray([...ACCOUNT_IDS], { minLength: 1 }),
    stacks: fc.constant(["acme/network/prod"]),
  },
  { requiredKeys: [] },
);

/** None in many cases: they cannot be verified of resources whose account is not asked. */
const assetSettings = fc.oneof(
  fc.constant({}),
  fc.record(
    {
      exempt: fc.subarray(["cls-*", "host:web-2", "db"]),
      // what both lists name is refused before anything is judged
      mustBeDefended: fc.subarray(["web-1", "shop", "gone", "host:*"]),
    },
    { requiredKeys: [] },
  ),
);

/** Without the rule that counts where there is a plan: every deployment has one, and `tcss check` has none here. */
const configs = rulesConfigs.map(({ "planned-cores-covered": _, ...others }) => others as RulesConfig);

const settings: fc.Arbitrary<GateSettingsArgs> = fc.record(
  {
    rules: configs,
    source: fc.constantFrom("live" as const, "resources" as const),
    accounts,
    protects,
    evidence,
    waivers: fc.array(waiver, { maxLength: 3 }),
    maxStaleHours: fc.nat(48),
    timeZone: fc.constantFrom("Asia/Shanghai", "Pacific/Honolulu"),
    forecast: fc.record(
      { countElastic: fc.boolean(), instanceTypes: fc.constant({ "S5.LARGE8": 4 }) },
      { requiredKeys: [] },
    ),
    assets: assetSettings,
  },
  { requiredKeys: [] },
);
const packSettings = fc
  .tuple(
    settings,
    fc.record({ programSettings: fc.constantFrom(true, false, "stricter" as const) }, { requiredKeys: [] }),
  )
  .map(([some, more]) => ({ ...some, ...more }));

const hoursAgo = (hours: number): string =>
  `${new Date(NOW.getTime() - hours * 3_600_000).toISOString().slice(0, 19)}Z`;

const resource = fc
  .record(
    {
      reply: fc.oneof(fc.constantFrom<Record<string, unknown>>(EXAMPLE, HEALTHY), replies),
      accountId: fc.constantFrom(...ACCOUNT_IDS),
      hours: fc.constantFrom(0, 1, 60, 60),
      stale: fc.constant(true),
      fromStack: fc.record({
        stack: fc.constantFrom("acme/network/prod", "acme/other/prod"),
        maxAgeHours: fc.constantFrom(12, 40),
      }),
    },
    { requiredKeys: ["reply", "accountId", "hours"] },
  )
  .map(({ reply: from, accountId, hours, stale, fromStack }) => ({
    purchaseState: {
      ...withoutAdditionalFields(parsePurchaseState(from)),
      accountId,
      observedAt: hoursAgo(hours),
      ...(stale === true ? { stale } : {}),
    },
    ...(fromStack === undefined ? {} : { fromStack }),
  }));

const resources = fc
  .array(resource, { maxLength: 2 })
  .map((all) => all.map((each, index) => ({ name: "ab"[index] as string, ...each })));

export const cases: fc.Arbitrary<SameCase> = fc
  .record({
    ofPack: packSettings,
    inCode: fc.boolean(),
    ofProgram: settings,
    config: configs,
    resources,
    replies: fc.tuple(reply, reply),
    assets: fc.constantFrom("listed" as const, "listed" as const, "refused" as const),
  })
  // the command cannot know the pack's code: it is given as a file, which weighs the same where the engine has no say
  .map(({ inCode, config, ...rest }) => ({ ...rest, inCode, config: inCode ? {} : config }));
