// What the tests of saved sources read, and how.
import assert from "node:assert/strict";
import { DYNAMIC_TYPE, type PurchaseState, TcssError } from "pulumi-tcss/internal";
import type { Observation, Origin } from "../../../../report/src/document";
import { observationsIn } from "../../../../report/src/sources/parse";
import { DURING_LICENCE, STORED } from "../support";

export const FILE: Origin = { kind: "file", name: "some.json" };
export const SAVED = "2024-09-30T00:00:00Z";
export const context = { observedAt: SAVED, gate: { maxStaleHours: 24 }, now: DURING_LICENCE };

export function parse(content: unknown, origin = FILE): Observation[] {
  return observationsIn(content, origin, context);
}

/** The only purchase state in `content`. */
export function only(content: unknown, origin = FILE): Observation {
  const [first, ...rest] = parse(content, origin);
  assert.equal(rest.length, 0);
  return first ?? assert.fail("there is one");
}

export function values({ reading }: Observation): PurchaseState {
  if (reading instanceof TcssError) assert.fail(reading.message);
  return reading;
}

export function failure({ reading }: Observation): string {
  return reading instanceof TcssError ? reading.message : assert.fail("it could be read");
}

export interface Resource {
  readonly type?: string;
  readonly name?: string;
  readonly inputs?: unknown;
  readonly outputs?: unknown;
  readonly delete?: boolean;
}

const TYPE = DYNAMIC_TYPE;
const UPDATED = "2024-09-29T08:00:00.123456789Z";

export function exported(...resources: Resource[]) {
  return { version: 3, deployment: { manifest: { time: UPDATED }, resources: resources.map(stateOf) } };
}

function stateOf({ type = TYPE, name = "tcss", ...rest }: Resource) {
  return { urn: `urn:pulumi:prod::security::${type}::${name}`, type, ...rest };
}

export const purchaseState = STORED;
