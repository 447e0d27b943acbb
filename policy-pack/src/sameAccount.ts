import { isDeepStrictEqual } from "node:util";
import {
  accountIdOf,
  type ConnectionInputs,
  DYNAMIC_TYPE,
  type LiveReading,
  type PurchaseState,
  type Reading,
  resolveConnection,
  TcssError,
  without,
} from "pulumi-tcss/internal";
import { type PolicyResource, selectorsIn } from "./resource";

/**
 * The account of the gate's own that `resource` is of: known by its id, or asked in the same way.
 * @param accounts what the accounts have answered.
 * @param inputs what they were asked with, besides their own arguments.
 */
export function accountOf(
  resource: PolicyResource,
  reading: Reading,
  accounts: readonly LiveReading[],
  inputs: Omit<ConnectionInputs, "args">,
): LiveReading | undefined {
  if (accounts.length === 0 || reading instanceof TcssError) return undefined;
  const key = keyOf(resource, inputs);
  const { accountId } = reading;
  return accounts.find((live) => {
    const id = accountIdOf(live.reading);
    const isSame =
      accountId !== undefined && id !== undefined
        ? accountId === id
        : key !== undefined && key === live.connection?.key;
    return isSame && !(live.reading instanceof TcssError);
  });
}

/** Whether a resource holds the values that its account has just answered. */
export function holdsValuesOf(live: LiveReading, reading: Reading): boolean {
  return (
    !(reading instanceof TcssError || live.reading instanceof TcssError) &&
    !reading.stale &&
    isDeepStrictEqual(valuesOf(live.reading), valuesOf(reading))
  );
}

/** How the account of `resource` is asked, where that is known here. */
function keyOf(resource: PolicyResource, inputs: Omit<ConnectionInputs, "args">): string | undefined {
  // an explicit provider of the plugin has credentials that are unknown here
  if (resource.type !== DYNAMIC_TYPE || resource.props["fromStack"] !== undefined) return undefined;
  try {
    return resolveConnection({ ...inputs, args: selectorsIn(resource) }).key;
  } catch {
    return undefined;
  }
}

/** What an account has answered, without what is known about the reading itself: resources have more of that. */
function valuesOf(state: PurchaseState): object {
  return without(state, "additionalFields", "accountId", "observedAt");
}
