import type { Origin } from "../../document";

/** Where the values of a subject are from, in words. */
export function sourceOf({ kind }: Origin): string {
  return SOURCES[kind];
}

const SOURCES: Readonly<Record<Origin["kind"], string>> = {
  stack: "state of a stack",
  live: "account, asked live",
  file: "file",
  stdin: "standard input",
};

/** Id of a subject's section. */
export function anchorOf(index: number): string {
  return `subject-${index + 1}`;
}
