// Purchase states among outputs, and replies of the API.
import {
  accountIdOf,
  ageError,
  exclusionReason,
  printable,
  REPLY_FIELDS,
  type StoredResource,
  storedReading,
  TcssError,
} from "pulumi-tcss/internal";
import type { Observation, Origin } from "../document";
import { isErrorAlone, looksReplied, replyReading } from "./reply";
import { type Found, nameOf, RESPONSE, recordsIn, type Step } from "./search";
import { observedAtOf, type ParseContext, printableError, printableReading } from "./stored";

/** Every purchase state among outputs, and every reply, at whatever depth: one that is overlooked could be the wrong one. */
export function observationsInValues(
  content: unknown,
  origin: Origin,
  context: ParseContext,
  stack: string | undefined = origin.kind === "stack" ? origin.name : undefined,
): Observation[] {
  return recordsIn(content).flatMap((found) => [
    ...inReply(found, origin, context),
    ...(looksStored(found.value) ? [inOutputs(found, origin, context, stack)] : []),
  ]);
}

function originAt(origin: Origin, at: Step | undefined): Origin {
  const name = nameOf(at);
  return name === "" || name === "purchaseState" ? origin : { ...origin, resource: name };
}

/** The reply that `value` is, with its `Response` around it or bare, as tccli prints it. */
function inReply({ at, value }: Found, origin: Origin, context: ParseContext): Observation[] {
  const isWithin = at?.name === RESPONSE; // was looked at with what is around it
  const bare = !isWithin && (looksReplied(value, at) || isErrorAlone(value, at)) ? [{ Response: value }] : [];
  const whole = Object.hasOwn(value, "Response") ? [value] : [];
  return [...whole, ...(whole.length > 0 && !looksReplied(value, at) ? [] : bare)].flatMap((content) => {
    const reading = replyReading(content);
    if (reading === undefined) return [];
    const failed = reading instanceof TcssError;
    return [
      {
        origin: originAt(origin, at),
        reading,
        observedAt: failed ? undefined : context.observedAt,
        exclusion: failed
          ? undefined
          : exclusionReason({ name: `in ${printable(origin.name)}` }, context.gate.evidence ?? {}),
        place: {},
      },
    ];
  });
}

/** A purchase state's fields among outputs, or in the value of one. */
function inOutputs(
  { at, value: purchaseState }: Found,
  origin: Origin,
  { gate, now, observedAt }: ParseContext,
  stack: string | undefined,
): Observation {
  const stored: StoredResource = { name: nameOf(at) || "of the outputs", purchaseState };
  const reading = printableReading(storedReading(stored, gate, now));
  // outputs count as the user gives them, unless they say themselves that they are old
  const saysAge = (purchaseState["observedAt"] ?? undefined) !== undefined;
  const publishedBy = stack === undefined ? undefined : { stack, maxAgeHours: gate.maxStaleHours };
  return {
    origin: originAt(origin, at),
    reading,
    ageError: saysAge ? printableError(ageError(stored, gate, now)) : undefined,
    exclusion: exclusionReason({ ...stored, fromStack: publishedBy }, gate.evidence ?? {}),
    observedAt: observedAtOf(stored, observedAt),
    place: { stack, accountId: accountIdOf(reading) },
  };
}

function looksStored(value: object): boolean {
  return Object.keys(REPLY_FIELDS).filter((field) => Object.hasOwn(value, field)).length >= 2;
}
