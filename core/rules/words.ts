/** `5000` as `5,000`. */
export function figure(count: number): string {
  return count.toLocaleString("en-US");
}

/** `1 core`, `86 cores`. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${figure(count)} ${count === 1 ? singular : plural}`;
}

/** `is` or `are`, as `count` wants it. */
export function isAre(count: number): "is" | "are" {
  return count === 1 ? "is" : "are";
}

/**
 * Why a number of the reply cannot be used: it is missing, or negative.
 * @returns undefined when it can.
 */
export function unusable(apiName: string, count: number | undefined): string | undefined {
  if (count === undefined) return `the reply holds no ${apiName}`;
  return count < 0 ? `${apiName} is ${figure(count)}, which no count can be` : undefined;
}
