// The picture of rooms and arrows in docs/architecture.md, made from the rules of dependency-cruiser.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "../root";

const PAGE = "docs/architecture.md";
const [START, END] = ["<!-- generated from .dependency-cruiser.cjs: npm run docs -->", "<!-- end -->"];

interface Rule {
  readonly name: string;
  readonly from: { readonly path?: string };
  readonly to: { readonly pathNot?: string | readonly string[] };
}

/** The rooms that each room may import: `core/model`, `report`. */
type Arrows = ReadonlyMap<string, ReadonlySet<string>>;

/** The text of docs/architecture.md with a picture of the current rules. */
export function architecturePage(): string {
  const page = readFileSync(join(ROOT, PAGE), "utf8");
  const [before, rest = ""] = page.split(START);
  const [, after = ""] = rest.split(END);
  return [before, START, "\n\n", picture(allowedArrows()), "\n\n", END, after].join("");
}

/** Each room with the rooms that its rule lets it import. */
function allowedArrows(): Arrows {
  const { forbidden } = require(join(ROOT, ".dependency-cruiser.cjs")) as {
    readonly forbidden: readonly Rule[];
  };
  const arrows = new Map<string, ReadonlySet<string>>();
  for (const { name, from, to } of forbidden) {
    if (!/-imports-only-/.test(name)) continue;
    const room = roomIn(from.path ?? "");
    const allowed = [to.pathNot ?? []].flat().map(roomIn);
    if (isThere(room)) arrows.set(room, new Set(allowed.filter((each) => each !== room && isThere(each))));
  }
  return arrows;
}

/** A room may have rules before it has files. */
function isThere(room: string): boolean {
  return [room, `${room}.ts`].some((path) => existsSync(join(ROOT, path)));
}

/** `^core/model[/.]` is the room `core/model`; a package's compiled files belong to the room of their sources. */
function roomIn(pattern: string): string {
  const path = pattern.replace(/^\^/, "").replace(/(\/|\[\/\.\])$/, "");
  const compiled = /^sdk\/dist\/(\w+)/.exec(path);
  return compiled?.[1] ?? path;
}

/** A part of a room without its own rule counts as its room. */
function drawn(arrows: Arrows): Arrows {
  const roomOf = (path: string): string =>
    arrows.has(path) || !path.includes("/") ? path : roomOf(dirname(path));
  return new Map(
    [...arrows].map(([room, targets]) => [
      room,
      new Set([...targets].map(roomOf).filter((target) => target !== room)),
    ]),
  );
}

function picture(arrows: Arrows): string {
  const direct = withoutDetours(drawn(arrows));
  const inside = [...direct.keys()].filter((room) => room.startsWith("core/"));
  const lines = [
    "```mermaid",
    "flowchart BT",
    "  subgraph core",
    ...inside.map((room) => `    ${idOf(room)}[${room.slice("core/".length)}]`),
    ...inside.flatMap((room) => arrowsOf(room, direct).map((line) => `    ${line}`)),
    "  end",
    ...[...direct.keys()]
      .filter((room) => !room.includes("/"))
      .flatMap((room) =>
        room === "core"
          ? []
          : [`  ${idOf(room)}[${room}]`, ...arrowsOf(room, direct).map((line) => `  ${line}`)],
      ),
    "```",
  ];
  return lines.join("\n");
}

function arrowsOf(room: string, arrows: Arrows): string[] {
  return [...(arrows.get(room) ?? [])].map((to) => `${idOf(room)} --> ${idOf(to)}`);
}

function idOf(room: string): string {
  return room.replace(/\W/g, "_");
}

/** The arrows without those that a longer path implies: the rules are transitive. */
function withoutDetours(arrows: Arrows): Arrows {
  const reaches = (from: string, to: string): boolean =>
    [...(arrows.get(from) ?? [])].some((next) => next === to || reaches(next, to));
  return new Map(
    [...arrows].map(([room, targets]) => [
      room,
      new Set(
        [...targets].filter(
          (target) => ![...targets].some((other) => other !== target && reaches(other, target)),
        ),
      ),
    ]),
  );
}
