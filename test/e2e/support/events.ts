import { readFileSync } from "node:fs";
import { parseUrn, STACK_TYPE } from "../../../core/internal";

/** The parts of the engine's events that tests look at (`pulumi --event-log`). */
export interface EngineEvent {
  readonly policyEvent?: PolicyEvent;
  readonly resOutputsEvent?: { readonly metadata: StepMetadata };
  readonly resourcePreEvent?: { readonly metadata: StepMetadata };
}

export interface PolicyEvent {
  readonly resourceUrn?: string;
  readonly policyName: string;
  readonly enforcementLevel: string;
  readonly message: string;
}

interface StepMetadata {
  readonly op: string;
  readonly urn: string;
  readonly type: string;
  readonly new?: { readonly inputs?: Values; readonly outputs?: Values };
  readonly detailedDiff?: Record<string, unknown> | null;
  readonly diffs?: string[] | null;
}

type Values = Record<string, unknown>;

export function readEvents(file: string): EngineEvent[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as EngineEvent);
}

/** One policy's word about one resource. */
export interface Violation {
  readonly on: string;
  readonly policy: string;
  readonly level: string;
  readonly message: string;
}

/** What the policies said, in an order of its own: the engine's differs from run to run. */
export function violations(events: readonly EngineEvent[]): Violation[] {
  return events
    .flatMap(({ policyEvent }) => (policyEvent === undefined ? [] : [policyEvent]))
    .map(({ resourceUrn = "", policyName, enforcementLevel, message }) => ({
      on: parseUrn(resourceUrn)?.type ?? "",
      policy: policyName,
      level: enforcementLevel,
      message: plain(message),
    }))
    .sort((a, b) => `${a.on} ${a.policy}`.localeCompare(`${b.on} ${b.policy}`));
}

/** Without the engine's color marks, and without ids and times. */
function plain(message: string): string {
  return message
    .replace(/<\{%[^%]*%\}>/g, "")
    .replace(/request id [0-9a-f-]{36}/g, "request id …")
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, "a time")
    .trim();
}

/** The outputs that the stack has at the end of the run, as the engine showed them. */
export function stackOutputs(events: readonly EngineEvent[]): Values {
  const steps = events.flatMap(({ resOutputsEvent }) =>
    resOutputsEvent?.metadata.type === STACK_TYPE ? [resOutputsEvent.metadata] : [],
  );
  return steps.at(-1)?.new?.outputs ?? {};
}
