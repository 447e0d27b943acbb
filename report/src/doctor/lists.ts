// One list of assets: whether it may be read, how large its pages may be, and what its items hold.
import type { ApiAction, AssetKind } from "pulumi-tcss/internal";
import { type Check, check } from "./checks";
import { type Asking, type Probe, probe } from "./probe";
import { itemChecks } from "./values";

/** What each action calls its list. */
const LISTS: Readonly<Record<AssetKind, string>> = {
  cluster: "ClusterInfoList",
  host: "List",
  superNode: "List",
};

/** The most that is documented for hosts and super nodes; the reader asks every list for it first. */
const DOCUMENTED_LIMIT = 100;
/** One that goes beyond it: its refusal settles the limit. */
const LARGER_LIMIT = 200;
/** What a list that refuses the documented one is asked for. */
const SMALLER_LIMIT = 20;

export interface ListExamination {
  /** The answer to the first page. Absent: it could not be asked. */
  readonly probe: Probe | undefined;
  readonly checks: readonly Check[];
}

/** Asks for the first page, in two or three sizes. */
export async function examineList(
  kind: AssetKind,
  action: ApiAction,
  asking: Asking,
): Promise<ListExamination> {
  const pages = new Map<number, Probe>();
  const ask = async (limit: number): Promise<Probe> => {
    const page = await probe(action, { Offset: 0, Limit: limit }, asking);
    pages.set(limit, page);
    return page;
  };
  const first = await ask(DOCUMENTED_LIMIT);
  const isRefused = first.error?.kind === "api" && /^InvalidParameter/.test(first.error.code ?? "");
  const page = isRefused ? await ask(SMALLER_LIMIT) : first;
  if (first.answer === "granted") await ask(LARGER_LIMIT);
  if (page.answer !== "granted") return { probe: page, checks: [] };
  const items = page.fields?.[LISTS[kind]] ?? [];
  return {
    probe: page,
    checks: [
      itemChecks(kind, Array.isArray(items) ? items : undefined),
      pagesCheck(action.name, pages, (fields) => fields[LISTS[kind]] ?? []),
    ],
  };
}

/** A list that was not asked, since its endpoint does not answer. */
export const NOT_EXAMINED: ListExamination = { probe: undefined, checks: [] };

function pagesCheck(
  action: string,
  pages: ReadonlyMap<number, Probe>,
  itemsIn: (fields: Readonly<Record<string, unknown>>) => unknown,
): Check {
  const answered = [...pages].sort(([a], [b]) => a - b);
  const accepted = answered.filter(([, { answer }]) => answer === "granted").map(([limit]) => limit);
  const refused = answered.flatMap(([limit, { error }]) =>
    error?.kind === "api" ? [{ limit, code: error.code ?? "" }] : [],
  );
  const isShort = answered.some(([limit, { fields = {} }]) => {
    const { TotalCount: total } = fields;
    const items = itemsIn(fields);
    return Array.isArray(items) && typeof total === "number" && items.length < Math.min(limit, total);
  });
  const isSettled = accepted.length + refused.length === answered.length;
  const isUsual = accepted.includes(DOCUMENTED_LIMIT) && !isShort;
  return check("pages", !isSettled ? "unknown" : isUsual ? "ok" : "attention", {
    action,
    accepted,
    refused,
    isShort: isSettled ? isShort : null,
  });
}
