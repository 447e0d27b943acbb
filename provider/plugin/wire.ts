import { isDeepStrictEqual } from "node:util";
import type { Properties } from "../resource/properties";

/** How one property has changed. */
export type Change = "added" | "deleted" | "updated";

/** Paths of what differs between two sets of properties, fields of objects one by one. */
export function changesBetween(olds: Properties, news: Properties, parent = ""): Map<string, Change> {
  const names = [...new Set([...Object.keys(olds), ...Object.keys(news)])];
  return new Map(
    names.flatMap((name): [string, Change][] => {
      const [before, after, path] = [olds[name], news[name], `${parent}${name}`];
      if (isDeepStrictEqual(before, after)) return [];
      if (isObject(before) && isObject(after)) return [...changesBetween(before, after, `${path}.`)];
      return [[path, before === undefined ? "added" : after === undefined ? "deleted" : "updated"]];
    }),
  );
}

function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
