// One list of assets: whether it may be read, how large its pages may be, and what its items hold.
import {
  type ApiAction,
  ASSET_LISTS,
  type AssetKind,
  isPageRefused,
  PAGE_ITEMS,
  SMALLER_PAGES,
} from "pulumi-tcss/internal";
import { type Check, check } from "./checks";
import { type Asking, type Probe, probe } from "./probe";
import { itemChecks } from "./values";

/** One that goes beyond what is documented: its refusal settles the limit. */
const LARGER_PAGE = 2 * PAGE_ITEMS;

export interface ListExamination {
  /** The answer to the first page. Absent: it could not be asked. */
  readonly probe: Probe | undefined;
  readonly checks: readonly Check[];
}

/** Asks for the first page, in as many sizes as it takes. */
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
  const first = await ask(PAGE_ITEMS);
  let page = first;
  for (const limit of SMALLER_PAGES) if (isPageRefused(page.error)) page = await ask(limit);
  if (first.answer === "granted") await ask(LARGER_PAGE);
  if (page.answer !== "granted") return { probe: page, checks: [] };
  const items = page.fields?.[ASSET_LISTS[kind]] ?? [];
  return {
    probe: page,
    checks: [
      itemChecks(kind, Array.isArray(items) ? items : undefined),
      pagesCheck(action.name, pages, (fields) => fields[ASSET_LISTS[kind]] ?? []),
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
  const isUsual = accepted.includes(PAGE_ITEMS) && !isShort;
  return check("pages", !isSettled ? "unknown" : isUsual ? "ok" : "attention", {
    action,
    accepted,
    refused,
    isShort: isSettled ? isShort : null,
  });
}
