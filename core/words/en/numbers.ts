/** `5000` as `5,000`. */
export function figure(count: number): string {
  // the first number that Intl formats costs 20 ms
  if (!Number.isSafeInteger(count)) return count.toLocaleString("en-US");
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `1 core`, `86 cores`. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${figure(count)} ${count === 1 ? singular : plural}`;
}

/** `is` or `are`, as `count` needs it. */
export function isAre(count: number): "is" | "are" {
  return count === 1 ? "is" : "are";
}

/** ` (5 are accepted)`; nothing where none is. */
export function accepted(count: number): string {
  return count === 0 ? "" : ` (${figure(count)} ${isAre(count)} accepted)`;
}

/** `1,234.50 USD`. */
export function money(amount: number, currency: string): string {
  const [whole = "", cents = ""] = amount.toFixed(2).split(".");
  return `${figure(Number(whole))}.${cents} ${currency}`;
}
