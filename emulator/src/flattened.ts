import { ApiError } from "./errors";

/** More than any request needs. */
const MAX_INDEX = 1000;
const PARTS = /^[A-Za-z]\w*(\.(\d+|[A-Za-z]\w*))*$/;

type Node = Map<string, Node | string>;

/**
 * The parameters of a GET request, where objects and lists are spread over names: `Filters.0.Values.1=x`.
 * @throws ApiError `InvalidParameter` for a name that stands twice, or that is a value in one place and more in another
 */
export function unflattened(query: URLSearchParams): Record<string, unknown> {
  const root: Node = new Map();
  for (const [name, value] of query) {
    if (!PARTS.test(name))
      throw new ApiError("UnknownParameter", `The parameter \`${name}\` is not recognized.`);
    const parts = name.split(".");
    const last = parts.pop() as string;
    let node = root;
    for (const part of parts) {
      const next = node.get(part) ?? new Map();
      if (typeof next === "string") throw twice(name);
      node.set(part, next);
      node = next;
    }
    if (node.has(last)) throw twice(name);
    node.set(last, value);
  }
  return Object.fromEntries([...root].map(([key, value]) => [key, parameterIn(value)]));
}

/** A list where all names are numbers; an object otherwise. */
function parameterIn(node: Node | string): unknown {
  if (typeof node === "string") return node;
  const entries = [...node].map(([key, value]) => [key, parameterIn(value)] as const);
  if (!entries.every(([key]) => /^\d+$/.test(key) && Number(key) < MAX_INDEX))
    return Object.fromEntries(entries);
  return [...entries].sort(([a], [b]) => Number(a) - Number(b)).map(([, value]) => value);
}

function twice(name: string): ApiError {
  return new ApiError("InvalidParameter", `The parameter \`${name}\` stands twice.`);
}
