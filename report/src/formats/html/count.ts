import { figure } from "pulumi-tcss/internal";

/** `5,000`, or that nobody knows. */
export function count(value: number | undefined): string {
  return value === undefined ? "not known" : figure(value);
}

/** Whether the reply holds a count that can be drawn. */
export function isCount(value: number | undefined): value is number {
  return value !== undefined && value >= 0;
}
