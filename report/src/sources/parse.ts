import { isRecord, printable, TcssError } from "pulumi-tcss/internal";
import type { Observation, Origin } from "../document";
import { observationsInState } from "./state";
import type { ParseContext } from "./stored";
import { observationsInValues } from "./values";

/** How the engine prints a secret. */
const HIDDEN = "[secret]";

/**
 * Finds every purchase state in what was read: a reply of the API, `pulumi stack output --json`,
 * `pulumi stack export`, or the state file of a local backend.
 * @throws TcssError of kind `configuration` when there is none.
 */
export function observationsIn(content: unknown, origin: Origin, context: ParseContext): Observation[] {
  const found =
    (isRecord(content) ? observationsInState(content, origin, context) : undefined) ??
    observationsInValues(content, origin, context);
  if (found.length > 0) return found;
  const hidden = isRecord(content) && Object.values(content).includes(HIDDEN);
  throw new TcssError(`${printable(origin.name)} holds no purchase state`, {
    kind: "configuration",
    property: origin.name,
    nextStep: hidden
      ? "Some of its outputs are secret: make them with pulumi stack output --json --show-secrets."
      : origin.kind === "stack"
        ? "Its program needs a PurchaseState, or must export one as a whole: export const purchaseState = purchase.purchaseState."
        : "It should be a reply of DescribePurchaseStateInfo, or what pulumi stack output --json or pulumi stack export prints for a stack with a PurchaseState. For outputs of single values, name the stack instead (--stack ORGANIZATION/PROJECT/STACK), or export the whole value in its program: export const purchaseState = purchase.purchaseState.",
  });
}
