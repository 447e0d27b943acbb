// Words for assets, which all formats share.
import {
  type Asset,
  type AssetKind,
  type Coverage,
  type CoverageUnit,
  counted,
  figure,
  type UnitProblem,
} from "pulumi-tcss/internal";

/** What each kind is called. */
export const KIND_NAME: Readonly<Record<AssetKind, string>> = {
  cluster: "cluster",
  host: "host",
  superNode: "super node",
};

/** What each state of protection is called, from worst to best. */
export const STATUS_WORD: Readonly<Record<Asset["status"], string>> = {
  undefended: "undefended",
  partial: "partial",
  unknown: "unknown",
  defended: "defended",
};

/** What each state of access is called. */
const ACCESS_WORD: Readonly<Record<Asset["access"], string>> = {
  ok: "ok",
  needed: "needs the agent",
  trouble: "in trouble",
  unknown: "unknown",
};

/** `3 clusters and 2 hosts`. */
export function countedKinds(assets: readonly { readonly kind: AssetKind }[]): string {
  const parts = (Object.keys(KIND_NAME) as AssetKind[]).flatMap((kind) => {
    const { length } = assets.filter((asset) => asset.kind === kind);
    return length === 0 ? [] : [counted(length, KIND_NAME[kind])];
  });
  const last = parts.pop() ?? "no asset";
  return parts.length === 0 ? last : `${parts.join(", ")} and ${last}`;
}

/** How the assets are protected, worst first: `6 undefended, 1 defended`. */
export function statusCounts({ totals }: Coverage): string {
  return (Object.keys(STATUS_WORD) as Asset["status"][])
    .filter((status) => totals[status] > 0)
    .map((status) => `${figure(totals[status])} ${STATUS_WORD[status]}`)
    .join(", ");
}

/** What is wrong with the access of an asset, in the API's words where it has some. Absent where nothing is. */
export function accessNote({ access, accessReason }: Asset): string | undefined {
  if (access === "ok") return undefined;
  if (access === "unknown") return "access unknown";
  return accessReason === undefined ? ACCESS_WORD[access] : `${ACCESS_WORD[access]}: ${accessReason}`;
}

/** Why an asset is in no sum of cores. Absent where it is in them. */
export function markOf({ exempt, counted: isCounted }: Asset): string | undefined {
  if (exempt === true) return "exempt";
  return isCounted === false ? "not counted" : undefined;
}

/** Which unit of the lists was found, and how well it fits; or why none was. */
function unitSentence({ unit, unitProblem }: Coverage): string {
  if (unit === null)
    return `The unit of cores could not be determined: ${problemOf(unitProblem)}. Names and states are shown; cores are not, and there is no plan.`;
  const counts = unit.factor === 1 ? "cores" : "milli-cores (1,000 are a core)";
  return `The lists count in ${counts}: ${fit(unit)}.`;
}

function problemOf(problem: UnitProblem | null): string {
  if (problem === null) return "no unit fits";
  const { reason, listed, allCores } = problem;
  if (reason === "mixed") return "some assets can only be counted in cores, others only in milli-cores";
  if (reason === "noTotal") return "the purchase state has no usable AllCoresCnt to compare the lists with";
  return `the lists add up to ${figure(listed)}, which fits AllCoresCnt ${allCores === null ? "" : `(${figure(allCores)}) `}neither as cores nor as milli-cores`;
}

function fit({ deviation }: CoverageUnit): string {
  if (deviation === null) return "the purchase state has no sum to compare them with";
  return deviation === 0
    ? "their sum is AllCoresCnt of the purchase state"
    : `their sum differs from AllCoresCnt of the purchase state by ${percent(deviation)}`;
}

function percent(part: number): string {
  return part < 0.001 ? "less than 0.1%" : `${Math.round(part * 1000) / 10}%`;
}

/** What a reader of the assets and the plan should know besides, one sentence each. */
export function notesOf(coverage: Coverage): string[] {
  return [unitSentence(coverage), ...planNotes(coverage), ...leftOutNotes(coverage), ...listNotes(coverage)];
}

function planNotes({ unit, plan, totals }: Coverage): string[] {
  if (unit === null) return [];
  if (plan === null)
    return ["There is no plan: the purchase state does not tell how many bought cores are idle."];
  return Number.isInteger(totals.undefendedCores)
    ? []
    : ["Some assets have parts of a core: the plan counts whole cores, rounded up for each asset."];
}

/** Assets that are in no sum of cores, or in no command. */
function leftOutNotes({ assets, totals }: Coverage): string[] {
  const { exemptUndefendedCores, withoutCores, notCounted, withoutId } = totals;
  const exempt = assets.filter((asset) => asset.exempt === true).length;
  const cores =
    exemptUndefendedCores === null ? "" : ` (${counted(exemptUndefendedCores, "undefended core")})`;
  return [
    ...about(exempt, `exempt by assets.exempt, and in no sum and no plan${cores}`),
    ...about(
      notCounted,
      "left out by AllCoresCnt (offline, without containers, or not Tencent Cloud's): in no sum of cores and no plan",
    ),
    ...about(withoutCores, "without a count of cores in its list: in no sum of cores and no plan"),
    ...about(withoutId, "without an id in its list: counted, but no command can name it"),
  ];
}

function about(count: number, what: string): string[] {
  return count === 0 ? [] : [`${counted(count, "asset")} ${count === 1 ? "is" : "are"} ${what}.`];
}

/** What the lists hold that is not as documented. */
function listNotes({ notUnderstood, repeated, incomplete }: Coverage): string[] {
  return [
    ...(notUnderstood.length === 0
      ? []
      : [
          `The lists hold values that the API does not document, which count as unknown: ${notUnderstood.join(", ")}.`,
        ]),
    ...(repeated.length === 0
      ? []
      : [
          `The lists changed while they were read: ${counted(repeated.length, "asset")} came again with other values, of which the last count (${firsts(repeated.map(({ id }) => id))}).`,
        ]),
    ...incomplete.map(
      ({ kind, total, read }) =>
        `The list of ${KIND_NAME[kind]}s is incomplete: it counts ${figure(total)} and gave ${figure(read)}. Read again.`,
    ),
  ];
}

const FIRST = 5;

function firsts(ids: readonly string[]): string {
  const left = ids.length - FIRST;
  return `${ids.slice(0, FIRST).join(", ")}${left > 0 ? ` and ${figure(left)} more` : ""}`;
}
