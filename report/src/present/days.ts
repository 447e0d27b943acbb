import { counted } from "pulumi-tcss/internal";

/** Whether the license has ended at `now`; undefined where its end is unknown. */
export function hasEnded(end: string | undefined, now: string): boolean | undefined {
  return end === undefined ? undefined : Date.parse(end) <= Date.parse(now);
}

/** How long a license lasts from `now` on, or how long ago it ended. */
export interface TimeLeft {
  readonly isOver: boolean;
  /** `61 days left`, `ended 3 days ago`. */
  readonly text: string;
}

/** @returns undefined where the end is unknown. */
export function timeLeft(
  end: string | undefined,
  daysLeft: number | undefined,
  now: string,
): TimeLeft | undefined {
  const isOver = hasEnded(end, now);
  if (isOver === undefined || daysLeft === undefined) return undefined;
  const days = Math.abs(daysLeft);
  const length = days === 0 ? "less than a day" : counted(days, "day");
  return { isOver, text: isOver ? `ended ${length} ago` : `${length} left` };
}
