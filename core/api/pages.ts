// Lists that the API gives page by page.

import { TcssError } from "../base/errors";
import type { JsonRecord } from "../base/record";
import type { ApiAccess } from "./access";
import type { ListFilter } from "./action";
import { notThisApi } from "./notThisApi";

/** What asks for a page. Not the SDK's own types: our users do not install the SDK. */
export interface PageRequest {
  Offset?: number;
  Limit?: number;
  Filters?: ListFilter[];
}

/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** How many items the whole list has. Absent where the reply gives no count. */
  readonly total: number | undefined;
}

/** Reads one page. */
export type ReadPage<Item> = (offset: number, limit: number) => Promise<Page<Item>>;

/** A whole list, in the order of its pages. */
export interface PagedList<Item> {
  /** An item may stand here twice where the list has changed while it was read. */
  readonly items: readonly Item[];
  /**
   * The most items that the list said to have while it was read: an asset may have been missed where it has shrunk since.
   * Absent where no reply gave a count.
   */
  readonly total: number | undefined;
}

export interface ListOptions extends Pick<ApiAccess, "endpoint" | "account"> {
  /** What the list holds, in messages: `clusters`. */
  readonly subject: string;
  /** What to ask for, one after the other, where the API refuses {@link PAGE_ITEMS}. Absent: the most is documented. */
  readonly smallerPages?: readonly number[];
}

/** What a page may hold at most: documented for the lists of hosts and super nodes. */
export const PAGE_ITEMS = 100;
/** What a list whose most is not documented is asked for where it refuses that; 10 is what lists give unasked. */
export const SMALLER_PAGES: readonly number[] = [20, 10];
/** More assets than any account has: a list that goes on after them does not end. */
const MOST_ITEMS = 200_000;
/** So many items a list may grow by while it is read, beside as many as it had: what grows faster does not end. */
const MOST_GROWTH = 1000;
/** So often a list may have grown when its end is reached. */
const MOST_EXTENSIONS = 10;

/**
 * A page of items under `Response`. An empty list may be null.
 * @param itemIn what an item means; items may be anything.
 * @throws TcssError of kind `reply` where the reply holds neither a list nor a count, or one that is malformed.
 */
export function pageIn<Item>(
  fields: JsonRecord,
  name: string,
  itemIn: (item: unknown) => Item,
  access: ApiAccess,
): Page<Item> {
  const { [name]: list, TotalCount: count } = fields;
  const refuse = (problem: string): TcssError => notThisApi(`the reply ${problem}`, access, fields);
  const total = count ?? undefined;
  const items = list ?? undefined;
  if (total === undefined && items === undefined) throw refuse(`holds neither ${name} nor TotalCount`);
  if (total !== undefined && !isCount(total)) throw refuse("holds a TotalCount that is not a whole number");
  if (items !== undefined && !Array.isArray(items)) throw refuse(`holds a ${name} that is not a list`);
  return { items: (items ?? []).map(itemIn), total };
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

/**
 * All items of a list. The first page tells how many there are; the others are read at the same time, within the rate
 * limit. A page that is shorter than asked is read on from where it ends, an empty one ends its part, and a list that
 * grows is read to its new end. Without a count the list is read on until a page is empty.
 * @throws TcssError of kind `reply` for a list that does not end; and what `readPage` throws.
 */
export async function readAllPages<Item>(
  readPage: ReadPage<Item>,
  options: ListOptions,
): Promise<PagedList<Item>> {
  const [first, asked] = await firstPage(readPage, options);
  if (first.total === undefined) return readUntilEmpty(readPage, first, asked, options);
  return new CountedList(readPage, options).read(first, first.total, asked);
}

/** The first page, and how many items it was asked for. */
async function firstPage<Item>(
  readPage: ReadPage<Item>,
  { smallerPages = [] }: ListOptions,
): Promise<readonly [Page<Item>, number]> {
  const smaller = smallerPages.values();
  for (let limit = PAGE_ITEMS; ; ) {
    try {
      return [await readPage(0, limit), limit];
    } catch (error) {
      const { value, done } = smaller.next();
      if (done || !isPageRefused(error)) throw error;
      limit = value;
    }
  }
}

/** Whether an error says that a page is too large, as far as the API tells: it refuses a value. */
export function isPageRefused(error: unknown): boolean {
  return (
    error instanceof TcssError &&
    error.kind === "api" &&
    /^InvalidParameter(Value)?(\.|$)/.test(error.code ?? "")
  );
}

async function readUntilEmpty<Item>(
  readPage: ReadPage<Item>,
  first: Page<Item>,
  limit: number,
  options: ListOptions,
): Promise<PagedList<Item>> {
  const items = [...first.items];
  for (let page = first; page.items.length > 0; ) {
    if (items.length > MOST_ITEMS) throw endless(options, `it has more than ${MOST_ITEMS} entries`);
    const next = await readPage(items.length, limit);
    if (next.items.length > 0 && JSON.stringify(next.items) === JSON.stringify(page.items))
      throw endless(options, "it has no TotalCount, and gives the same page again");
    for (const item of next.items) items.push(item);
    page = next;
  }
  return { items, total: undefined };
}

/** A list that says how many items it has, which may change from page to page. */
class CountedList<Item> {
  readonly #readPage: ReadPage<Item>;
  readonly #options: ListOptions;
  /** The most that a page says. */
  #total = 0;

  constructor(readPage: ReadPage<Item>, options: ListOptions) {
    this.#readPage = readPage;
    this.#options = options;
  }

  async read(first: Page<Item>, total: number, asked: number): Promise<PagedList<Item>> {
    this.#total = total;
    if (total > MOST_ITEMS)
      throw endless(this.#options, `it has ${total} entries, of at most ${MOST_ITEMS} that are read`);
    const items = [...first.items];
    // a server may give smaller pages than it is asked for
    const step = Math.min(asked, first.items.length);
    const starts: number[] = [];
    if (step > 0) for (let start = items.length; start < total; start += step) starts.push(start);
    const parts = await Promise.all(
      starts.map((start) => this.#readPart(start, Math.min(start + step, total), step)),
    );
    for (const part of parts) for (const item of part) items.push(item);
    // the list has grown meanwhile
    let extensions = 0;
    for (let end = total; step > 0 && end < this.#total; extensions += 1) {
      if (extensions === MOST_EXTENSIONS || this.#total > 2 * total + MOST_GROWTH)
        throw endless(this.#options, `it grew from ${total} to ${this.#total} entries while it was read`);
      const grown = this.#total;
      const more = await this.#readPart(end, grown, step);
      for (const item of more) items.push(item);
      if (more.length === 0) break;
      end = grown;
    }
    return { items, total: this.#total };
  }

  /** The items from `start` up to `end`, in as many pages as the server makes of them. */
  async #readPart(start: number, end: number, limit: number): Promise<Item[]> {
    const items: Item[] = [];
    while (start + items.length < end) {
      const page = await this.#readPage(start + items.length, Math.min(limit, end - start - items.length));
      this.#total = Math.max(this.#total, page.total ?? 0);
      if (page.items.length === 0) break;
      for (const item of page.items) items.push(item);
    }
    return items;
  }
}

function endless({ subject, ...place }: ListOptions, reason: string): TcssError {
  return notThisApi(`the list of ${subject} does not end: ${reason}`, place);
}
