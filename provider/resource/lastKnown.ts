import { isDeepStrictEqual } from "node:util";
import type { StoredPurchaseState, TcssError } from "../../core/internal";
import { type Properties, selectorsIn, valuesIn } from "./properties";

/** Arguments that say how to ask and what to record. The others say whose values are meant. */
const MANNERS: ReadonlySet<string> = new Set([
  "timeZone",
  "requestTimeoutSeconds",
  "deadlineSeconds",
  "maxRetries",
  "resolveAccountId",
  "onUnavailable",
  "recordObservedAt",
]);

/** Values that were read before, or why they do not count for who asks now. */
export type LastKnown = { readonly values: StoredPurchaseState } | { readonly refusal: string };

/**
 * What stood in the state before, for a time when the account cannot be asked. It belongs to the identity that gave it.
 * @param before the resource's properties in the state.
 * @param args the arguments now.
 * @param marks who would be asked now, and where; called only where it matters.
 * @returns undefined where there are no values.
 */
export async function lastKnownIn(
  before: Properties,
  args: Properties,
  marks: () => Promise<readonly string[]>,
): Promise<LastKnown | undefined> {
  const values = valuesIn(before);
  if (values === undefined || before["fromStack"] !== undefined) return undefined;
  if (!isDeepStrictEqual(meaning(selectorsIn(before)), meaning(args)))
    return { refusal: "they were read with other arguments" };
  const { askedAs } = before;
  const known = Array.isArray(askedAs) ? (askedAs as unknown[]) : [];
  if (known.length === 0)
    return {
      refusal:
        "whose account they are of was not recorded (temporary credentials do not tell it: set resolveAccountId to true)",
    };
  if ((await marks()).some((mark) => known.includes(mark))) return { values };
  return {
    refusal:
      "they were read by another identity (another key, profile, role or provider), or at another endpoint or region; a new key of the same account is recognized where resolveAccountId is true and STS answers",
  };
}

function meaning(args: Properties): Properties {
  return Object.fromEntries(Object.entries(args).filter(([name]) => !MANNERS.has(name)));
}

/** `error`, and why the last known values do not help. */
export function withRefusal(error: TcssError, refusal: string): TcssError {
  return error.advising(`The last known values do not count: ${refusal}.`);
}
