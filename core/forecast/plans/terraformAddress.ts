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

/** The parts of an address or a reference, each with its indexes: `module`, `pool["a.b"]`, `id`. */
export function partsOf(address: string): string[] {
  return address.match(/(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\]|[^.[])+/g) ?? [];
}

/** Whether `address` is meant by one that has indexes only where they are known. */
export function isMeantBy(address: string, reference: string): boolean {
  const meant = partsOf(reference);
  return partsOf(address).every((part, at) => part === meant[at] || withoutIndexes(part) === meant[at]);
}

/** The start of an address that names its module. Empty: it is in the root module. */
export function moduleOf(address: string): string {
  const parts = partsOf(address);
  const at = parts.findIndex((part, index) => index % 2 === 0 && part !== "module");
  return parts
    .slice(0, at)
    .map((part) => `${part}.`)
    .join("");
}
