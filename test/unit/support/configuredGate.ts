import type { AssessSettings } from "pulumi-tcss/internal";
import type { Gate } from "../../../policy-pack/src/gate";

/** A gate that takes levels and settings and does nothing with them; `counts` gives the last ones. */
export function configuredGate(): { readonly gate: Gate; counts(): AssessSettings } {
  let counts: AssessSettings = {};
  const gate = {
    requireSettings: () => {},
    readAhead: () => {},
    configure: (levels: AssessSettings) => {
      counts = levels;
    },
  } as unknown as Gate;
  return { gate, counts: () => counts };
}
