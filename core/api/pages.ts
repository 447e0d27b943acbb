// Lists that the API gives page by page.

import { printable, TcssError } from "../base/errors";
import { isRecord, type JsonRecord } from "../base/record";
import type { ApiAccess } from "./access";

/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** How many items the whole list has. */
  readonly total: number;
}

/** Reads one page. */
export type ReadPage<Item> = (offset: number, limit: number) => Promise<Page<Item>>;

/** What a page may hold at most: documented for the lists of hosts and super nodes. */
const PAGE_ITEMS = 100;
/** More assets than any account has: a list that goes on after them does not end. */
const MAX_ITEMS = 200_000;

/**
 * A page of items under `Response`.
 * @throws TcssError of kind `reply` where it has no list of objects, or no count of all.
 */
export function pageIn<Item>(
  fields: JsonRecord,
  name: string,
  itemIn: (item: JsonRecord) => Item,
  { endpoint, account }: ApiAccess,
): Page<Item> {
  const { [name]: list, TotalCount: total, RequestId: requestId } = fields;
  const refuse = (problem: string): TcssError =>
    new TcssError(`the reply ${problem}`, {
      kind: "reply",
      endpoint,
      account,
      requestId: typeof requestId === "string" ? printable(requestId, 64) : undefined,
      nextStep: "Check that the endpoint is Tencent Cloud's API or a gateway to it.",
    });
  if (typeof total !== "number" || !Number.isSafeInteger(total) || total < 0)
    throw refuse("holds no TotalCount that is a whole number");
  // an empty list may be null
  const items = list ?? [];
  if (!Array.isArray(items)) throw refuse(`holds no ${name} that is a list`);
  const records = items.filter(isRecord);
  if (records.length < items.length) throw refuse(`holds items of ${name} that are no objects`);
  return { items: records.map(itemIn), total };
}

/**
 * All items of a list. The first page tells how many there are; the others are read at the same time, within the rate
 * limit. Where a list has changed meanwhile, it is read on until a page is empty, so that an item may come twice.
 * @throws TcssError of kind `reply` for a list that does not end; and what `readPage` throws.
 */
export async function readAllPages<Item>(
  readPage: ReadPage<Item>,
  place: Pick<ApiAccess, "endpoint" | "account">,
): Promise<Item[]> {
  const first = await readPage(0, PAGE_ITEMS);
  const { total } = first;
  // a server may give smaller pages than it is asked for
  const step = first.items.length;
  if (step === 0 || step >= total) return [...first.items];
  if (total > MAX_ITEMS) throw endless(place);
  const offsets = Array.from({ length: Math.ceil(total / step) - 1 }, (_, index) => (index + 1) * step);
  const others = await Promise.all(offsets.map((offset) => readPage(offset, step)));
  const items = [first, ...others].flatMap((page) => page.items);
  const known = Math.max(...[first, ...others].map((page) => page.total));
  // the list has grown, or its pages were shorter than the first
  for (let offset = items.length; items.length < known; offset = items.length) {
    const { items: more } = await readPage(offset, step);
    if (more.length === 0) break;
    items.push(...more);
    if (items.length > MAX_ITEMS) throw endless(place);
  }
  return items;
}

function endless({ endpoint, account }: Pick<ApiAccess, "endpoint" | "account">): TcssError {
  return new TcssError(`the list of assets has more than ${MAX_ITEMS} entries`, {
    kind: "reply",
    endpoint,
    account,
    nextStep: "Check that the endpoint is Tencent Cloud's API or a gateway to it.",
  });
}
