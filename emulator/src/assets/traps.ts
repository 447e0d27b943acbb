import type { Fields } from "../scenarios/purchaseStates";
import type { AssetKind } from "./asset";
import type { Selection } from "./page";

/** Ways in which a list of assets misleads its reader, although every reply is well formed. */
export const trapNames = [
  "disagreeing-states",
  "unknown-states",
  "odd-spellings",
  "without-id",
  "odd-cores",
  "terminal-escapes",
  "repeating-assets",
  "repeating-pages",
  "short-pages",
  "empty-page",
  "shrinking-list",
  "growing-list",
  "endless-list",
] as const;

export type TrapName = (typeof trapNames)[number];

/** A page and how many items the list has, as the reply says. */
export interface TwistedPage {
  readonly page: readonly Fields[];
  readonly total: number;
}

const ID: Readonly<Record<AssetKind, string>> = {
  cluster: "ClusterId",
  host: "HostID",
  superNode: "NodeUniqueID",
};

const NAME: Readonly<Record<AssetKind, string>> = {
  cluster: "ClusterName",
  host: "HostName",
  superNode: "NodeName",
};

const STATE: Readonly<Record<AssetKind, string>> = {
  cluster: "DefenderStatus",
  host: "DefendStatus",
  superNode: "DefendStatus",
};

const ACCESS: Readonly<Record<AssetKind, string>> = {
  cluster: "AccessedStatus",
  host: "Status",
  superNode: "AgentStatus",
};

const RED = "\u001b[31m";
/** Sets the terminal's title, clears the screen, turns the text red, and writes right to left. */
const ESCAPES = `\u001b]0;title\u0007\u001b[2J${RED}red\u001b[0m\u202etxt\n`;

/** The items of a list, changed as the trap has it. The same items give the same result. */
export function twistItems(
  items: readonly Fields[],
  kind: AssetKind,
  trap: TrapName | undefined,
): readonly Fields[] {
  const each = (change: (item: Fields, index: number) => Fields) =>
    items.map((item, index) => ({ ...item, ...change(item, index) }));
  switch (trap) {
    case "disagreeing-states":
      // seen in an example: UnDefended beside AccessedPartialDefence
      return each((item) => (item[STATE[kind]] === "PartDefened" ? { [STATE[kind]]: "UnDefended" } : {}));
    case "unknown-states":
      return each(() => ({ [STATE[kind]]: "Quiesced", [ACCESS[kind]]: "AccessedSomehow" }));
    case "odd-spellings":
      return each((item, index) => ({ [STATE[kind]]: spelled(String(item[STATE[kind]]), index) }));
    case "without-id":
      return each((_, index) => (index % 3 === 0 ? { [ID[kind]]: index % 2 === 0 ? "" : null } : {}));
    case "odd-cores":
      return each((item, index) => ({ CoresCnt: oddCores(item["CoresCnt"], index) }));
    case "terminal-escapes":
      return each((item) => ({ [NAME[kind]]: `${ESCAPES}${item[NAME[kind]]}` }));
    case "repeating-assets":
      // the same id a second time, with other values
      return items.length === 0
        ? items
        : [...items, { ...items[0], ChargeCoresCnt: 0, [NAME[kind]]: "again" }];
    default:
      return items;
  }
}

/** The page of a list that the trap lets see. */
export function twistPage(
  { items, offset, limit }: Selection,
  kind: AssetKind,
  trap: TrapName | undefined,
): TwistedPage {
  const total = items.length;
  const page = items.slice(offset, offset + limit);
  switch (trap) {
    case "repeating-pages":
      return { page: items.slice(0, limit), total };
    case "short-pages":
      return { page: page.slice(0, Math.ceil(limit / 2)), total };
    case "empty-page":
      return { page: offset === 0 ? page : [], total };
    case "shrinking-list":
      // the first asset has gone since the first page: one asset moves from the second page to the first
      return offset === 0
        ? { page, total }
        : { page: items.slice(offset + 1, offset + 1 + limit), total: total - 1 };
    case "growing-list":
      // an asset came in front since the first page: the last one of the first page comes again
      return offset === 0
        ? { page, total }
        : { page: items.slice(offset - 1, offset - 1 + limit), total: total + 1 };
    case "endless-list":
      return { page: invented(items, offset, limit, ID[kind]), total: offset + 2 * limit + total };
    default:
      return { page, total };
  }
}

const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  Defended: ["DEFENDED", "defended", " Defended"],
  UnDefended: ["UNDEFENDED", "Undefended", "unDefended "],
  PartDefened: ["PartDefended", "PARTDEFENED", "partdefened"],
};

function spelled(state: string, index: number): string {
  const all = SPELLINGS[state] ?? [state];
  return all[index % all.length] ?? state;
}

function oddCores(cores: unknown, index: number): unknown {
  const odd = [-1, 0.5, "12000", null, 1e300];
  return index < odd.length ? odd[index] : cores;
}

/** As many items as are asked for, wherever: after the real ones come copies of them with other ids. */
function invented(items: readonly Fields[], offset: number, limit: number, id: string): Fields[] {
  const pattern = items.length === 0 ? [{}] : items;
  return Array.from({ length: limit }, (_, place) => {
    const index = offset + place;
    const item = pattern[index % pattern.length] as Fields;
    return index < items.length ? item : { ...item, [id]: `${item[id] ?? "asset"}-${index}` };
  });
}
