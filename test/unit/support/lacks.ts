/** What a rule says of a field that is a whole number by the API's document, and that the reply gives as `value`. */
export function lacks(field: string, value: unknown): string {
  const isAbsent = value === undefined || value === null;
  return `the reply holds no ${field}${isAbsent ? "" : " that is a whole number"}`;
}
