/** Indexes of modules and resources: `[0]`, `["a"]`. */
const INDEX = /\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g;

/** The address of a resource in the configuration, from that of an instance. */
export function withoutIndexes(address: string): string {
  return address.replace(INDEX, "");
}

/** The indexes of an address, in their order. */
export function indexesIn(address: string): string {
  return (address.match(INDEX) ?? []).join("");
}
