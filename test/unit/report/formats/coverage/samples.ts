import { coverageOf, type PurchaseState, TcssError } from "pulumi-tcss/internal";
import { type ListedAsset, superNodeIn } from "../../../../../core/model/assets";
import {
  type CoverageDocument,
  type CoveredAccount,
  coverageDocument,
} from "../../../../../report/src/coverageDocument";
import { cluster as listedCluster, host as listedHost } from "../../../core/model/listed";

const PRICES = {
  currency: "USD",
  elasticCoreDay: 0.25,
  prepaidCoreMonth: 6.75,
  discount: 0,
  asOf: "2026-03-01",
  source: "a test",
};

/** A cluster with the name and the place that these samples give. */
export function cluster(
  id: string | undefined,
  cores: number,
  billed: number,
  more: object = {},
): ListedAsset {
  const names = { ClusterName: `${id?.slice(4)} cluster`, Region: "ap-singapore" };
  return listedCluster(id, cores, billed, { ...names, ...more });
}

/** A host, likewise. */
export function host(id: string | undefined, cores: number, billed: number, more: object = {}): ListedAsset {
  const names = { HostName: `host-${id?.slice(0, 4)}`, RegionID: 9, MachineType: "CVM", ContainerCnt: 3 };
  return listedHost(id, cores, billed, { ...names, ...more });
}

/** A little of everything, in milli-cores: the document's example, with 86 of 154 cores undefended. */
const EXAMPLE_ASSETS: readonly ListedAsset[] = [
  cluster("cls-shop", 48_000, 24_000),
  cluster("cls-search", 32_000, 0, { AccessedStatus: "AccessedNone" }),
  cluster("cls-batch", 16_000, 0, {
    AccessedStatus: "AccessedException",
    AccessedErrorReason: "deployment not exists",
  }),
  cluster("cls-core", 24_000, 24_000),
  host("0f6b8a2e-1111-4222-8333-944455556666", 14_000, 0, { Tags: [{ TagKey: "team", TagValue: "pay" }] }),
  host("1a2b3c4d-5555-4666-8777-988899990000", 20_000, 20_000),
];

export const EXAMPLE_STATE: PurchaseState = {
  allCoresCnt: 154,
  idleCoresCnt: 79,
  flexibleCoresLimit: 5000,
  currentFlexibleCoresCnt: 0,
};

const ACCESS = { endpoint: "https://tcss.intl.tencentcloudapi.com", region: "ap-singapore" };

interface AccountOptions extends Partial<Omit<CoveredAccount, "coverage">> {
  readonly assets?: readonly ListedAsset[];
  readonly state?: PurchaseState;
  readonly exempt?: readonly string[];
}

/** An account with these assets; those of the example by default. */
export function account({
  assets = EXAMPLE_ASSETS,
  state = EXAMPLE_STATE,
  exempt = [],
  ...more
}: AccountOptions = {}): CoveredAccount {
  return {
    name: "production",
    access: ACCESS,
    idleCores: state.idleCoresCnt,
    coverage: coverageOf({
      assets,
      purchaseState: state,
      prices: PRICES,
      isExempt: ({ id }) => id !== undefined && exempt.includes(id),
    }),
    ...more,
  };
}

export const UNREADABLE: CoveredAccount = {
  name: "backup",
  access: { ...ACCESS, region: undefined },
  coverage: new TcssError("you are not authorized to perform tcss:DescribeUserCluster", {
    kind: "api",
    code: "UnauthorizedOperation",
    account: "backup",
    endpoint: ACCESS.endpoint,
    requestId: "e40cad09-f295-42a8-914d-ea84767fb6f1",
    nextStep: "Grant the action: tcss policy-json --coverage.",
  }),
};

export function documentOf(accounts: readonly CoveredAccount[]): CoverageDocument {
  return coverageDocument(accounts, {
    version: "0.1.0",
    now: new Date("2026-07-01T04:00:00Z"),
    timeZone: "Asia/Shanghai",
  });
}

/** Assets whose lists hold what no document names. */
const ODD_ASSETS: readonly ListedAsset[] = [
  cluster(undefined, 8000, 0),
  cluster("cls-new", 4000, 2000, { DefenderStatus: "Paused", AccessedStatus: "AccessedLater" }),
  host("h-odd", -4, 2.5),
  superNodeIn({
    NodeUniqueID: "eks-1",
    NodeName: "super",
    Zone: "ap-guangzhou-3",
    DefendStatus: "Defended",
    AgentStatus: "INSTALLED",
    ChargeCoresCnt: 2500,
  }),
  cluster("cls-part", 1500, 250),
  cluster("cls-exempt", 6500, 0),
];

export const documents: ReadonlyMap<string, CoverageDocument> = new Map([
  ["example", documentOf([account()])],
  [
    "everything",
    documentOf([
      account({ name: "production", accountId: "100012345678", access: { ...ACCESS, profile: "prod" } }),
      account({
        name: "odd",
        assets: ODD_ASSETS,
        state: { allCoresCnt: 20, idleCoresCnt: 3, flexibleCoresLimit: 5, currentFlexibleCoresCnt: 4 },
        exempt: ["cls-exempt"],
      }),
      account({ name: "no unit", state: { allCoresCnt: 3 } }),
      account({
        name: "all defended",
        assets: [cluster("cls-a", 8, 8)],
        state: { allCoresCnt: 8, idleCoresCnt: 0 },
      }),
      UNREADABLE,
    ]),
  ],
  [
    "undefended",
    documentOf([account({ onlyUndefended: true, state: { ...EXAMPLE_STATE, idleCoresCnt: 0 } })]),
  ],
  [
    "empty",
    documentOf([
      account({ name: "unnamed account", assets: [], state: { allCoresCnt: 0, idleCoresCnt: 0 } }),
    ]),
  ],
  ["unreadable", documentOf([UNREADABLE])],
]);

/** So many assets, every third of them defended: half of them clusters. */
function manyAssets(count: number): ListedAsset[] {
  return Array.from({ length: count }, (_, index) => {
    const cores = 4000 + (index % 7) * 4000;
    const billed = index % 3 === 0 ? cores : 0;
    return index % 2 === 0
      ? cluster(`cls-${String(index).padStart(8, "0")}`, cores, billed)
      : host(`0f6b8a2e-1111-4222-8333-${String(index).padStart(12, "0")}`, cores, billed);
  });
}

/** An account with {@link manyAssets}. */
export function bigAccount(count: number, more: Partial<CoveredAccount> = {}): CoveredAccount {
  const assets = manyAssets(count);
  const cores = assets.reduce((sum, { listedCores = 0 }) => sum + listedCores, 0) / 1000;
  return account({
    ...more,
    assets,
    state: { ...EXAMPLE_STATE, allCoresCnt: cores, idleCoresCnt: Math.floor(cores / 3) },
  });
}
